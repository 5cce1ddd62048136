"""Reads of what the warehouse did, for many orders at once: what a status is made of."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.fulfilment.models import Parcel, ParcelItem, Picking


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedParcel:
    """A parcel, and how many of each line (by its position in the order) are in it."""

    id: uuid.UUID
    position: int
    packed_at: datetime
    handed_over_at: datetime | None
    carrier: str
    tracking_number: str
    units: dict[int, int]


def picking_started(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return when picking began, for the orders for which it has."""
    return dict(Picking.objects.filter(order_id__in=order_ids).values_list("order_id", "started_at"))


def packed_parcels(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[PackedParcel, ...]]:
    """Return the orders' parcels in the order of their position."""
    units: dict[uuid.UUID, dict[int, int]] = defaultdict(dict)
    items = ParcelItem.objects.filter(parcel__order_id__in=order_ids)
    for parcel_id, position, quantity in items.values_list("parcel_id", "line__position", "quantity"):
        units[parcel_id][position] = quantity
    parcels: dict[uuid.UUID, list[PackedParcel]] = defaultdict(list)
    rows = Parcel.objects.filter(order_id__in=order_ids).order_by("order_id", "position")
    for order_id, parcel_id, position, packed_at, handed_over_at, carrier, number in rows.values_list(
        "order_id", "id", "position", "packed_at", "hand_over__handed_over_at", "carrier", "tracking_number"
    ):
        parcels[order_id].append(
            PackedParcel(
                id=parcel_id,
                position=position,
                packed_at=packed_at,
                handed_over_at=handed_over_at,
                carrier=carrier,
                tracking_number=number,
                units=units[parcel_id],
            )
        )
    return {order_id: tuple(found) for order_id, found in parcels.items()}
