"""The warehouse's working days, for what the shop owes by a day."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from severshop.domain.promises.queries import calendars
from severshop.domain.watch.rules import MORNING

LAST_MINUTE: Final = time(23, 59)


def working_day_after(day: date, count: int) -> date:
    """Return the `count`-th working day of the warehouse after a day; for 0 the first one from that day on.

    Raises `NoWorkingDayError` where its calendar has none.
    """
    return calendars().warehouse(day.year).after(day, count)


def shop_day(moment: datetime) -> date:
    """Return the date at the warehouse."""
    return moment.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()


def morning_of(day: date) -> datetime:
    """Return the watch moment of a day."""
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(settings.SHOP_TIME_ZONE))


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day at the warehouse."""
    return datetime.combine(day, LAST_MINUTE, tzinfo=ZoneInfo(settings.SHOP_TIME_ZONE))
