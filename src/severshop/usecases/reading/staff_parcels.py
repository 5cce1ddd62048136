"""Parcels that stand packed in the house."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, QuerySet

from severshop.domain.fulfilment.models import HandOver, Parcel
from severshop.domain.orders.cancellations import with_open_request
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.models import ScanRow
from severshop.vocabulary.milestones import PAPER_ONLY
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.ways import Way

LIMIT = 200
"""As many as one form can send back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingParcel:
    """A parcel that nobody has handed over by a click; `scanned_at` is set once the carrier has touched it."""

    id: uuid.UUID
    order_id: uuid.UUID
    order_number: str
    position: int
    carrier: str
    tracking_number: str
    packed_at: datetime
    delivery_option: str
    city: str
    country: str
    scanned_at: datetime | None
    cancel_requested: bool
    """The shopper asked to cancel the order or a part of it, and nobody has decided."""


def waiting_parcels() -> QuerySet[Parcel]:
    """Return the parcels to shoppers of open orders that nobody has handed over by a click."""
    open_orders = Snapshot.objects.filter(status__in=[OrderStatus.IN_PROCESS, OrderStatus.SHIPPED])
    return Parcel.objects.filter(
        ~Exists(HandOver.objects.filter(parcel=OuterRef("pk"))),
        way=Way.OUT,
        order_id__in=open_orders.values("order_id"),
    )


def parcels_to_hand_over(*, limit: int = LIMIT) -> tuple[WaitingParcel, ...]:
    """Return the parcels that wait for their carrier, the longest-waiting first."""
    rows = list(
        waiting_parcels()
        .order_by("packed_at", "pk")
        .values_list(
            "pk",
            "order_id",
            "order__number",
            "position",
            "carrier",
            "tracking_number",
            "packed_at",
            "order__delivery_option",
            "order__address__city",
            "order__address__country",
        )[:limit]
    )
    scanned = _first_touch([row[0] for row in rows])
    wanted = with_open_request({row[1] for row in rows})
    return tuple(
        WaitingParcel(
            id=row[0],
            order_id=row[1],
            order_number=row[2],
            position=row[3],
            carrier=row[4],
            tracking_number=row[5],
            packed_at=row[6],
            delivery_option=row[7],
            city=row[8] or "",
            country=row[9] or "",
            scanned_at=scanned.get(row[0]),
            cancel_requested=row[1] in wanted,
        )
        for row in rows
    )


def _first_touch(parcel_ids: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    physical = ScanRow.objects.filter(parcel_id__in=parcel_ids).exclude(milestone__in=PAPER_ONLY)
    return dict(physical.values_list("parcel_id").annotate(Min("occurred_at")))
