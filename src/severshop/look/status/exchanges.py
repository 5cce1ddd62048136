"""What the order's page says of pairs in exchange: what is next, which is kept, which order brings it."""

from django.utils.translation import gettext as _

from severshop.look import exchanging, formats
from severshop.look.status.exchange_facts import PairFact, PairOrderFact


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
    return _("In exchange: %(pair)s (%(kept)s)") % {"pair": named, "kept": exchanging.kept(pair.state)}


def order_line(order: PairOrderFact) -> str:
    """Say which order brings the other pair, and when."""
    facts = {"number": order.number, "days": formats.days(order.window) if order.window else ""}
    if order.is_cancelled:
        told = _("Order %(number)s, which was to bring your other pair, was cancelled: its price goes back to you.")
        return told % facts
    if order.is_over:
        return _("Order %(number)s has brought your other pair.") % facts
    if order.window:
        return _("Order %(number)s brings your other pair: %(days)s.") % facts
    return _("Order %(number)s brings your other pair.") % facts
