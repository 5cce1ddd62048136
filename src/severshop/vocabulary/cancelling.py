"""Words about cancelling an order."""

from enum import StrEnum


class CancelReason(StrEnum):
    """Why a shopper cancels. Nobody has to say."""

    NOT_SAID = "not_said"
    BY_MISTAKE = "by_mistake"
    CHANGED_MIND = "changed_mind"
    TOO_LATE = "too_late"
    CHEAPER_ELSEWHERE = "cheaper_elsewhere"
    WRONG_ADDRESS = "wrong_address"
    OTHER = "other"
    WITHDRAWAL = "withdrawal"
    """Not to be chosen: the contract was withdrawn from, which needs no reason."""


class AskedBy(StrEnum):
    """Through which door a cancellation was asked for."""

    SHOPPER = "shopper"
    DELAY_CHOICE = "delay_choice"
    """The shopper, when asked to wait or to cancel because of a delay."""
    STAFF = "staff"


class RequestState(StrEnum):
    """The life of a request to cancel: open until it is decided, once."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class WhyRefused(StrEnum):
    """Why a request was not granted."""

    HANDED_OVER = "handed_over"
    """The parcel left before anybody decided."""
    STAFF = "staff"
    """A member of staff decided so; the note says why."""
