"""What is wrong with the calendars: why shoppers see wide ranges, and what is surely not meant like that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import product

from severshop.domain.promises.calendar_rows import Hours
from severshop.domain.promises.calendars import (
    Calendars,
    NoDaysError,
    OutOfReachError,
    UnknownPlaceError,
    UnknownTimeZoneError,
)
from severshop.domain.promises.holidays import is_region
from severshop.domain.promises.opening import CalendarError, NoWorkingDayError
from severshop.domain.promises.queries import calendars as stored_calendars
from severshop.domain.promises.rules import comes_twice, is_left_out
from severshop.domain.shipping.queries import destinations, options
from severshop.domain.shipping.rules import Zone
from severshop.usecases.promising.dates import counted
from severshop.usecases.promising.preview import ways_to
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route

LOOKED_AHEAD = timedelta(days=30)
CLOCKS_LOOKED_AHEAD_DAYS = 366


class Flaw(StrEnum):
    """What is wrong. Of the first four the shopper sees a wide range instead of dates."""

    NO_WORKING_DAY = "no_working_day"
    UNKNOWN_PLACE = "unknown_place"
    NO_DAYS = "no_days"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    UNKNOWN_REGION = "unknown_region"
    """The warehouse's own: its holidays are not left out."""
    NO_CUSTOMS_DAYS = "no_customs_days"
    NO_WEEK = "no_week"
    """Monday to Friday is taken for granted."""
    CUTOFF_LEFT_OUT = "cutoff_left_out"
    CUTOFF_TWICE = "cutoff_twice"


FLAWS: dict[type[CalendarError], Flaw] = {
    NoWorkingDayError: Flaw.NO_WORKING_DAY,
    OutOfReachError: Flaw.NO_WORKING_DAY,
    UnknownPlaceError: Flaw.UNKNOWN_PLACE,
    NoDaysError: Flaw.NO_DAYS,
    UnknownTimeZoneError: Flaw.UNKNOWN_TIME_ZONE,
}
WIDE = frozenset(FLAWS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarProblem:
    """One flaw, once: with the country, carrier, day, or what else it is about; empty where it is about all."""

    flaw: Flaw
    country: str = ""
    carrier: str = ""
    availability: Availability | None = None
    said: str = ""
    """The time zone, the region, or the cut-off, as it is written."""
    day: date | None = None

    @property
    def widens(self) -> bool:
        """Whether shoppers see a wide range because of it."""
        return self.flaw in WIDE


def calendar_problems(*, now: datetime) -> tuple[CalendarProblem, ...]:
    """Return what is wrong, the worst first, each once. Tries every way to every country, now and in a month."""
    known = stored_calendars()
    found = dict.fromkeys(
        [*_not_counted(known, now=now), *_taken_for_granted(known, now=now), *_clocks(known, now=now)]
    )
    return tuple(sorted(found, key=lambda problem: list(Flaw).index(problem.flaw)))


def _not_counted(known: Calendars, *, now: datetime) -> Iterator[CalendarProblem]:
    for where in destinations():
        ways = (way for one in Availability for way in ways_to(where.country, availability=one))
        for (route, rule), at in product(ways, (now, now + LOOKED_AHEAD)):
            try:
                counted(route, rule=rule, at=at, calendars=known)
            except CalendarError as error:
                yield _problem(error, route)


def _problem(error: CalendarError, route: Route) -> CalendarProblem:
    match error:
        case UnknownPlaceError():
            return CalendarProblem(flaw=Flaw.UNKNOWN_PLACE, country=error.country)
        case NoDaysError():
            return CalendarProblem(flaw=Flaw.NO_DAYS, availability=error.availability)
        case UnknownTimeZoneError():
            return CalendarProblem(flaw=Flaw.UNKNOWN_TIME_ZONE, said=error.time_zone)
        case _:
            return CalendarProblem(flaw=Flaw.NO_WORKING_DAY, country=route.country, carrier=route.carrier)


def _taken_for_granted(known: Calendars, *, now: datetime) -> Iterator[CalendarProblem]:
    home = known.home
    if home.region and not is_region(home.country, home.region):
        yield CalendarProblem(flaw=Flaw.UNKNOWN_REGION, country=home.country, said=home.region)
    has_customs = {row.of for row in known.customs if row.valid_from <= now.date()}
    has_week = {week.carrier for week in known.weeks}
    for where in destinations():
        if where.zone is Zone.OUTSIDE and where.country not in has_customs:
            yield CalendarProblem(flaw=Flaw.NO_CUSTOMS_DAYS, country=where.country)
        for option in options(where.zone):
            if option.carrier not in has_week:
                yield CalendarProblem(flaw=Flaw.NO_WEEK, carrier=option.carrier)


def _clocks(known: Calendars, *, now: datetime) -> Iterator[CalendarProblem]:
    try:
        today = known.clock(now)[0]
    except CalendarError:
        return
    for count in range(CLOCKS_LOOKED_AHEAD_DAYS):
        day = today + timedelta(days=count)
        if flaw := _changed(known, known.hours_on(day), day):
            yield flaw


def _changed(known: Calendars, hours: Hours, day: date) -> CalendarProblem | None:
    cutoff = hours.cutoffs[day.weekday()]
    if cutoff is None:
        return None
    try:
        zone = known.time_zone(datetime.combine(day, cutoff, UTC))
    except CalendarError:
        return None
    said = cutoff.isoformat("minutes")
    if is_left_out(cutoff, day=day, time_zone=zone):
        return CalendarProblem(flaw=Flaw.CUTOFF_LEFT_OUT, said=said, day=day)
    if comes_twice(cutoff, local=datetime.combine(day, cutoff, zone)):
        return CalendarProblem(flaw=Flaw.CUTOFF_TWICE, said=said, day=day)
    return None
