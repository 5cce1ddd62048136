"""When an order arrives: business days counted from the moment of placing. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from severshop.vocabulary.windows import DeliveryWindow

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_SEARCH_DAYS = 400
"""A calendar without a working day for longer than this is a mistake, not a holiday."""


class NoWorkingDayError(ValueError):
    """A calendar has no working day within reach of `day`."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no working day in the {LONGEST_SEARCH_DAYS} days from {day}")
        self.day = day


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many business days something takes: `fewest` to `most`."""

    fewest: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.fewest <= self.most:
            raise ValueError(f"{self.fewest} to {self.most} is no range of days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a delivery goes by: the warehouse's clock and cut-off hour, the days it takes, those that do not count."""

    time_zone: tzinfo
    cutoff_hour: int
    handling: Days
    transit: Days
    closed_at_origin: Collection[date] = frozenset()
    closed_at_destination: Collection[date] = frozenset()


def arrives_by(placed_at: datetime, *, terms: Terms) -> DeliveryWindow:
    """Return the days between which an order arrives that is placed at this moment.

    Handling begins on the day of placing when the warehouse works then and the cut-off has not
    passed, else on its next working day. A day of transit counts only where both ends work.
    The window begins and ends on a working day of the destination.
    """
    start = handling_begins(placed_at, terms=terms)
    return DeliveryWindow(
        earliest=_arrival(start, handling=terms.handling.fewest, transit=terms.transit.fewest, terms=terms),
        latest=_arrival(start, handling=terms.handling.most, transit=terms.transit.most, terms=terms),
    )


def handling_begins(placed_at: datetime, *, terms: Terms) -> date:
    """Return the first working day of the warehouse on which it can turn to the order."""
    local = placed_at.astimezone(terms.time_zone)
    first = local.date() if local.hour < terms.cutoff_hour else local.date() + ONE_DAY
    return working_day(first, count=0, is_open=_open_days(terms.closed_at_origin))


def working_day(day: date, *, count: int, is_open: Callable[[date], bool]) -> date:
    """Return the `count`-th open day after `day`; for 0 the first open day from `day` on, itself included."""
    found = day if count else day - ONE_DAY
    for _ in range(max(count, 1)):
        found = _next_open(found, is_open=is_open)
    return found


def evidence(placed_at: datetime, *, terms: Terms) -> dict[str, Any]:
    """Return, ready for JSON, what a promise was based on: enough to explain it and to count again."""
    window = arrives_by(placed_at, terms=terms)
    start = handling_begins(placed_at, terms=terms)
    first_day = placed_at.astimezone(terms.time_zone).date()
    return {
        "rule": "business days",
        "placed_at": placed_at.isoformat(),
        "time_zone": str(terms.time_zone),
        "cutoff_hour": terms.cutoff_hour,
        "handling_begins": start.isoformat(),
        "ships_by": working_day(
            start, count=terms.handling.most, is_open=_open_days(terms.closed_at_origin)
        ).isoformat(),
        "handling_days": [terms.handling.fewest, terms.handling.most],
        "transit_days": [terms.transit.fewest, terms.transit.most],
        "closed_at_origin": _between(terms.closed_at_origin, first=first_day, last=window.latest),
        "closed_at_destination": _between(terms.closed_at_destination, first=first_day, last=window.latest),
    }


def _arrival(start: date, *, handling: int, transit: int, terms: Terms) -> date:
    at_origin, at_destination = _open_days(terms.closed_at_origin), _open_days(terms.closed_at_destination)
    handed_over = working_day(start, count=handling, is_open=at_origin)
    return working_day(handed_over, count=transit, is_open=lambda day: at_origin(day) and at_destination(day))


def _open_days(closed: Collection[date]) -> Callable[[date], bool]:
    return lambda day: day.weekday() < SATURDAY and day not in closed


def _next_open(day: date, *, is_open: Callable[[date], bool]) -> date:
    for distance in range(1, LONGEST_SEARCH_DAYS + 1):
        if is_open(candidate := day + distance * ONE_DAY):
            return candidate
    raise NoWorkingDayError(day)


def _between(days: Collection[date], *, first: date, last: date) -> list[str]:
    return [day.isoformat() for day in sorted(days) if first <= day <= last]
