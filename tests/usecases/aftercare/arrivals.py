"""Orders that have come, as a carrier's scan says it."""

from datetime import datetime

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.models import Order
from severshop.domain.tracking.models import Leg, ScanRow
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.milestones import Milestone, Reason
from tests.factories import packed_parcel


def delivered(order: Order, *, now: datetime, units: dict[int, int] | None = None) -> Parcel:
    """A parcel of the order (all of it, if nothing is said) that was handed over and delivered at this moment."""
    parcel = packed_parcel(order, now=now, units=units)
    ScanRow.objects.create(
        order_id=order.id,
        parcel=parcel,
        leg=Leg.objects.get(parcel=parcel),
        fingerprint=f"delivered{parcel.id.hex}",
        occurred_at=now,
        offset_minutes=60,
        milestone=Milestone.DELIVERED,
        reason=Reason.HANDED_OVER,
        city="Copenhagen",
        country="DK",
        heard_at=now,
    )
    refresh_status([order.id], now=now)
    return parcel
