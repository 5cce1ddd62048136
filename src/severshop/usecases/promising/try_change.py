"""Tries a change of the calendars out before it is saved: which orders would get other dates. Writes nothing."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import models

from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.kept_rows import TABLES, Kind
from severshop.domain.promises.models import PeakSeason
from severshop.domain.promises.opening import CalendarError
from severshop.domain.promises.queries import calendars, row_of
from severshop.domain.shipping.queries import destinations
from severshop.usecases.promising.dates import dates_for
from severshop.usecases.promising.preview import Preview, preview_country, ways_to
from severshop.vocabulary.availability import Availability

LOOKED_AHEAD_DAYS = 400
MORNING = time(10)
BEFORE_CUTOFF = timedelta(minutes=1)


class Trial(NamedTuple):
    """The orders to try a change out with: from where on, to where, and where their articles are."""

    countries: tuple[str, ...]
    availability: Availability = Availability.IN_STOCK


def with_row(row: models.Model) -> Calendars:
    """Return the calendars as they would be with a row that a form has checked."""
    return calendars().with_row(row_of(row))


def without_row(kind: Kind, row_id: int) -> Calendars:
    """Return the calendars as they would be without a row; as they are if there is none of this id."""
    row = TABLES[kind].model._default_manager.filter(pk=row_id).first()  # noqa: SLF001 - Django's name for it
    return calendars().without(row_of(row)) if row else calendars()


def with_season_end(row_id: int, last_day: date) -> Calendars:
    """Return the calendars as they would be if a peak season ended on another day."""
    row = PeakSeason.objects.filter(pk=row_id).first()
    if row is None:
        return calendars()
    stored = row_of(row)
    row.last_day = last_day
    return calendars().with_row(row_of(row), instead_of=stored)


def try_out(changed: Calendars, trial: Trial, *, at: datetime) -> tuple[Preview, ...]:
    """Return when orders that are placed `at` a moment arrive, before and after, for every way to ship."""
    return tuple(
        one
        for country in trial.countries
        for one in preview_country(country, at=at, changed=changed, availability=trial.availability)
    )


def first_changed(changed: Calendars, trial: Trial, *, now: datetime) -> datetime | None:
    """Return the first moment from now on at which an order would get other dates; None within a year and more.

    Looked at are the present moment and, on each day, the morning and the last minute before a cut-off that moves.
    """
    stored = calendars()
    ways = [way for country in trial.countries for way in ways_to(country, availability=trial.availability)]
    for at in (now, *_moments(stored, changed, now=now)):
        for route, rule in ways:
            before = dates_for(route, rule=rule, at=at, calendars=stored)
            if before.window != dates_for(route, rule=rule, at=at, calendars=changed).window:
                return at
    return None


def usual_trial(says: Mapping[str, Any]) -> Trial:
    """Return what to try a row out with: the first country of each zone, its own, and articles that it is about."""
    first_of: dict[str, str] = {}
    for where in destinations():
        first_of.setdefault(where.zone.value, where.country)
    known = {where.country for where in destinations()}
    own = [says["country"]] if says.get("country") in known else []
    availability = Availability(says.get("availability") or Availability.IN_STOCK)
    return Trial(tuple(dict.fromkeys([*own, *first_of.values()])), availability)


def _moments(stored: Calendars, changed: Calendars, *, now: datetime) -> Iterator[datetime]:
    try:
        zone = stored.time_zone(now)
    except CalendarError:
        return
    today = now.astimezone(zone).date()
    for count in range(LOOKED_AHEAD_DAYS):
        day = today + timedelta(days=count)
        moved = set(_cutoffs(stored, day)) ^ set(_cutoffs(changed, day))
        for wall in sorted({MORNING, *moved}):
            at = datetime.combine(day, wall, zone)
            if at > now:
                yield at


def _cutoffs(known: Calendars, day: date) -> Collection[time]:
    cutoff = known.hours_on(day).cutoffs[day.weekday()]
    if cutoff is None or cutoff == time.min:
        return ()
    return ((datetime.combine(day, cutoff) - BEFORE_CUTOFF).time(),)
