"""What went wrong with a parcel, what its shopper is given for it, and how far that is."""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What went wrong."""

    LATE = "late"
    LOST = "lost"
    DAMAGED = "damaged"
    NOT_RECEIVED = "not_received"
    """The carrier says that it was delivered, and the shopper does not have it."""
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"


class ClaimEnd(StrEnum):
    """How a claim ended; a claim without one is open."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    REFUSED = "refused"
    FOUND = "found"
    """The parcel turned up before anything was given."""
    WITHDRAWN = "withdrawn"
    """The shopper took it back."""


class ClaimState(StrEnum):
    """How far a claim is, for whoever looks at it."""

    RECEIVED = "received"
    REFUND_COMING = "refund_coming"
    REFUNDED = "refunded"
    REFUND_STUCK = "refund_stuck"
    """The money did not go back at the first try; the staff see to it."""
    REPLACEMENT_COMING = "replacement_coming"
    REPLACED = "replaced"
    REPLACEMENT_CANCELLED = "replacement_cancelled"
    """What was to be sent was cancelled before it left; the staff see to what is given instead."""
    REFUSED = "refused"
    FOUND = "found"
    WITHDRAWN = "withdrawn"


class WhyClaimRefused(StrEnum):
    """Why a claim was not granted, as the shopper is told."""

    DELIVERED_WELL = "delivered_well"
    """The proof of delivery bears it out that it arrived."""
    CONTENT_COMPLETE = "content_complete"
    """What was packed and weighed bears it out that it was complete and right."""
    OUTSIDE_POLICY = "outside_policy"
    NOT_SHOWN = "not_shown"
    """What would show it was asked for and did not come."""


class WhyNotNow(StrEnum):
    """Why something cannot be claimed at this moment: a machine's reason."""

    NOT_SHIPPED = "not_shipped"
    NOT_LATE_ENOUGH = "not_late_enough"
    NOT_LOST = "not_lost"
    NOT_DELIVERED = "not_delivered"
    DELIVERED = "delivered"
    TOO_EARLY = "too_early"
    """Just delivered: it may still be with a neighbour."""
    TOO_LATE = "too_late"
    NOTHING_LEFT = "nothing_left"
    """All of it was made good, cancelled or paid back before."""
    CLAIM_OPEN = "claim_open"
    """Another claim about the parcel is being decided."""


class TurnUp(StrEnum):
    """What is to become of a parcel that arrived after all, after it was made good."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    REFUSED_AT_DOOR = "refused_at_door"
    KEPT = "kept"
    """The shop lets the shopper keep it."""
    NOT_SEEN = "not_seen"
    """The shopper does not have it, whatever the carrier says."""
