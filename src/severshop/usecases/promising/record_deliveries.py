"""Writes down what became of each parcel of the last months, without names or streets, for learning and for charts.

Rewritten from the orders' own facts each time, so that whatever became known late is in it; doing it again changes
nothing. An order without a parcel is recorded under its own id until it has one.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q, Sum

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.models import Cancellation, Order, OrderLine
from severshop.domain.promises.models import DeliveryRecord, Promise
from severshop.domain.shipping.models import DeliveryOption, Destination
from severshop.domain.tracking.models import LegEnding, LegKind, ScanRow
from severshop.domain.watch.models import Flag
from severshop.vocabulary.changing import CHANGED
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone
from severshop.vocabulary.routes import Route
from severshop.vocabulary.watching import Level
from severshop.vocabulary.ways import Way

RECORDED = timedelta(days=120)
"""Orders placed longer ago stay as they were written down last."""
ORDERS_A_BATCH = 1000
NOT_ARRIVING = (Milestone.REFUSED, Milestone.RETURNING, Milestone.RETURNED, Milestone.LOST, Milestone.DISPOSED)
LOST = (Milestone.LOST, Milestone.DISPOSED)
LANE_LENGTH = DeliveryRecord._meta.get_field("lane").max_length or 0  # noqa: SLF001 - Django's documented name

Progress = Callable[[int, int], None]
"""Told how many orders are done, of how many."""


class _Scanned(NamedTuple):
    """When a carrier first said what of a parcel."""

    touched_at: datetime | None = None
    delivered_at: datetime | None = None
    stopped_at: datetime | None = None
    lost_at: datetime | None = None


@dataclass
class _Facts:
    """What is known of a batch of orders beside the orders themselves."""

    promises: dict[uuid.UUID, Promise] = field(default_factory=dict)
    parcels: dict[uuid.UUID, list[Parcel]] = field(default_factory=lambda: defaultdict(list))
    scanned: dict[uuid.UUID, _Scanned] = field(default_factory=dict)
    cancelled_at: dict[uuid.UUID, datetime] = field(default_factory=dict)
    given_up_at: dict[uuid.UUID, datetime] = field(default_factory=dict)


def record_deliveries(*, now: datetime, progress: Progress = lambda _done, _all: None) -> int:
    """Write the records of all orders placed in the last `RECORDED`; return how many records there are of them."""
    orders = Order.objects.filter(placed_at__gte=now - RECORDED, placed_at__lte=now)
    whole, done, written = orders.count(), 0, 0
    carriers = _usual_carriers()
    for batch in _batches(orders):
        written += _record(batch, carriers)
        done += len(batch)
        progress(done, whole)
    return written


def _batches(orders: Any) -> Iterator[list[Order]]:
    """Yield the orders by their ids, so that none is left out by what is placed or deleted meanwhile."""
    columns = ("id", "placed_at", "delivery_option", "address__country")
    after: uuid.UUID | None = None
    while True:
        rows = orders.filter(id__gt=after) if after else orders
        batch = list(rows.select_related("address").only(*columns).order_by("id")[:ORDERS_A_BATCH])
        if not batch:
            return
        yield batch
        after = batch[-1].id


@transaction.atomic
def _record(orders: Sequence[Order], carriers: dict[tuple[str, str], str]) -> int:
    facts = _facts([order.id for order in orders])
    records = [record for order in orders for record in _records(order, facts, carriers)]
    columns = [one.name for one in DeliveryRecord._meta.concrete_fields if one.name not in {"id", "key"}]  # noqa: SLF001
    DeliveryRecord.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["key"], update_fields=columns, batch_size=500
    )
    # An order that has got parcels is no longer recorded by itself.
    kept = {record.key for record in records}
    gone = [str(order.id) for order in orders if str(order.id) not in kept]
    DeliveryRecord.objects.filter(key__in=gone).delete()
    return len(records)


def _records(order: Order, facts: _Facts, carriers: dict[tuple[str, str], str]) -> Iterator[DeliveryRecord]:
    promise = facts.promises.get(order.id)
    evidence = promise.evidence if promise else {}
    lane = _lane(order, evidence, carriers)
    common = {
        "order_id": order.id,
        "lane": lane,
        "placed_at": order.placed_at,
        "promised_earliest": promise.earliest if promise else None,
        "promised_latest": promise.latest if promise else None,
        "asked": evidence.get("sure"),
    }
    for parcel in facts.parcels[order.id]:
        yield DeliveryRecord(key=str(parcel.id), carrier=parcel.carrier, **common, **_course(parcel, facts))
    if not facts.parcels[order.id]:
        carrier = Route.of_lane(lane).carrier
        yield DeliveryRecord(
            key=str(order.id), carrier=carrier, ended_at=facts.cancelled_at.get(order.id), is_lost=False, **common
        )


def _course(parcel: Parcel, facts: _Facts) -> dict[str, Any]:
    scanned = facts.scanned.get(parcel.id, _Scanned())
    clicked = parcel.hand_over.handed_over_at if hasattr(parcel, "hand_over") else None
    stopped, delivered = scanned.stopped_at, scanned.delivered_at
    if delivered and stopped and stopped < delivered and scanned.lost_at is None:
        # On the way back, what is delivered is delivered to us.
        delivered = None
    given_up = facts.given_up_at.get(parcel.id)
    ended = None if delivered else min(filter(None, (stopped, given_up)), default=None)
    return {
        "handed_over_at": min(filter(None, (clicked, scanned.touched_at)), default=None),
        "first_scan_at": scanned.touched_at,
        "delivered_at": delivered,
        "ended_at": ended,
        "is_lost": bool(ended and (scanned.lost_at or given_up)),
    }


def _lane(order: Order, evidence: dict[str, Any], carriers: dict[tuple[str, str], str]) -> str:
    """Return the lane that the promise was made by; for older promises what it would have been."""
    lane = str(evidence.get("lane", ""))
    if _is_lane(lane):
        return lane
    country, option = order.address.country, order.delivery_option
    carrier = evidence.get("carrier") or carriers.get((country, option), "unknown")
    return Route(carrier, option, settings.WAREHOUSE_COUNTRY, country).lanes[0]


def _is_lane(lane: str) -> bool:
    try:
        Route.of_lane(lane)
    except ValueError:
        return False
    return len(lane) <= LANE_LENGTH


def _usual_carriers() -> dict[tuple[str, str], str]:
    """Return by country and delivery option the carrier that usually takes it."""
    by_zone: dict[str, dict[str, str]] = defaultdict(dict)
    for option in DeliveryOption.objects.all():
        by_zone[option.zone][option.code] = option.carrier
    return {
        (where.country, code): carrier
        for where in Destination.objects.all()
        for code, carrier in by_zone[where.zone].items()
    }


def _facts(order_ids: Collection[uuid.UUID]) -> _Facts:
    facts = _Facts()
    # Whoever changed an order was promised anew, for another way: that is what the delivery is measured by.
    given = Q(version=1) | Q(because=CHANGED)
    promises = Promise.objects.filter(given, order_id__in=order_ids).order_by("version")
    facts.promises = {promise.order_id: promise for promise in promises}
    parcels = Parcel.objects.filter(order_id__in=order_ids, way=Way.OUT)
    for parcel in parcels.select_related("hand_over").order_by("position"):
        facts.parcels[parcel.order_id].append(parcel)
    facts.scanned = _scanned(order_ids)
    facts.cancelled_at = _cancelled(order_ids)
    lost = Flag.objects.filter(order_id__in=order_ids, level=Level.LOST, cleared_at=None, parcel__isnull=False)
    facts.given_up_at = dict(lost.values_list("parcel_id", "raised_at"))
    return facts


def _scanned(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, _Scanned]:
    outbound = ScanRow.objects.filter(order_id__in=order_ids, leg__kind=LegKind.OUTBOUND)
    rows = (
        outbound.exclude(leg__ending=LegEnding.WRONG)
        .values("parcel_id")
        .annotate(
            touched=Min("occurred_at", filter=~Q(milestone__in=PAPER_ONLY)),
            delivered=Min("occurred_at", filter=Q(milestone=Milestone.DELIVERED)),
            stopped=Min("occurred_at", filter=Q(milestone__in=NOT_ARRIVING)),
            lost=Min("occurred_at", filter=Q(milestone__in=LOST)),
        )
        .values_list("parcel_id", "touched", "delivered", "stopped", "lost")
    )
    return {parcel_id: _Scanned(*moments) for parcel_id, *moments in rows}


def _cancelled(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return when the last unit of an order was cancelled, for those of which none is left."""
    bought = OrderLine.objects.filter(order_id__in=order_ids).values("order_id").annotate(units=Sum("quantity"))
    units = dict(bought.values_list("order_id", "units"))
    rows = (
        Cancellation.objects.filter(line__order_id__in=order_ids)
        .values("line__order_id")
        .annotate(units=Sum("quantity"), last=Max("cancelled_at"))
        .values_list("line__order_id", "units", "last")
    )
    return {order_id: last for order_id, cancelled, last in rows if cancelled >= units[order_id]}
