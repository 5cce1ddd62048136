"""Words about returning what was delivered."""

from enum import StrEnum


class ReturnReason(StrEnum):
    """Why something comes back."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    COLOUR = "colour"
    DEFECTIVE = "defective"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    UNWANTED = "unwanted"
    OTHER = "other"


OUR_FAULT = frozenset({ReturnReason.DEFECTIVE, ReturnReason.NOT_AS_DESCRIBED, ReturnReason.WRONG_ITEM})
"""What the shop answers for: it pays the way back, whatever the policy says, and longer than a mind may be changed."""


class Wants(StrEnum):
    """What the shopper wants for it."""

    REFUND = "refund"
    EXCHANGE = "exchange"


class ExchangeEnd(StrEnum):
    """How keeping another pair for a return ended."""

    SENT = "sent"
    CALLED_OFF = "called_off"
    """With the return."""
    REFUSED = "refused"
    """What came back was not accepted, or did not come at all."""
    OVERDUE = "overdue"
    """Nothing was handed in for so long that the pair went back on the shelf: money instead."""
    CHANGED_MIND = "changed_mind"
    """The shopper would rather have the money."""
    SOLD_OUT = "sold_out"
    """It had been let go before, and was gone when it was wanted after all: money instead."""


MONEY_INSTEAD = frozenset({ExchangeEnd.OVERDUE, ExchangeEnd.CHANGED_MIND, ExchangeEnd.SOLD_OUT})
"""After these, what is accepted is paid back."""


class WhyNotExchanged(StrEnum):
    """Why a pair is not given in exchange."""

    NOT_OFFERED = "not_offered"
    """Nobody sells it, or it is not of the same shoe, or this shop does not count its stock."""
    SOLD_OUT = "sold_out"
    COSTS_MORE = "costs_more"
    PAID_ELSEWHERE = "paid_elsewhere"
    """It costs less, and this shop holds no payment to pay back from."""


class AnnouncedBy(StrEnum):
    """Through which door a return was announced."""

    SHOPPER = "shopper"
    WITHDRAWAL = "withdrawal"
    STAFF = "staff"


class ItemCondition(StrEnum):
    """How something that came back was found."""

    AS_NEW = "as_new"
    TRIED_ON = "tried_on"
    WORN = "worn"
    DAMAGED = "damaged"
    FAULTY = "faulty"
    """It was faulty when we sent it."""
    NOT_OURS = "not_ours"
    """It is not what we sent."""


class RestockGrade(StrEnum):
    """Where it goes from the inspection."""

    SHELF = "shelf"
    SECOND_CHOICE = "second_choice"
    REPAIR = "repair"
    SCRAP = "scrap"
    SENT_BACK = "sent_back"


class Verdict(StrEnum):
    """What the inspection decides."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Finding(StrEnum):
    """Why something is refused, or why less is paid back for it."""

    NOT_OURS = "not_ours"
    """It is not what we sent."""
    WEAR = "wear"
    """What is said to be a fault comes from wearing it."""
    FINAL_SALE = "final_sale"
    """It was sold as final, and nothing is wrong with it."""
    TOO_LATE = "too_late"
    LOST_VALUE = "lost_value"
    """It lost value by more than trying it on: less is paid back (Directive 2011/83/EU Art. 14(2))."""


class AfterRefusal(StrEnum):
    """Where refused goods go."""

    SENT = "sent"
    """Back to the shopper, in a parcel."""
    KEPT = "kept"
    """They wait here to be collected."""


class ReturnState(StrEnum):
    """How far a return is. Follows from its facts, see `domain/returns/rules.py`."""

    ANNOUNCED = "announced"
    UNDER_WAY = "under_way"
    RECEIVED = "received"
    INSPECTED = "inspected"
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    REFUSED = "refused"
    SENT_BACK = "sent_back"
    CLOSED = "closed"
    """It is over, and nothing was left to pay back."""
    CANCELLED = "cancelled"


class WhyNot(StrEnum):
    """Why something cannot be returned."""

    NOT_DELIVERED = "not_delivered"
    CANCELLED = "cancelled"
    ALREADY_RETURNED = "already_returned"
    CLAIMED = "claimed"
    """Something was wrong with it, and that is being decided or was made good."""
    WINDOW_OVER = "window_over"
    FINAL_SALE = "final_sale"
