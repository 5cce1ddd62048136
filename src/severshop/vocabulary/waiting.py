"""What can wait for a decision of the staff."""

from enum import StrEnum


class Heap(StrEnum):
    """One kind of thing that waits, in the order in which the kinds are listed."""

    CANCELLATIONS = "cancellations"
    """Requests to cancel, while the warehouse has the order in hand."""
    WITHDRAWALS = "withdrawals"
    """Withdrawals from a contract that no rule could settle."""
    RETURNS_AT_DOOR = "returns_at_door"
    """Returns that their carrier brought, and nobody has taken in."""
    RETURNS_HERE = "returns_here"
    """Returns to look at, to act on, or refused ones to send back."""
    STRAYS = "strays"
    """Boxes that came, and nobody knows whose they are."""
    CLAIMS = "claims"
    """Claims to decide, and parcels that turned up after they were made good."""
    REFUNDS = "refunds"
    """Refunds that need a second person."""
    FAILED_REFUNDS = "failed_refunds"
    CHARGEBACKS = "chargebacks"
    """Money that a bank took back, and nobody has taken note of."""
