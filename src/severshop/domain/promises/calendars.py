"""The dated tables as values, which of their rows hold on a day, and the terms of a delivery by them. Pure.

Of rows with the same key the newest that has begun holds. `Calendars` remembers what it has counted out: it never
changes, a change of the tables makes another.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from severshop.domain.promises.calendar_rows import (
    Hours,
    Peak,
    Place,
    Row,
    Special,
    Takes,
    Week,
    holding,
    table_of,
)
from severshop.domain.promises.holidays import has_calendar, holidays_of
from severshop.domain.promises.opening import WORKING_WEEK, CalendarError, OpenDays
from severshop.domain.promises.rules import NO_DAYS, Days, RuleDays, Terms, cutoff_on, has_passed
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route

YEARS_BACK, YEARS_AHEAD = 1, 2
"""Whole calendar years around an order's that are counted out: what takes longer is a mistake in a table."""
FIRST_YEAR, LAST_YEAR = 1990, 2200
MOST_KNOWN = 16_384


class UnknownPlaceError(CalendarError):
    """No calendar tells when people work in `country`: neither the public holidays nor a row of the shop's own."""

    def __init__(self, country: str) -> None:
        super().__init__(f"no calendar for {country}")
        self.country = country


class NoDaysError(CalendarError):
    """No row says how long articles of this `availability` take."""

    def __init__(self, availability: Availability) -> None:
        super().__init__(f"no days for articles {availability}")
        self.availability = availability


class UnknownTimeZoneError(CalendarError):
    """The warehouse's hours name a time zone that there is not."""

    def __init__(self, time_zone: str) -> None:
        super().__init__(f"no time zone {time_zone}")
        self.time_zone = time_zone


class OutOfReachError(CalendarError):
    """A moment for which nobody has calendars."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Calendars:
    """All rows of the dated tables, and where the warehouse stands. `usual_hours` hold until a row begins."""

    home: Place
    usual_hours: Hours
    hours: tuple[Hours, ...] = ()
    availability: tuple[Takes, ...] = ()
    customs: tuple[Takes, ...] = ()
    weeks: tuple[Week, ...] = ()
    specials: tuple[Special, ...] = ()
    peaks: tuple[Peak, ...] = ()
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def terms(self, route: Route, *, rule: RuleDays, at: datetime, are_whole: bool = False) -> Terms:
        """Return what a delivery goes by that is ordered `at` a moment. Raises `CalendarError`.

        Days that `are_whole`, as learned ones, contain what sourcing and customs take.
        """
        day, _passed = self.clock(at)
        key = ("terms", route, rule, day, are_whole)
        return self.once(key, lambda: self._count_out(route, rule=rule, day=day, are_whole=are_whole))

    def clock(self, at: datetime) -> tuple[date, bool]:
        """Return the warehouse's day at a moment, and whether its cut-off has passed. Raises `CalendarError`.

        All orders with the same of both have the same dates.
        """
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise OutOfReachError(f"no calendars for {at.year}")
        local = at.astimezone(self.time_zone(at))
        day = local.date()
        cutoff = self.once(("cutoff", day), lambda: cutoff_on(day, self.hours_on(day).cutoffs))
        return day, has_passed(cutoff, local=local)

    def time_zone(self, at: datetime) -> ZoneInfo:
        """Return the zone whose clock the warehouse goes by at a moment. Raises `UnknownTimeZoneError`."""
        utc_day = at.astimezone(UTC).date()
        return self.once(("zone", utc_day), lambda: _zone(self.hours_on(utc_day).time_zone))

    def hours_on(self, day: date) -> Hours:
        """Return the warehouse's hours of a day."""
        return holding(self.hours, on=day) or self.usual_hours

    def warehouse(self, year: int) -> OpenDays:
        """Return the days on which the warehouse works, from the year before to two years later."""
        return self.once(("warehouse", year), lambda: _reach(year, self._warehouse_works(year)))

    def carrier(self, carrier: str, place: Place, *, year: int, collects: bool = False) -> OpenDays:
        """Return the days on which a carrier delivers (or collects) at a place, from the year before on."""
        key = ("carrier", carrier, place, year, collects)
        return self.once(key, lambda: _reach(year, self._carrier_works(carrier, place, year, collects)))

    def closed_at(self, place: Place, *, year: int) -> frozenset[date]:
        """Return the days on which people of a place do not work, weekends apart. Raises `UnknownPlaceError`."""
        return self.once(("closed", place, year), lambda: self._closed_at(place, year))

    def week_of(self, carrier: str, country: str, *, on: date) -> Week:
        """Return a carrier's week in a country on a day: its own, the carrier's usual one, or Monday to Friday."""
        rows = [week for week in self.weeks if week.carrier == carrier]
        own = holding((week for week in rows if week.country == country), on=on)
        usual = own or holding((week for week in rows if not week.country), on=on)
        return usual or Week(date.min, carrier, "", WORKING_WEEK, WORKING_WEEK)

    def with_row(self, row: Row, *, instead_of: Row | None = None) -> Self:
        """Return these calendars with one row more, in the place of another where one is named."""
        return self._changed(table_of(row), lambda rows: (*(one for one in rows if one != instead_of), row))

    def without(self, row: Row) -> Self:
        """Return these calendars with one row less."""
        return self._changed(table_of(row), lambda rows: tuple(one for one in rows if one != row))

    def _changed(self, table: str, change: Callable[[tuple[Row, ...]], tuple[Row, ...]]) -> Self:
        changes: dict[str, Any] = {table: change(getattr(self, table))}
        return replace(self, **changes)

    def once[Value](self, key: Hashable, count: Callable[[], Value]) -> Value:
        """Return what was counted for a key, or count it now: for as long as these calendars are in use."""
        try:
            found: Value = self._known[key]
        except KeyError:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = count()
        return found

    def _count_out(self, route: Route, *, rule: RuleDays, day: date, are_whole: bool) -> Terms:
        hours, year = self.hours_on(day), day.year
        warehouse = self.warehouse(year)
        peaks = [peak for peak in self.peaks if _meets(peak, route, day)]
        there = Place(route.country, route.region)
        return Terms(
            time_zone=_zone(hours.time_zone),
            cutoffs=hours.cutoffs,
            handling=rule.handling,
            transit=rule.transit,
            warehouse=warehouse,
            collecting=self.once(
                ("collecting", route.carrier, year),
                lambda: warehouse & self.carrier(route.carrier, self.home, year=year, collects=True),
            ),
            moving=self.once(
                ("moving", route.carrier, there, year),
                lambda: (
                    self.carrier(route.carrier, self.home, year=year) & self.carrier(route.carrier, there, year=year)
                ),
            ),
            sourcing=NO_DAYS if are_whole else self._sourcing(route.availability, day),
            customs=NO_DAYS if are_whole else _days(self.customs, of=route.country, on=day) or NO_DAYS,
            peak_handling=sum(peak.handling_days for peak in peaks),
            peak_transit=sum(peak.transit_days for peak in peaks),
        )

    def _sourcing(self, availability: Availability, day: date) -> Days:
        found = _days(self.availability, of=availability, on=day)
        if found is None and availability is not Availability.IN_STOCK:
            raise NoDaysError(availability)
        return found or NO_DAYS

    def _warehouse_works(self, year: int) -> Callable[[date], bool]:
        closed = self.closed_at(self.home, year=year)
        special = {row.day: row.works for row in self.specials if row.whose == "warehouse"}

        def works(day: date) -> bool:
            usually = self.hours_on(day).cutoffs[day.weekday()] is not None and day not in closed
            return special.get(day, usually)

        return works

    def _carrier_works(self, carrier: str, place: Place, year: int, collects: bool) -> Callable[[date], bool]:  # noqa: FBT001
        closed = self.closed_at(place, year=year)
        # A row for the country is written over one for all of them.
        special = {
            row.day: row.works
            for country in ("", place.country)
            for row in self.specials
            if (row.whose, row.carrier, row.country) == ("carrier", carrier, country)
        }

        def works(day: date) -> bool:
            if day in special:
                return special[day]
            week = self.week_of(carrier, place.country, on=day)
            days = week.collects if collects else week.delivers
            return str(day.isoweekday()) in days and (week.works_on_public_holidays or day not in closed)

        return works

    def _closed_at(self, place: Place, year: int) -> frozenset[date]:
        own = [row for row in self.specials if row.whose == "place" and row.country == place.country]
        if not own and not has_calendar(place.country):
            raise UnknownPlaceError(place.country)
        years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
        closed = {day for one in years for day in holidays_of(place.country, region=place.region, year=one)}
        for region in dict.fromkeys(("", place.region)):
            of_region = [row for row in own if row.region == region]
            closed |= {row.day for row in of_region if not row.works}
            closed -= {row.day for row in of_region if row.works}
        return frozenset(closed)


def _days(rows: Iterable[Takes], *, of: str, on: date) -> Days | None:
    found = holding((row for row in rows if row.of == of), on=on)
    return found.days if found else None


def _meets(peak: Peak, route: Route, day: date) -> bool:
    is_on = peak.first_day <= day <= peak.last_day
    return is_on and peak.carrier in {"", route.carrier} and peak.country in {"", route.country}


def _reach(year: int, works: Callable[[date], bool]) -> OpenDays:
    return OpenDays.where(works, first=date(year - YEARS_BACK, 1, 1), last=date(year + YEARS_AHEAD, 12, 31))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZoneError(name) from None
