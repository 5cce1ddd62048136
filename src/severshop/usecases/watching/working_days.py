"""The warehouse's working days, for what the shop owes by a day."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from severshop.domain.promises.opening import OpenDays
from severshop.domain.promises.queries import holidays_from

WATCH_AT: Final = time(7)
"""The hour of a working day at which the watch rules, by the warehouse's clock."""
LAST_MINUTE: Final = time(23, 59)


def working_day_after(day: date, count: int) -> date:
    """Return the `count`-th working day of the warehouse after a day; for 0 the first one from that day on."""
    return _open_days(day.year).after(day, count)


def shop_day(moment: datetime) -> date:
    """Return the date at the warehouse."""
    return moment.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day at the warehouse."""
    return datetime.combine(day, LAST_MINUTE, tzinfo=ZoneInfo(settings.SHOP_TIME_ZONE))


def watch_moment(day: date) -> datetime:
    """Return when the watch rules on a day."""
    return datetime.combine(day, WATCH_AT, tzinfo=ZoneInfo(settings.SHOP_TIME_ZONE))


@lru_cache(maxsize=8)
def _open_days(year: int) -> OpenDays:
    first = date(year, 1, 1)
    closed = holidays_from(first, country=settings.WAREHOUSE_COUNTRY, region=settings.WAREHOUSE_REGION)
    return OpenDays.of_week(first=first, last=date(year + 1, 12, 31), closed=closed)
