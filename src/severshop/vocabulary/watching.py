"""What the watch says of an order or a parcel, and what the shop does then."""

from enum import StrEnum


class Level(StrEnum):
    """How bad it is; the least first. `AT_RISK` is for the staff only."""

    AT_RISK = "at_risk"
    DELAYED = "delayed"
    LOST = "lost"


class Trouble(StrEnum):
    """Why: what has not happened, or what the carrier said."""

    NOT_HANDED_OVER = "not_handed_over"
    NOT_SCANNED = "not_scanned"
    SLOW = "slow"
    """In transit for longer than most."""
    CUSTOMS = "customs"
    NOT_BROUGHT = "not_brought"
    """Out for delivery, and not delivered."""
    CARRIER_SAYS = "carrier_says"
    """The carrier itself told of a delay, or estimates a later day."""
    SILENT = "silent"
    """No scan for longer than the policy waits."""


class Answer(StrEnum):
    """What a shopper chose when told of a delay."""

    WAIT = "wait"
    CANCEL = "cancel"


class Outcome(StrEnum):
    """What came of asking a carrier where a parcel is."""

    FOUND = "found"
    """It was found and goes on."""
    DELIVERED = "delivered"
    """It had arrived, or arrived meanwhile."""
    RETURNING = "returning"
    LOST = "lost"
    """The carrier gave it up."""
    DAMAGED = "damaged"
    NO_ANSWER = "no_answer"
