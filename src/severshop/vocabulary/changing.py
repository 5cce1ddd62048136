"""What a shopper can change of an order before the warehouse begins, and why something cannot be changed."""

from enum import StrEnum
from typing import Final

CHANGED: Final = "changed"
"""Why there are other dates: the shopper changed the order. What was promised counts from there."""


class ChangeKind(StrEnum):
    """What of the order is changed."""

    ADDRESS = "address"
    SIZE = "size"
    DELIVERY = "delivery"
    CONTACT = "contact"


class PendingState(StrEnum):
    """What became of a change that costs more: it is made once it is paid."""

    PAYING = "paying"
    MADE = "made"
    UNPAID = "unpaid"
    """The payment was refused, or nobody finished it."""
    TOO_LATE = "too_late"
    """It was paid, and could not be made any more: the money went back."""


class WhyNotChanged(StrEnum):
    """Why a change is not made."""

    BEGUN = "begun"
    """The warehouse has it in hand, or nothing of it is left to be sent."""
    CANCEL_ASKED = "cancel_asked"
    """Somebody asked to cancel, and nobody has decided."""
    PARTLY_CANCELLED = "partly_cancelled"
    """Money went back for a part of it already: its sums stay as they are."""
    INVOICED = "invoiced"
    """The invoice was given out, and what it says must stay true."""
    COSTS_MORE = "costs_more"
    """This shop does not hold the payment of the order, and takes none for a part of it."""
    PAID_ELSEWHERE = "paid_elsewhere"
    """It would cost less, but this shop holds no payment to pay back from."""
    OTHER_COUNTRY = "other_country"
    SOLD_OUT = "sold_out"
    NOT_OFFERED = "not_offered"
    """There is no such size of this shoe, or no such way to ship to this address."""
    TOO_OFTEN = "too_often"
    OVERTAKEN = "overtaken"
    """Something else of the order was changed while this was being paid."""
