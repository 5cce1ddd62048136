"""How well carriers kept the days that they named themselves."""

import uuid
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from severshop.domain.promises.learning.trust import Trust, trust_of
from severshop.domain.promises.models import CarrierEstimate, DeliveryRecord
from severshop.usecases.promising.record_deliveries import RECORDED

AHEAD = timedelta(days=1)
"""An estimate counts as it was so long before the delivery: on the day itself it is no art."""


class _Told(NamedTuple):
    carrier: str
    told_at: datetime
    estimate: date


def score_estimates(*, now: datetime) -> dict[str, Trust]:
    """Return by carrier what its estimates of the last `RECORDED` were worth, one for each parcel.

    A parcel that should be there and is not yet counts as late as it is by now: to leave it out would flatter the
    carrier just when things go wrong. Lost and returned ones are left out, they say nothing about days.
    """
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    told = _told(now)
    records = DeliveryRecord.objects.filter(
        placed_at__gte=now - RECORDED, placed_at__lte=now, order__isnull=False, ended_at=None
    )
    lateness: dict[str, list[int]] = defaultdict(list)
    for key, delivered_at in records.values_list("key", "delivered_at").iterator():
        arrived = delivered_at or now
        ahead = [one for one in told.get(key, ()) if one.told_at <= arrived - AHEAD]
        if not ahead:
            continue
        last = max(ahead, key=lambda one: one.told_at)
        days = (arrived.astimezone(zone).date() - last.estimate).days
        if delivered_at or days > 0:
            lateness[last.carrier].append(days)
    return {carrier: trust_of(days) for carrier, days in lateness.items()}


def _told(now: datetime) -> dict[str, list[_Told]]:
    """Return by parcel what was estimated of it, under the key of its record."""
    found: dict[str, list[_Told]] = defaultdict(list)
    rows = CarrierEstimate.objects.filter(told_at__gte=now - RECORDED, told_at__lte=now)
    columns = ("parcel_id", "carrier", "told_at", "estimate")
    parcel_id: uuid.UUID
    for parcel_id, carrier, told_at, estimate in rows.values_list(*columns).iterator():
        found[str(parcel_id)].append(_Told(carrier, told_at, estimate))
    return found
