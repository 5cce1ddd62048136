"""Which other pairs can be had for a line that comes back: for the page, and again under the order's lock."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from severshop.domain.inventory.queries import available, is_counted_here
from severshop.domain.orders.changing import agreed_plus
from severshop.domain.orders.models import Order
from severshop.domain.orders.queries import LineCard, OrderCard, order_cards
from severshop.domain.payments.books import paid_with
from severshop.domain.returns.exchanges import Pair
from severshop.usecases.paying.behind import money_behind
from severshop.usecases.reading.other_sizes import OtherSize, other_sizes
from severshop.vocabulary.returning import WhyNotExchanged

__all__ = ["PairChoice", "currency_of", "pairs_by_line", "pairs_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChoice:
    """A pair that could be sent instead, or why it cannot. Amounts are of a unit, in minor units of the order."""

    size: OtherSize
    unit_minor: int
    """What it costs, by what was agreed for the old pair."""
    back_minor: int
    """What goes back because it costs less."""
    left: int
    """Units that nobody has spoken for."""
    is_same: bool
    """The same article once more: for a pair that is faulty."""
    why: WhyNotExchanged | None = None

    @property
    def pair(self) -> Pair:
        """Return what is agreed on when it is chosen."""
        size = self.size
        return Pair(
            sku=size.sku,
            name=size.name,
            variant=size.variant,
            silhouette=size.silhouette,
            tint=size.tint,
            weight_grams=size.weight_grams,
            hs_code=size.hs_code,
            origin=size.origin,
            unit_minor=self.unit_minor,
            back_minor=self.back_minor,
        )


def pairs_by_line(order_id: uuid.UUID) -> dict[int, tuple[tuple[PairChoice, ...], ...]]:
    """Return, by the line's position, the sizes of its shoe by colour, its own colour first; none where none is sold.

    Raises `LookupError` for no order.
    """
    order = order_cards([order_id]).get(order_id)
    if order is None:
        raise LookupError(order_id)
    return {line.position: _by_colour(pairs_for(order, line), own=line.sku) for line in order.lines}


def pairs_for(order: OrderCard, line: LineCard) -> tuple[PairChoice, ...]:
    """Return every article of a line's shoe, its own among them, as it can be had for a unit of the line."""
    sold = other_sizes(line.sku, language=order.language) if is_counted_here(order.id) else ()
    if not sold:
        return ()
    left = available([one.sku for one in sold])
    behind = money_behind(order.id)
    agreed = behind.lines[line.position].unit_minor if line.position in behind.lines else line.unit_minor
    old = next((one for one in sold if one.sku == line.sku), None)
    is_paid_here = paid_with(behind.order_id) is not None
    choices = []
    for one in sold:
        unit = agreed_plus(agreed, old_today=old.unit_minor if old else None, new_today=one.unit_minor)
        back = agreed - unit
        choices.append(
            PairChoice(
                size=one,
                unit_minor=unit,
                back_minor=max(back, 0),
                left=left[one.sku],
                is_same=one.sku == line.sku,
                why=_why_not(back, left=left[one.sku], is_paid_here=is_paid_here),
            )
        )
    return tuple(choices)


def currency_of(order_id: uuid.UUID) -> str:
    """Return the currency (ISO 4217) in which an order's amounts are. Raises `Order.DoesNotExist`."""
    return str(Order.objects.values_list("currency", flat=True).get(pk=order_id))


def _why_not(back_minor: int, *, left: int, is_paid_here: bool) -> WhyNotExchanged | None:
    if left <= 0:
        return WhyNotExchanged.SOLD_OUT
    if back_minor < 0:
        return WhyNotExchanged.COSTS_MORE
    return WhyNotExchanged.PAID_ELSEWHERE if back_minor and not is_paid_here else None


def _by_colour(choices: Sequence[PairChoice], *, own: str) -> tuple[tuple[PairChoice, ...], ...]:
    mine = next((one.size.colour for one in choices if one.size.sku == own), None)
    colours: dict[str, list[PairChoice]] = {mine: []} if mine is not None else {}
    for one in choices:
        colours.setdefault(one.size.colour, []).append(one)
    return tuple(tuple(found) for found in colours.values())
