"""What is likely to come of what has not happened yet. Pure.

Everything is counted in working days, by what was learned for the way in question: `left(k)` is the share that takes
longer than k working days. What has waited for k days already is one of this share, so that its chance to take longer
than n days is left(n) / left(k).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, Protocol

from severshop.vocabulary.windows import DeliveryWindow

ONE_DAY = timedelta(days=1)
EARLIEST_CHANCE = 0.1
"""A range of days begins on the day by which this share has arrived."""
TINY = 1e-6
"""A smaller share was never seen: nothing follows from it."""
BEYOND = 0.005
"""What takes longer than all but this share is beyond what is known: it is expected to take as long again."""
LONGEST = 250
"""Working days: nothing is said beyond a year."""
KEPT = 8192


class OpenDays(Protocol):
    """The days on which somebody works. `ValueError` where the calendar ends before enough were counted."""

    def __contains__(self, day: date) -> bool: ...
    def first_from(self, day: date) -> date: ...
    def after(self, day: date, count: int) -> date: ...
    def between(self, start: date, end: date) -> int: ...


class Curve(Protocol):
    """How long something takes: the share that is not over by the end of a working day; all of it before day 0."""

    def left(self, day: int) -> float: ...


class Patience(NamedTuple):
    """How long is waited before something is wrong, in working days of the warehouse; by policy."""

    silence_days: int
    first_scan_days: int
    customs_days: int
    asks_to_wait: bool = False
    """Whether the law wants a delay to be told before the promised day of the hand-over has passed."""


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """What the watch goes by for all that takes the same way. One object a way, so that much is worked out once."""

    warehouse: OpenDays
    moving: OpenDays
    handling: Curve
    transit: Curve
    patience: Patience
    lane: str = ""
    ended: int = 0
    """How many parcels the times were learned from; 0 where they are the merchant's own table."""


class Forecast(NamedTuple):
    """When it will arrive, given what has not happened yet. `ships_by` is there for what has not left."""

    window: DeliveryWindow
    ships_by: date | None = None


def days_over(days: OpenDays, *, start: date, end: date) -> int:
    """Return the number of the last working day that is over at the end of `end`, where `start` is day 0; -1 before."""
    return days.between(start, end) if end >= start else -1


@lru_cache(maxsize=KEPT)
def late_when_leaving(grounds: Grounds, begins: date, deadline: date) -> tuple[float, ...]:
    """Return the chance to come after `deadline` of what has not left by the end of working day 0, 1, 2 ...

    `begins` is day 0 of handling. From the day on which nothing that leaves can be in time it is 1, and no longer told.
    """
    share, late = grounds.handling.left, []
    days = list(_days_of(grounds.warehouse, begins, until=deadline))
    above = share(len(days) - 1)
    for day in range(len(days) - 1, -1, -1):
        late.append(above / share(day) if share(day) > TINY else 1.0)
        moved = grounds.moving.between(days[day], deadline)
        above += (share(day - 1) - share(day)) * grounds.transit.left(moved)
    return tuple(min(chance, 1.0) for chance in reversed(late))


@lru_cache(maxsize=KEPT)
def arrival_of_parcel(grounds: Grounds, shipped: date, today: date, sure: float) -> Forecast:
    """Return when a parcel arrives that left on `shipped` and has not arrived by the end of the day before `today`.

    Where hardly anything ever took as long, it counts as if it had left today, and may take as long again. Raises
    `ValueError` where the calendar ends.
    """
    left, moving = grounds.transit.left, grounds.moving
    waited, at_least = days_over(moving, start=shipped, end=today - ONE_DAY), 0
    if left(waited) <= BEYOND:
        shipped, waited, at_least = moving.first_from(today), -1, waited
    whole = left(waited)
    day = {
        chance: next((k for k in range(waited + 1, LONGEST) if left(k) <= whole * (1 - chance)), LONGEST)
        for chance in (EARLIEST_CHANCE, sure)
    }
    first = max(moving.after(shipped, day[EARLIEST_CHANCE]), today)
    return Forecast(DeliveryWindow(first, max(first, moving.after(shipped, max(day[sure], at_least)))))


@lru_cache(maxsize=KEPT)
def arrival_of_part(grounds: Grounds, begins: date, today: date, sure: float) -> Forecast:
    """Return when something arrives that the warehouse could turn to on `begins`, and that has not left before `today`.

    Beyond what is known it is taken as above. Raises `ValueError` as above.
    """
    share, at_least = grounds.handling.left, 0
    waited = days_over(grounds.warehouse, start=begins, end=today - ONE_DAY)
    if share(waited) <= BEYOND:
        begins, waited, at_least = grounds.warehouse.first_from(today), -1, waited
    whole = share(waited)
    leaves = [
        (grounds.warehouse.after(begins, day), (share(day - 1) - share(day)) / whole)
        for day in _worth_counting(grounds.handling, waited)
    ]
    gone = accumulate(chance for _day, chance in leaves)
    ships_by = next((day for (day, _), done in zip(leaves, gone, strict=True) if done >= sure - TINY), leaves[-1][0])
    days = _arrival_days(grounds, leaves, first=today, chances=(EARLIEST_CHANCE, sure))
    if at_least:
        ships_by = max(ships_by, grounds.warehouse.after(begins, at_least))
        moved = next((day for day in range(LONGEST) if grounds.transit.left(day) <= 1 - sure), LONGEST)
        days.append(grounds.moving.after(ships_by, moved))
    return Forecast(DeliveryWindow(days[0], max(days)), ships_by)


def _arrival_days(
    grounds: Grounds, leaves: list[tuple[date, float]], *, first: date, chances: tuple[float, ...]
) -> list[date]:
    """Return the days by which what leaves on those days, with those chances, has arrived with each of `chances`."""
    found: list[date] = []
    day = grounds.moving.first_from(first)
    for _ in range(LONGEST):
        arrived = sum(
            chance * (1.0 - grounds.transit.left(grounds.moving.between(left_on, day)))
            for left_on, chance in leaves
            if left_on <= day
        )
        found += [day] * sum(1 for chance in chances[len(found) :] if arrived >= chance - TINY)
        if len(found) == len(chances):
            break
        day = grounds.moving.after(day, 1)
    return found or [day]


def _worth_counting(curve: Curve, waited: int) -> range:
    enough = curve.left(waited) / 1000
    last = next((day for day in range(waited + 1, LONGEST) if curve.left(day) <= enough), LONGEST)
    return range(waited + 1, last + 1)


def _days_of(days: OpenDays, start: date, *, until: date) -> Iterator[date]:
    """Yield the working days from `start`, which is day 0, to `until`."""
    day = days.first_from(start)
    while day <= until:
        yield day
        day = days.after(day, 1)
