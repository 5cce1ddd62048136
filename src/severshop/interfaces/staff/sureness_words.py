"""What sureness costs, in words."""

from django.utils.translation import gettext as _

from severshop.interfaces.staff import carrier_words
from severshop.look.formats import decimal, percent
from severshop.look.status.words import delivery_option_word
from severshop.usecases.promising.cost_of_sureness import Cost, Group

SAME_DAYS = 0.05
"""Less than this is no difference to one decimal."""


def share(value: float) -> str:
    """`0.93` -> `93%`."""
    return percent(round(value * 100) * 100)


def kept(value: float) -> str:
    """`0.9342` -> `93.4%`."""
    return percent(round(value * 1000) * 10, always_decimal=True)


def days(value: float) -> str:
    """`4.3 days`."""
    return _("%(n)s days") % {"n": decimal(value)}


def number(value: float) -> str:
    """`4.3`."""
    return decimal(value)


def option(one: Group) -> str:
    """Say which way to ship a line is about."""
    return delivery_option_word(one.option) if one.option else _("All orders")


def where(one: Group) -> str:
    """Say where its orders went; empty for all."""
    return carrier_words.zone(one.zone) if one.zone else ""


def difference(present: Cost, other: Cost) -> str:
    """Say what another sureness changes."""
    facts = {"share": share(other.sure), "now": share(present.sure), "days": days(abs(other.days - present.days))}
    if abs(other.days - present.days) < SAME_DAYS:
        return _("%(share)s promises the same days as %(now)s, on average.") % facts
    if other.days > present.days:
        return _("%(share)s instead of %(now)s promises %(days)s more, on average.") % facts
    return _("%(share)s instead of %(now)s promises %(days)s fewer, on average.") % facts
