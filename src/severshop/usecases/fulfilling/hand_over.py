"""Packed parcels leave the house: the carrier has them."""

import uuid
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note_each
from severshop.domain.fulfilment.actions import note_hand_overs
from severshop.domain.fulfilment.queries import ParcelRecord, parcels_by_id
from severshop.domain.fulfilment.rules import Step
from severshop.domain.inventory.actions import ship
from severshop.usecases.fulfilling.answer_requests import refuse_what_left
from severshop.usecases.fulfilling.facts import OrderWork, lock_known_orders, read_work
from severshop.usecases.refresh_status import refresh_status, shop_zone


class UnknownParcelError(LookupError):
    """One of the parcels does not exist."""


@transaction.atomic
def hand_over(parcel_ids: Collection[uuid.UUID], *, by: uuid.UUID | None, now: datetime) -> int:
    """Write that parcels were given to their carriers, take their units off the stock; return how many were new.

    All of them or none. Handing over twice is one hand-over. A request to cancel that comes too late by it is refused.
    Raises `UnknownParcelError`, also for a parcel that was opened again because of a cancellation.
    """
    wanted = set(parcel_ids)
    parcels = parcels_by_id(wanted)
    if len(parcels) < len(wanted):
        raise UnknownParcelError("there is no such parcel")
    order_ids = sorted({parcel.order_id for parcel in parcels})
    lock_known_orders(order_ids)
    if len(parcels_by_id(wanted)) < len(wanted):
        raise UnknownParcelError("a parcel was opened again meanwhile")
    changed: dict[uuid.UUID, int] = {}
    leaving: dict[uuid.UUID, Counter[str]] = {}
    for work in map(read_work, order_ids):
        if waiting := [parcel for parcel in work.parcels if parcel.id in wanted and not parcel.handed_over_at]:
            work.check_step(Step.HAND_OVER)
            note_hand_overs([parcel.id for parcel in waiting], by=by, now=now)
            if by:
                told = [(work.order_id, f"parcel {parcel.id}") for parcel in waiting]
                note_each("hand over parcel", by=by, at=now, about=told)
            leaving[work.order_id] = _units_by_sku(work, waiting)
            changed[work.order_id] = len(waiting)
    if changed:
        ship(leaving, now=now)
        today = now.astimezone(shop_zone()).date()
        for order_id in changed:
            refuse_what_left(order_id, today=today, now=now)
        refresh_status(changed, now=now)
    return sum(changed.values())


def _units_by_sku(work: OrderWork, parcels: Collection[ParcelRecord]) -> Counter[str]:
    units: Counter[str] = Counter()
    for parcel in parcels:
        for line_id, quantity in parcel.items.items():
            units[work.skus[line_id]] += quantity
    return units
