"""Reads what the warehouse has done."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum

from severshop.domain.fulfilment.models import HandOver, Parcel, ParcelItem, Picking
from severshop.vocabulary.ways import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRecord:
    """A box as the staff see it: what is in it by line, who packed it, who handed it over and when."""

    id: uuid.UUID
    order_id: uuid.UUID
    position: int
    carrier: str
    carrier_reason: dict[str, Any]
    tracking_number: str
    packed_at: datetime
    packed_by: str
    handed_over_at: datetime | None
    handed_over_by: str
    items: dict[uuid.UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingStart:
    """Who began to gather an order, and when."""

    started_at: datetime
    started_by: str


def parcels_of(order_ids: Collection[uuid.UUID], *, way: Way = Way.OUT) -> tuple[ParcelRecord, ...]:
    """Return the orders' parcels to their shoppers, or back, in the order in which they were packed."""
    return _parcels(Parcel.objects.filter(order_id__in=order_ids, way=way))


def parcels_by_id(parcel_ids: Collection[uuid.UUID]) -> tuple[ParcelRecord, ...]:
    """Return the parcels that exist among these, whichever way they go."""
    return _parcels(Parcel.objects.filter(pk__in=parcel_ids))


def parcel(parcel_id: uuid.UUID) -> ParcelRecord | None:
    """Return one parcel, or None."""
    return next(iter(parcels_by_id([parcel_id])), None)


def picking_of(order_id: uuid.UUID) -> PickingStart | None:
    """Return who began to pick the order, or None."""
    row = Picking.objects.select_related("started_by").filter(order_id=order_id).first()
    return PickingStart(started_at=row.started_at, started_by=_name(row.started_by)) if row else None


def packed_by_line(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many units of each of the orders' lines are in a box to the shopper."""
    items = ParcelItem.objects.filter(parcel__order_id__in=order_ids, parcel__way=Way.OUT)
    return dict(items.values_list("line_id").annotate(Sum("quantity")))


def _parcels(rows: QuerySet[Parcel]) -> tuple[ParcelRecord, ...]:
    parcels = list(rows.select_related("packed_by").order_by("order_id", "position"))
    ids = [row.pk for row in parcels]
    items: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    for parcel_id, line_id, quantity in ParcelItem.objects.filter(parcel_id__in=ids).values_list(
        "parcel_id", "line_id", "quantity"
    ):
        items[parcel_id][line_id] = quantity
    given = {row.parcel_id: row for row in HandOver.objects.filter(parcel_id__in=ids).select_related("handed_over_by")}
    return tuple(_parcel(row, items=items[row.pk], given=given.get(row.pk)) for row in parcels)


def _parcel(row: Parcel, *, items: dict[uuid.UUID, int], given: HandOver | None) -> ParcelRecord:
    return ParcelRecord(
        id=row.pk,
        order_id=row.order_id,
        position=row.position,
        carrier=row.carrier,
        carrier_reason=row.carrier_reason,
        tracking_number=row.tracking_number,
        packed_at=row.packed_at,
        packed_by=_name(row.packed_by),
        handed_over_at=given.handed_over_at if given else None,
        handed_over_by=_name(given.handed_over_by) if given else "",
        items=items,
    )


def _name(user: object) -> str:
    return str(getattr(user, "name", "") or user or "")
