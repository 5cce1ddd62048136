"""Calendars to count by, small enough to be checked by hand."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from severshop.domain.promises.calendar_rows import Hours, Place, Takes, Week
from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.rules import Days, RuleDays
from severshop.domain.promises.usual import FIRST_DAY, usual_cutoffs
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = Hours(FIRST_DAY, "Europe/Berlin", usual_cutoffs(14))
EXPRESS = RuleDays(handling=Days(fewest=0, most=1), transit=Days(fewest=1, most=1))
STANDARD = RuleDays(handling=Days(fewest=1, most=2), transit=Days(fewest=1, most=3))
DHL_AT_HOME = Week(FIRST_DAY, "dhl", "DE", "123456", "123456")
AVAILABILITY = (
    Takes(FIRST_DAY, Availability.AT_SUPPLIER, Days(fewest=3, most=6)),
    Takes(FIRST_DAY, Availability.MADE_TO_ORDER, Days(fewest=10, most=15)),
)


def shop(**rows: Any) -> Calendars:
    """Return the calendars of a warehouse in Cologne with these rows."""
    return Calendars(home=Place("DE", "NW"), usual_hours=HOURS, **{"availability": AVAILABILITY, **rows})


def route(carrier: str = "ups", country: str = "DE", **more: Any) -> Route:
    return Route(carrier, "express", "DE", country, **more)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def week(*cutoffs: str) -> tuple[time | None, ...]:
    """Return a week of cut-offs, Monday first; what is missing or empty is a day without work."""
    given = [time.fromisoformat(text) if text else None for text in cutoffs]
    return (*given, *[None] * (7 - len(given)))


def day(text: str) -> date:
    return date.fromisoformat(text)
