"""The calendars that a shop starts with."""

from datetime import UTC, date, datetime, time

import pytest

from severshop.domain.promises.holidays import holidays_of
from severshop.domain.promises.models import CarrierWeek, PeakSeason, SpecialDay, WarehouseHours
from severshop.domain.promises.queries import TABLES, calendars
from severshop.domain.promises.seed import load_calendars

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def counts():
    return {name: table.objects.count() for name, table in TABLES.items()}


def test_every_table_is_filled_and_a_second_time_changes_nothing(settings):
    settings.WAREHOUSE_CUTOFF_HOUR = 11
    load_calendars(now=NOW)
    filled = counts()
    assert all(filled.values())
    hours = WarehouseHours.objects.get()
    assert (hours.monday, hours.friday, hours.saturday, hours.sunday) == (time(11), time(11), None, None)
    load_calendars(now=NOW)
    assert counts() == filled


def test_what_is_the_merchants_own_stays():
    CarrierWeek.objects.create(carrier="dhl", collects="1", delivers="2", valid_from=date(2026, 1, 1), changed_at=NOW)
    load_calendars(now=NOW)
    assert CarrierWeek.objects.get().delivers == "2"
    assert PeakSeason.objects.exists()


def test_seeded_days_are_days_that_differ():
    load_calendars(now=NOW)
    known = calendars()
    for row in SpecialDay.objects.all():
        closed = row.day in holidays_of(row.country, year=row.day.year)
        assert row.works is closed, f"{row.carrier} {row.name} {row.day}"
        assert row.day.weekday() < 5
    assert known.peaks[0].first_day == date(2026, 11, 27)
