"""Reads of what the warehouse did, for many orders at once: what a status is made of."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from severshop.infra.db.reads import Kind, select

PICKED = "SELECT order_id, started_at FROM fulfilment_picking WHERE order_id {among}"
ITEMS = (
    "SELECT i.parcel_id, l.position, i.quantity FROM fulfilment_parcelitem i"
    " JOIN orders_orderline l ON l.id = i.line_id JOIN fulfilment_parcel p ON p.id = i.parcel_id"
    " WHERE p.order_id {among}"
)
PARCELS = (
    "SELECT p.order_id, p.id, p.position, p.packed_at, h.handed_over_at, p.carrier, p.tracking_number"
    " FROM fulfilment_parcel p LEFT JOIN fulfilment_handover h ON h.parcel_id = p.id"
    " WHERE p.order_id {among} ORDER BY p.order_id, p.position"
)


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
    return dict(select(PICKED, order_ids, kinds=("uuid", "moment")))


def packed_parcels(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[PackedParcel, ...]]:
    """Return the orders' parcels in the order of their position."""
    units: dict[uuid.UUID, dict[int, int]] = defaultdict(dict)
    for parcel_id, position, quantity in select(ITEMS, order_ids, kinds=("uuid",)):
        units[parcel_id][position] = quantity
    parcels: dict[uuid.UUID, list[PackedParcel]] = defaultdict(list)
    kinds: tuple[Kind, ...] = ("uuid", "uuid", "plain", "moment", "moment")
    for order_id, parcel_id, position, packed_at, handed_over_at, carrier, number in select(
        PARCELS, order_ids, kinds=kinds
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
