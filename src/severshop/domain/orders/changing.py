"""What changing an order does to its price, and when it may be changed. Pure.

What was agreed stays agreed: a change adds, or takes off, the difference between what the old and the new would cost
today, by the rules of the checkout. Amounts are minor units and contain the tax.
"""

from typing import Final, NamedTuple

from severshop.vocabulary.changing import ChangeKind, WhyNotChanged
from severshop.vocabulary.money import tax_in
from severshop.vocabulary.refunds import Part, PartKind

MOST_CHANGES: Final = 12
"""Of one order: each writes letters."""
MOST_ADDRESSES_OF_MAIL: Final = 4
"""Each is written to before anybody has proved that it is theirs."""
IN_MONEY: Final = frozenset({ChangeKind.SIZE, ChangeKind.DELIVERY})
"""What stands on the invoice and cannot be said there in another way."""


class Standing(NamedTuple):
    """How an order stands, as far as changing it depends on it."""

    begun: bool
    """Picking has begun, something is packed, or nothing is left to send."""
    cancel_asked: bool
    partly_cancelled: bool
    invoiced: bool
    changes: int
    addresses_of_mail: int
    """How many e-mail addresses it has had."""
    paid_here: bool


class Prices(NamedTuple):
    """What an order costs."""

    items_minor: int
    delivery_minor: int
    tax_rate_bp: int
    tax_minor: int

    @property
    def total_minor(self) -> int:
        return self.items_minor + self.delivery_minor


def why_closed(kind: ChangeKind, standing: Standing) -> WhyNotChanged | None:
    """Return why a kind of change cannot be made at all now; None where it can."""
    if standing.begun:
        return WhyNotChanged.BEGUN
    if standing.cancel_asked:
        return WhyNotChanged.CANCEL_ASKED
    if standing.changes >= MOST_CHANGES:
        return WhyNotChanged.TOO_OFTEN
    if kind in IN_MONEY and standing.invoiced:
        return WhyNotChanged.INVOICED
    if kind in IN_MONEY and standing.partly_cancelled:
        return WhyNotChanged.PARTLY_CANCELLED
    return None


def why_unpaid(standing: Standing, *, difference_minor: int) -> WhyNotChanged | None:
    """Return why a change with this difference in price is not made; None where it is."""
    if standing.paid_here or not difference_minor:
        return None
    return WhyNotChanged.COSTS_MORE if difference_minor > 0 else WhyNotChanged.PAID_ELSEWHERE


def agreed_plus(agreed_minor: int, *, old_today: int | None, new_today: int) -> int:
    """Return the price after a change: what was agreed, and the difference of today's prices; never below nothing.

    `old_today` is None for what is no longer sold: then the new costs what it costs.
    """
    if old_today is None:
        return new_today
    return max(agreed_minor + new_today - old_today, 0)


def new_prices(before: Prices, *, items_minor: int, delivery_minor: int) -> Prices:
    """Return the prices after a change. Where nothing changes, the tax stays to the cent."""
    if (items_minor, delivery_minor) == (before.items_minor, before.delivery_minor):
        return before
    tax = tax_in(items_minor + delivery_minor, rate_bp=before.tax_rate_bp) if before.tax_minor else 0
    return Prices(items_minor, delivery_minor, before.tax_rate_bp, tax)


def parts_back(before: Prices, after: Prices, *, line: int | None) -> tuple[Part, ...]:
    """Return what a change that costs less pays back: the goods of a line, the delivery, or both.

    Also what is paid back of a dearer one that could not be made, with the two the other way round.

    Where one of them costs more, the other pays it first.
    """
    goods, delivery = before.items_minor - after.items_minor, before.delivery_minor - after.delivery_minor
    if goods < 0 or delivery < 0:
        goods, delivery = (goods + delivery, 0) if goods > 0 else (0, goods + delivery)
    whole = goods + delivery
    if whole <= 0:
        return ()
    # The tax of an order that came with sums of its own may change by more than the price.
    tax = min(max(before.tax_minor - after.tax_minor, 0), whole)
    of_goods = tax * goods // whole
    parts = (
        Part(PartKind.GOODS, amount_minor=goods, tax_minor=of_goods, line=line),
        Part(PartKind.DELIVERY, amount_minor=delivery, tax_minor=tax - of_goods),
    )
    return tuple(part for part in parts if part.amount_minor > 0)
