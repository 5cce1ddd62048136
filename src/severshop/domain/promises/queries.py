"""Reads of the calendars. What is read is kept in the process, and read again when the tables have changed."""

from functools import lru_cache, singledispatch
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Model

from severshop.domain.promises.calendar_rows import Hours, Peak, Place, Row, Special, Takes, Week
from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.holidays import holidays_from, holidays_of, is_public_holiday
from severshop.domain.promises.models import (
    AvailabilityDays,
    CarrierWeek,
    CustomsDays,
    PeakSeason,
    SpecialDay,
    WarehouseHours,
)
from severshop.domain.promises.models.calendars import WEEK
from severshop.domain.promises.rules import Days
from severshop.domain.promises.usual import FIRST_DAY, usual_cutoffs

__all__ = (
    "calendars",
    "forget_calendars",
    "holidays_from",
    "holidays_of",
    "is_public_holiday",
    "read_calendars",
    "row_of",
)

TABLES: dict[str, type[Model]] = {
    "hours": WarehouseHours,
    "availability": AvailabilityDays,
    "customs": CustomsDays,
    "weeks": CarrierWeek,
    "specials": SpecialDay,
    "peaks": PeakSeason,
}
NUMBERS = " UNION ALL ".join(
    f"SELECT max(changed_at) AS changed, count(*) AS number FROM {table._meta.db_table}"  # noqa: S608, SLF001 - our own names
    for table in TABLES.values()
)
STAMP = f"SELECT max(changed), sum(number) FROM ({NUMBERS}) AS tables"  # noqa: S608 - see above


class _Kept(NamedTuple):
    calendars: Calendars
    stamp: Any
    looked_at: float


_kept: dict[str, _Kept] = {}


def calendars() -> Calendars:
    """Return the calendars as they stand: the same value until a table changes.

    Whether one has is looked at after `CALENDARS_FRESH_SECONDS`, by one small statement.
    """
    fresh_for = settings.CALENDARS_FRESH_SECONDS
    if not fresh_for:
        return read_calendars()
    now, kept = monotonic(), _kept.get(connection.alias)
    if kept and now - kept.looked_at < fresh_for:
        return kept.calendars
    stamp = _stamp()
    found = kept.calendars if kept and kept.stamp == stamp else read_calendars()
    _kept[connection.alias] = _Kept(found, stamp, now)
    return found


def forget_calendars() -> None:
    """Look anew at the next question: whoever has written calls it, so that the writer sees it at once."""
    _kept.clear()


def read_calendars() -> Calendars:
    """Read every row. The same rows give the same value, with all that it has counted out."""
    return _calendars(
        home=Place(settings.WAREHOUSE_COUNTRY, settings.WAREHOUSE_REGION),
        usual=Hours(FIRST_DAY, settings.SHOP_TIME_ZONE, usual_cutoffs(settings.WAREHOUSE_CUTOFF_HOUR)),
        **{name: tuple(map(row_of, table._default_manager.all())) for name, table in TABLES.items()},  # noqa: SLF001
    )


@lru_cache(maxsize=16)
def _calendars(*, usual: Hours, home: Place, **rows: Any) -> Calendars:
    return Calendars(home=home, usual_hours=usual, **rows)


def _stamp() -> Any:
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        return cursor.fetchone()


@singledispatch
def row_of(model: Model) -> Row:
    """Return a row of one of the tables, saved or not, as a value."""
    raise TypeError(f"{type(model).__name__} is no table of the calendars")


@row_of.register
def _(row: WarehouseHours) -> Hours:
    return Hours(row.valid_from, row.time_zone, tuple(getattr(row, day) for day in WEEK))


@row_of.register
def _(row: AvailabilityDays) -> Takes:
    return Takes(row.valid_from, row.availability, Days(fewest=row.fewest, most=row.most))


@row_of.register
def _(row: CustomsDays) -> Takes:
    return Takes(row.valid_from, row.country, Days(fewest=row.fewest, most=row.most))


@row_of.register
def _(row: CarrierWeek) -> Week:
    return Week(row.valid_from, row.carrier, row.country, row.collects, row.delivers, row.works_on_public_holidays)


@row_of.register
def _(row: SpecialDay) -> Special:
    return Special(row.whose, row.day, row.works, row.carrier, row.country, row.region, row.name)


@row_of.register
def _(row: PeakSeason) -> Peak:
    return Peak(row.first_day, row.last_day, row.handling_days, row.transit_days, row.carrier, row.country, row.name)
