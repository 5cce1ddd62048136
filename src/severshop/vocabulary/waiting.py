"""What can wait for a decision of the staff."""

from enum import StrEnum


class Heap(StrEnum):
    """One kind of thing that waits, in the order in which the kinds are listed."""

    CANCELLATIONS = "cancellations"
    """Requests to cancel, while the warehouse has the order in hand."""
    WITHDRAWALS = "withdrawals"
    """Withdrawals from a contract that no rule could settle."""
    REFUNDS = "refunds"
    """Refunds that need a second person."""
    FAILED_REFUNDS = "failed_refunds"
    CHARGEBACKS = "chargebacks"
    """Money that a bank took back, and nobody has taken note of."""
