"""Deliveries of the past, written as learning writes them."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest

from severshop.domain.promises.models import DeliveryRecord

NUMBERS = count(1)


def at(day, hour=10):
    """A moment by the warehouse's clock, or none. In November Cologne is an hour ahead of UTC."""
    return datetime.combine(day, time(hour - 1), UTC) if isinstance(day, date) else day


@pytest.fixture
def record(db):
    """Write a record: days count from `placed`; None is unknown. Handed over the day after, scanned that evening."""

    def write(
        placed,
        *,
        arrives=None,
        promised=5,
        handed=1,
        scanned=1,
        asked=0.93,
        carrier="dhl",
        lane="DE/dhl/standard/in_stock|DK",
        **more,
    ):
        def day(number, hour=10):
            return None if number is None else at(placed + timedelta(days=number), hour)

        return DeliveryRecord.objects.create(
            key=f"import:{next(NUMBERS)}",
            carrier=carrier,
            lane=lane,
            placed_at=at(placed),
            handed_over_at=day(handed, 16),
            first_scan_at=day(scanned, 20),
            delivered_at=day(arrives),
            promised_earliest=None if promised is None else placed + timedelta(days=1),
            promised_latest=None if promised is None else placed + timedelta(days=promised),
            asked=asked,
            **more,
        )

    return write
