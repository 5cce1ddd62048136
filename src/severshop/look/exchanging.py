"""The sentences about exchanges: which pair cannot be had, what is kept, what is sent."""

from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.status.exchange_facts import PairFact, PairOrderFact
from severshop.vocabulary.returning import WhyNotExchanged


def why_not(why: WhyNotExchanged) -> str:
    """Say why a pair is not given in exchange, and what can be done instead."""
    return {
        WhyNotExchanged.NOT_OFFERED: _("This is not on offer in exchange. You can choose another one, or your money."),
        WhyNotExchanged.SOLD_OUT: _(
            "There is not enough of it left any more. Nothing was announced: choose another one, or your money."
        ),
        WhyNotExchanged.COSTS_MORE: _(
            "It costs more than yours, and that cannot be paid here. You can order it, and send yours back for money."
        ),
        WhyNotExchanged.PAID_ELSEWHERE: _("It costs less, but the difference cannot be paid back from here."),
    }[why]


def chip(why: WhyNotExchanged | None, *, is_same: bool) -> str:
    """Say beside a size what there is to say of it, in a word or two; empty for nothing."""
    if why is WhyNotExchanged.SOLD_OUT:
        return _("sold out")
    if why is WhyNotExchanged.COSTS_MORE:
        return _("costs more")
    if why:
        return _("not here")
    return _("the same again") if is_same else ""


def kept(state: str) -> str:
    """Say of a pair what became of it; `state` as the public JSON has it."""
    return {
        "kept": _("kept for you on our shelf"),
        "sent": _("sent in an order of its own"),
        "let_go": _("no longer kept"),
    }.get(state, "")


def next_step(code: str, *, day: str) -> str:
    """Say what is expected next of a return for which nothing but pairs is wanted; empty for what is said as ever."""
    if code == "inspect":
        return _("We look at it now. Then your other pair, which we keep for you, leaves.")
    if code == "refund" and day:
        return _("Your other pair leaves by %(day)s at the latest.") % {"day": day}
    return ""


def pair_line(pair: PairFact) -> str:
    """Say which pair is wanted instead, and what became of it."""
    named = f"{pair.quantity} × {pair.name}, {pair.variant}" if pair.variant else f"{pair.quantity} × {pair.name}"
    return _("In exchange: %(pair)s (%(kept)s)") % {"pair": named, "kept": kept(pair.state)}


def order_line(order: PairOrderFact) -> str:
    """Say which order brings the other pair, and when."""
    facts = {"number": order.number, "days": formats.days(order.window) if order.window else ""}
    if order.is_cancelled:
        return _("Order %(number)s, which was to bring your other pair, was cancelled. We see to it.") % facts
    if order.is_over:
        return _("Order %(number)s has brought your other pair.") % facts
    if order.window:
        return _("Order %(number)s brings your other pair: %(days)s.") % facts
    return _("Order %(number)s brings your other pair.") % facts
