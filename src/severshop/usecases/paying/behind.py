"""Where the money of an order lies that cost nothing, because it makes good or is exchanged for something of another.

What is sent back of such an order is paid back from the order that was paid, at the price that was agreed there.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from severshop.domain.orders.cancellations import sale_of
from severshop.domain.orders.cancelling import parts_due
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.orders.replacements import ReplacementRecord, payer_of, replacements_of, replaces
from severshop.domain.returns.queries import return_by_id
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.status.exchanges import EXCHANGE
from severshop.vocabulary.money import tax_in
from severshop.vocabulary.refunds import Part, PartKind


class Worth(NamedTuple):
    """What a unit of a line was paid with: a unit of the paid order's line at `position`, in minor units."""

    position: int
    unit_minor: int


class Behind(NamedTuple):
    """The order that was paid, and what each line (by its position) is worth there."""

    order_id: uuid.UUID
    lines: Mapping[int, Worth]


def money_behind(order_id: uuid.UUID) -> Behind:
    """Return where an order's money lies: itself, for one that was bought."""
    lines = list(OrderLine.objects.filter(order_id=order_id).order_by("position"))
    made = replaces(order_id)
    if made is None:
        return Behind(order_id, {line.position: Worth(line.position, line.unit_minor) for line in lines})
    left = _worths(made, money_behind(made.original_id))
    found = {}
    # What the shopper has changed to another size since is worth what is left over.
    for line in sorted(lines, key=lambda line: all(sku != line.sku for sku, _worth in left)):
        same = next((one for one in left if one[0] == line.sku), next(iter(left), None))
        if same:
            found[line.position] = same[1]
            if len(left) > 1:
                left.remove(same)
    return Behind(payer_of(order_id), found)


def paid_by(order_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Return the paid order and all that cost nothing because of it, the paid one first."""
    found = [payer_of(order_id)]
    for one in found:
        found += [made.order_id for made in replacements_of([one])]
    return tuple(found)


def lock_with_money(order_id: uuid.UUID) -> None:
    """Take an order's lock and that of the order that was paid for it. Raises `UnknownOrderError`."""
    lock_known_orders({order_id, payer_of(order_id)})


def due_for_cancelled(order_id: uuid.UUID, units: Mapping[int, int]) -> tuple[uuid.UUID, tuple[Part, ...]]:
    """Return what cancelling units of an order pays back, and of which order it was paid.

    What was to come in exchange is paid back at its price: the pair that it stands for was sent back already. For what
    makes something good nothing is: what it made good is open again.
    """
    made = replaces(order_id)
    if made is None or made.because != EXCHANGE:
        return order_id, parts_due(sale_of(order_id), units)
    behind = money_behind(order_id)
    paid = Order.objects.get(pk=behind.order_id)
    rate = paid.tax_rate_bp if paid.tax_minor else 0
    amounts: Counter[int] = Counter()
    for position, quantity in units.items():
        if worth := behind.lines.get(position):
            amounts[worth.position] += worth.unit_minor * quantity
    return paid.pk, tuple(
        Part(PartKind.GOODS, amount_minor=amount, tax_minor=tax_in(amount, rate_bp=rate), line=line)
        for line, amount in sorted(amounts.items())
        if amount
    )


def _worths(made: ReplacementRecord, before: Behind) -> list[tuple[str, Worth]]:
    """Return what the articles of an order that costs nothing are worth, each with its SKU."""
    if made.because != EXCHANGE:
        rows = OrderLine.objects.filter(order_id=made.original_id).order_by("position")
        return [(row.sku, before.lines[row.position]) for row in rows if row.position in before.lines]
    record = return_by_id(uuid.UUID(made.key.split(":")[1]))
    return [
        (line.exchange.pair.sku, Worth(before.lines[line.position].position, line.exchange.pair.unit_minor))
        for line in (record.lines if record else ())
        if line.exchange and line.position in before.lines
    ]
