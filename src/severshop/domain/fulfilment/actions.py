"""Writes what the warehouse has done. The caller holds the order's lock."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from severshop.domain.fulfilment.models import HandOver, Parcel, ParcelItem, Picking, UnpackedParcel
from severshop.vocabulary.ways import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParcel:
    """A box with its label. `items` counts units by order line."""

    id: uuid.UUID
    order_id: uuid.UUID
    carrier: str
    tracking_number: str
    items: Mapping[uuid.UUID, int]
    carrier_reason: Mapping[str, object] = field(default_factory=dict)
    way: Way = Way.OUT


def note_picking(order_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> bool:
    """Write that somebody gathers the order's pairs; tell whether that is new."""
    _row, is_new = Picking.objects.get_or_create(order_id=order_id, defaults={"started_at": now, "started_by_id": by})
    return is_new


def create_parcel(new: NewParcel, *, by: uuid.UUID | None, now: datetime) -> int:
    """Write a parcel and what is in it; return its place among the order's parcels of its way, from 1."""
    last = Parcel.objects.filter(order_id=new.order_id, way=new.way).aggregate(last=Max("position"))["last"] or 0
    parcel = Parcel.objects.create(
        id=new.id,
        order_id=new.order_id,
        way=new.way.value,
        position=last + 1,
        packed_at=now,
        packed_by_id=by,
        carrier=new.carrier,
        carrier_reason=dict(new.carrier_reason),
        tracking_number=new.tracking_number,
    )
    ParcelItem.objects.bulk_create(
        ParcelItem(parcel=parcel, line_id=line_id, quantity=quantity) for line_id, quantity in new.items.items()
    )
    return parcel.position


def note_hand_overs(parcel_ids: Collection[uuid.UUID], *, by: uuid.UUID | None, now: datetime) -> None:
    """Write that parcels were given to their carrier. Raises `IntegrityError` for one that was given before."""
    HandOver.objects.bulk_create(
        HandOver(parcel_id=parcel_id, handed_over_at=now, handed_over_by_id=by) for parcel_id in parcel_ids
    )


def relabel(parcel_id: uuid.UUID, *, carrier: str, tracking_number: str, carrier_reason: Mapping[str, object]) -> None:
    """Write under which number a parcel travels now, and why with this carrier."""
    Parcel.objects.filter(pk=parcel_id).update(
        carrier=carrier, tracking_number=tracking_number, carrier_reason=dict(carrier_reason)
    )


def unpack(parcel_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> None:
    """Take a parcel apart that has not left: what was in it waits for another box. Its number is followed no more."""
    row = Parcel.objects.get(pk=parcel_id)
    units = {str(line_id): quantity for line_id, quantity in row.items.values_list("line_id", "quantity")}
    UnpackedParcel.objects.create(
        id=row.pk,
        order_id=row.order_id,
        position=row.position,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        units=units,
        packed_at=row.packed_at,
        unpacked_at=now,
        unpacked_by_id=by,
    )
    row.delete()
