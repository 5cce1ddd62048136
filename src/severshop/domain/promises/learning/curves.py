"""How long something takes, as chances by working day: what was learned, and what follows from it for a date."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from severshop.domain.promises.rules import Days

EARLIEST_CHANCE = 0.1
"""A promised range begins on the day by which this share has arrived."""
LONGEST = 250
"""Working days: nothing is said beyond a year."""
SLOWEST_TAIL, QUICKEST_TAIL = 0.98, 0.3
"""Beyond what was learned, this share of what is left stays left from one working day to the next."""
TINY = 1e-9
SUMS_KEPT = 8192


@dataclass(frozen=True, slots=True)
class Curve:
    """The chance that a stage is over by the end of each working day, from day 0 on.

    Day 0 of handling is the day on which the warehouse can turn to the order; day 0 of transit is that of the
    hand-over. Beyond the last day what is left shrinks from day to day as it did at the end.
    """

    chances: tuple[float, ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.chances or any(not 0.0 <= one <= 1.0 for one in self.chances):
            raise ValueError("a curve is made of chances")
        if any(later < one for one, later in zip(self.chances, self.chances[1:], strict=False)):
            raise ValueError("what is over stays over: chances never fall")
        object.__setattr__(self, "_hash", hash(self.chances))

    def __hash__(self) -> int:
        return self._hash

    def done_by(self, day: int) -> float:
        """Return the chance that it is over by the end of this working day."""
        return 1.0 - self.left(day)

    def left(self, day: int) -> float:
        """Return the chance that it is not over by the end of this working day; before day 0 it never is."""
        if day < 0:
            return 1.0
        beyond = day - len(self.chances) + 1
        if beyond <= 0:
            return 1.0 - self.chances[day]
        return (1.0 - self.chances[-1]) * float(self._tail**beyond)

    def days(self, chance: float) -> int:
        """Return the first working day by whose end it is over with this chance (at most `LONGEST`)."""
        return next((day for day in range(LONGEST) if self.done_by(day) >= chance - TINY), LONGEST)

    def nearest_days(self, chance: float) -> int:
        """Return the working day by whose end the chance is nearest to this one.

        Asked for 93 of 100 where a day holds 92.5 and the next 98, the first is meant: always taking the next
        would promise later than was asked for, and ever more so the quicker a lane is.
        """
        upper = self.days(chance)
        lower = max(upper - 1, 0)
        return lower if chance - self.done_by(lower) <= self.done_by(upper) - chance else upper

    @property
    def _tail(self) -> float:
        left, before = 1.0 - self.chances[-1], self.left(len(self.chances) - 2)
        return min(max(left / before if before > TINY else 0.0, QUICKEST_TAIL), SLOWEST_TAIL)


class Curves(NamedTuple):
    """What is known of a route: how long its orders take to leave, and then to arrive.

    Handling is counted in working days of the warehouse from the day on which it could turn to the order, and
    contains what articles from a supplier take longer. Transit is counted in days on which the carrier moves and
    delivers, and contains customs.
    """

    handling: Curve
    transit: Curve
    lane: str
    """The lane that transit was learned for; see `vocabulary.routes`."""
    ended: int
    """How many parcels arrived there among those it was learned from."""
    open: int
    """How many had not yet."""
    made_at: datetime


class LearnedDays(NamedTuple):
    """Days to count a promise by."""

    handling: Days
    transit: Days


@lru_cache(maxsize=SUMS_KEPT)
def sum_of(handling: Curve, transit: Curve) -> Curve:
    """Return the chances of both stages together; they are as good as independent of each other."""
    starts, moves = _by_day(handling), _by_day(transit)
    last, longest = len(starts) - 1, len(moves) - 1
    ends = [
        math.fsum(starts[day] * moves[whole - day] for day in range(max(0, whole - longest), min(whole, last) + 1))
        for whole in range(last + longest + 1)
    ]
    return Curve(_running(ends))


@lru_cache(maxsize=SUMS_KEPT)
def learned_days(handling: Curve, transit: Curve, *, sure: float, earliest: float = EARLIEST_CHANCE) -> LearnedDays:
    """Return the days whose sums hold an arrival with the chances `earliest` and `sure`.

    The sum of two days that are each kept with 93 of 100 is kept more often than that: both are seldom slow at
    once. So the whole is asked for, and then shared out. The days to leave by are kept about as often as the whole.
    """
    whole = sum_of(handling, transit)
    most = whole.nearest_days(sure)
    fewest = min(whole.days(earliest), most)
    first, last = (_to_leave(days, handling, whole) for days in (fewest, most))
    return LearnedDays(
        handling=Days(fewest=first, most=last),
        transit=Days(fewest=fewest - first, most=most - last),
    )


def _to_leave(days: int, handling: Curve, whole: Curve) -> int:
    """Return how many of so many days the warehouse gets: what it keeps with the same chance as the whole.

    With a day more for the whole neither part gets less, and so no date comes earlier for it, whichever days are
    closed for the one part and open for the other.
    """
    quickest = handling.days(EARLIEST_CHANCE)

    def kept_alike(part: int) -> int:
        return min(max(handling.nearest_days(whole.done_by(part)), quickest), part)

    return min(kept_alike(part) + days - part for part in range(days + 1))


def _by_day(curve: Curve) -> list[float]:
    """Return the chance to end on each day, as far as it is worth counting."""
    length = min(max(curve.days(1.0 - 1e-5) + 1, 1), LONGEST)
    done = [curve.done_by(day) for day in range(length)]
    return [one - before for one, before in zip(done, [0.0, *done], strict=False)]


def _running(ends: Sequence[float]) -> tuple[float, ...]:
    done, chances = 0.0, []
    for one in ends:
        done = min(max(done + one, done), 1.0)
        chances.append(done)
    return tuple(chances)
