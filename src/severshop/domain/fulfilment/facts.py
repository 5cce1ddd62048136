"""Reads of what the warehouse did, for many orders at once: what a status is made of."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from severshop.infra.db.reads import Row, ask
from severshop.vocabulary.ways import Way

PICKED = "SELECT order_id, started_at FROM fulfilment_picking WHERE order_id {among}"
ITEMS = (
    "SELECT i.parcel_id, l.position, i.quantity FROM fulfilment_parcelitem i"
    " JOIN orders_orderline l ON l.id = i.line_id JOIN fulfilment_parcel p ON p.id = i.parcel_id"
    " WHERE p.way = WAY AND p.order_id {among}"
)
PARCELS = (
    "SELECT p.order_id, p.id, p.position, p.packed_at, h.handed_over_at, p.carrier, p.tracking_number"
    " FROM fulfilment_parcel p LEFT JOIN fulfilment_handover h ON h.parcel_id = p.id"
    " WHERE p.way = WAY AND p.order_id {among} ORDER BY p.order_id, p.position"
)
BY_WAY = {way: (ITEMS.replace("WAY", f"'{way}'"), PARCELS.replace("WAY", f"'{way}'")) for way in Way}


class PackedParcel(NamedTuple):
    """A parcel, and how many of each line (by its position in the order) are in it."""

    id: uuid.UUID
    position: int
    packed_at: datetime
    handed_over_at: datetime | None
    carrier: str
    tracking_number: str
    units: dict[int, int]


def ask_picking_started(order_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, datetime]]:
    """Ask when picking began, for the orders for which it has; call what is returned for the answer."""
    rows = ask(PICKED, order_ids, kinds=("uuid", "moment"))
    return lambda: dict(rows())


def ask_packed_parcels(
    order_ids: Collection[uuid.UUID], *, way: Way = Way.OUT
) -> Callable[[], dict[uuid.UUID, tuple[PackedParcel, ...]]]:
    """Ask for the parcels to the shoppers, or back, by their position; call what is returned for the answer."""
    of_items, of_parcels = BY_WAY[way]
    items = ask(of_items, order_ids, kinds=("uuid",))
    parcels = ask(of_parcels, order_ids, kinds=("uuid", "uuid", "plain", "moment", "moment"))
    return lambda: _packed(items(), parcels())


def _packed(items: list[Row], rows: list[Row]) -> dict[uuid.UUID, tuple[PackedParcel, ...]]:
    units: dict[uuid.UUID, dict[int, int]] = defaultdict(dict)
    for parcel_id, position, quantity in items:
        units[parcel_id][position] = quantity
    parcels: dict[uuid.UUID, list[PackedParcel]] = defaultdict(list)
    for order_id, parcel_id, position, packed_at, handed_over_at, carrier, number in rows:
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
