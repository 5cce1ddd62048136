"""What an order's owner can do with it now: one table, from which pages know which ways they may show. Pure."""

from enum import StrEnum

from severshop.vocabulary.statuses import OrderStatus


class Act(StrEnum):
    """Something that an owner can do."""

    CANCEL = "cancel"
    """As long as something has not left, which is what the first two statuses say."""
    WITHDRAW = "withdraw"
    """As long as the law gives, which the page itself says; what comes late is taken in as well."""
    SEND_BACK = "send_back"
    """As soon as something has arrived; its page says of each thing until when."""
    CLAIM = "claim"
    """As soon as something has left; its page says of each parcel what can be told from when on."""
    CHANGE = "change"
    """As long as the warehouse has not begun."""
    GET_HELP = "get_help"
    WRITE = "write"
    CHOOSE_MESSAGES = "choose_messages"
    NOTE_DAYS = "note_days"
    SEE_INVOICE = "see_invoice"
    SEE_PACKING_SLIP = "see_packing_slip"
    BUY_AGAIN = "buy_again"


_ALWAYS = frozenset({Act.GET_HELP, Act.WRITE, Act.BUY_AGAIN})
_WHILE_IT_COMES = _ALWAYS | {Act.WITHDRAW, Act.CHOOSE_MESSAGES, Act.NOTE_DAYS, Act.SEE_INVOICE, Act.SEE_PACKING_SLIP}

_OF_WHAT_WAS_BOUGHT = frozenset({Act.CANCEL, Act.CHANGE, Act.WITHDRAW, Act.SEE_INVOICE})
"""What costs nothing, because it makes good something of another order, has none of these: that order has them."""

POSSIBLE: dict[OrderStatus, frozenset[Act]] = {
    OrderStatus.RECEIVED: _WHILE_IT_COMES | {Act.CANCEL, Act.CHANGE},
    OrderStatus.IN_PROCESS: _WHILE_IT_COMES | {Act.CANCEL, Act.CLAIM},
    OrderStatus.SHIPPED: _WHILE_IT_COMES | {Act.CLAIM, Act.SEND_BACK},
    OrderStatus.DELIVERED: _ALWAYS | {Act.CLAIM, Act.SEND_BACK, Act.WITHDRAW, Act.SEE_INVOICE, Act.SEE_PACKING_SLIP},
    OrderStatus.CANCELLED: _ALWAYS,
}


def possible_acts(
    status: OrderStatus, *, has_parcels: bool, has_days: bool, makes_good: bool = False
) -> frozenset[Act]:
    """Return what can be done: what is about parcels needs one, and a calendar needs days that were promised.

    `makes_good`: it was not bought, but sent for nothing because of another order.
    """
    lacking = set(_OF_WHAT_WAS_BOUGHT) if makes_good else set()
    if not has_parcels:
        lacking |= {Act.SEE_PACKING_SLIP, Act.SEND_BACK, Act.CLAIM}
    if not has_days:
        lacking.add(Act.NOTE_DAYS)
    return POSSIBLE[status] - lacking
