"""Makes an order good with another one that costs nothing: for claims, and for exchanges."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from severshop.domain.inventory.actions import SoldOutError, reserve
from severshop.domain.inventory.queries import is_counted_here
from severshop.domain.orders.actions import NewLine
from severshop.domain.orders.queries import OrderCard, order_cards
from severshop.domain.orders.replacements import (
    NotInOrderError,
    create_replacement,
    lines_again,
    replacement_for,
)
from severshop.domain.promises.actions import keep_promise
from severshop.domain.promises.rules import Days, RuleDays
from severshop.domain.shipping.queries import options, zone_of
from severshop.usecases.fulfilling.facts import UnknownOrderError, lock_known_orders
from severshop.usecases.promising.dates import Dates, dates_for
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.routes import Route

__all__ = ["NotInOrderError", "SoldOutError", "UnknownOrderError", "send_replacement"]

NOTHING_KNOWN = RuleDays(handling=Days(fewest=0, most=3), transit=Days(fewest=1, most=10))
"""For what goes where the merchant's table has no way to ship any more."""


@transaction.atomic
def send_replacement(
    *, order_id: uuid.UUID, lines: Mapping[int, int] | Sequence[NewLine], because: str, key: str, now: datetime
) -> uuid.UUID:
    """Send lines of an order again (units by position), or others instead of them; return the new order's id.

    It goes to the same address, costs nothing, has its stock reserved at once, dates of its own, and is picked
    before what was bought. `key` names the one thing that it follows from: with the same key it is the same order.
    Whose stock is counted elsewhere has none reserved here either.

    Raises `UnknownOrderError`, `NotInOrderError`, and `SoldOutError`, which must undo the caller's transaction too.
    """
    lock_known_orders([order_id])
    if known := replacement_for(key):
        return known.order_id
    new_lines = lines_again(order_id, lines) if isinstance(lines, Mapping) else tuple(lines)
    if not new_lines:
        raise NotInOrderError
    new_id = create_replacement(order_id, new_lines, because=because, key=key, now=now).order_id
    if is_counted_here(order_id):
        wanted: Counter[str] = Counter()
        for line in new_lines:
            wanted[line.sku] += line.quantity
        reserve(new_id, wanted, now=now)
    dates = _dates(order_cards([order_id])[order_id], now=now)
    keep_promise(new_id, window=dates.window, evidence=dates.evidence, now=now)
    refresh_locked([new_id], now=now)
    return new_id


def _dates(order: OrderCard, *, now: datetime) -> Dates:
    ways = options(zone_of(order.country))
    way = next((one for one in ways if one.code == order.delivery_option), next(iter(ways), None))
    rule = NOTHING_KNOWN
    if way:
        (fewest, most), (quickest, slowest) = way.handling_days, way.transit_days
        rule = RuleDays(handling=Days(fewest=fewest, most=most), transit=Days(fewest=quickest, most=slowest))
    carrier, code = (way.carrier, way.code) if way else ("", order.delivery_option)
    route = Route(carrier, code, settings.WAREHOUSE_COUNTRY, order.country, order.region)
    return dates_for(route, rule=rule, at=now)
