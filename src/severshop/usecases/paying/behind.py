"""Where the money of an order lies that cost nothing, because it makes good or is exchanged for something of another.

What is sent back of such an order is paid back from the order that was paid, at the price that was agreed there.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from severshop.domain.orders.models import OrderLine
from severshop.domain.orders.replacements import ReplacementRecord, payer_of, replacements_of, replaces
from severshop.domain.returns.queries import return_by_id
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.status.exchanges import EXCHANGE


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
    before = money_behind(made.original_id)
    worths = _worths(made, before)
    found = {}
    for line in lines:
        candidates = worths[line.sku]
        if candidates:
            found[line.position] = candidates.pop(0) if len(candidates) > 1 else candidates[0]
    return Behind(before.order_id, found)


def paid_by(order_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Return the paid order and all that cost nothing because of it, the paid one first."""
    found = [payer_of(order_id)]
    for one in found:
        found += [made.order_id for made in replacements_of([one])]
    return tuple(found)


def lock_with_money(order_id: uuid.UUID) -> None:
    """Take an order's lock and that of the order that was paid for it. Raises `UnknownOrderError`."""
    lock_known_orders({order_id, payer_of(order_id)})


def _worths(made: ReplacementRecord, before: Behind) -> dict[str, list[Worth]]:
    """Return what the articles of an order that costs nothing are worth, by SKU."""
    worths: dict[str, list[Worth]] = defaultdict(list)
    if made.because == EXCHANGE:
        record = return_by_id(uuid.UUID(made.key.split(":")[1]))
        for line in record.lines if record else ():
            if line.exchange and line.position in before.lines:
                pair = line.exchange.pair
                worths[pair.sku].append(Worth(before.lines[line.position].position, pair.unit_minor))
        return worths
    for row in OrderLine.objects.filter(order_id=made.original_id).order_by("position"):
        if row.position in before.lines:
            worths[row.sku].append(before.lines[row.position])
    return worths
