"""Own records as columns of numbers: the tree of their lanes, and the calendars that they are counted by. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from severshop.domain.promises.learning.hazards import BINS
from severshop.domain.promises.learning.rule_table import guessed
from severshop.domain.promises.rules import Days

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = np.iinfo(np.int32).max
DEPTH = 4
"""All, service, country, region."""

Path = tuple[str, ...]
"""The names of a record's lanes, the widest first: service, country, and region where there is one."""


class Calendar(Protocol):
    """What is asked of a calendar; `opening.OpenDays` answers it."""

    def __contains__(self, day: date) -> bool: ...


class Calendars(NamedTuple):
    """Days that count for a path: of handling, and of transit."""

    warehouse: Calendar
    moving: Calendar


class OwnRecord(NamedTuple):
    """One parcel. Days are those at the warehouse; None is what has not happened."""

    path: Path
    begins: date
    """The day on which the warehouse could turn to it."""
    handed: date | None
    delivered: date | None
    ended: date | None
    """The day on which it stopped to be on its way without arriving; from then on nothing is known of it."""


def ordinals(days: Iterable[date | None]) -> Ints:
    """Return days as proleptic ordinals, and `NEVER` for what has not happened."""
    return np.array([NEVER if day is None else day.toordinal() for day in days], dtype=np.int64)


@dataclass
class LaneTree:
    """The lanes that occur, the widest first, each with its number."""

    index: dict[Path, int]
    parents: Ints
    paths: Ints
    """Record x depth; a short path repeats its last."""

    def guesses(self, rules: Mapping[Path, Days], *, depth: int) -> Floats:
        """Return what the lanes of this depth lean on where the table has days for them, by lane and age.

        A service that the table knows with several handling days leans on the longest of them.
        """
        found: dict[int, Days] = {}
        for path, days in rules.items():
            lane = self.index.get(path[:depth])
            if lane is not None:
                found[lane] = max(found.get(lane, days), days, key=lambda one: (one.most, one.fewest))
        guesses = np.full((len(self.parents), BINS), np.nan)
        for lane, one in found.items():
            guesses[lane] = guessed(one, ages=BINS)
        return guesses

    def count(self, records: Flags) -> Ints:
        """Return, by lane, how many of these records there are in it."""
        paths = self.paths[records]
        fresh = np.hstack([np.ones((len(paths), 1), bool), paths[:, 1:] != paths[:, :-1]])
        return np.bincount(paths[fresh], minlength=len(self.parents))


def tree_of(records: Sequence[OwnRecord]) -> LaneTree:
    """Return the lanes of the records as a tree."""
    index: dict[Path, int] = {(): 0}
    parents = [0]
    rows: dict[Path, list[int]] = {}
    for path in dict.fromkeys(one.path for one in records):
        lanes = [0]
        for depth in range(1, len(path) + 1):
            if path[:depth] not in index:
                index[path[:depth]] = len(parents)
                parents.append(lanes[-1])
            lanes.append(index[path[:depth]])
        rows[path] = (lanes + lanes[-1:] * DEPTH)[:DEPTH]
    paths = np.array([rows[one.path] for one in records], dtype=np.int64).reshape(-1, DEPTH)
    return LaneTree(index, np.array(parents, dtype=np.int64), paths)


@dataclass
class CalendarColumns:
    """All calendars as columns of days, from the first to the last."""

    first: int
    last: int
    _numbers: dict[int, int] = field(default_factory=dict)
    _kept: list[Calendar] = field(default_factory=list)
    _open: list[Flags] = field(default_factory=list)
    _columns: tuple[Flags, Ints, Ints] | None = None

    def number(self, calendar: Calendar) -> int:
        """Return the calendar's number, a new one for one not seen before."""
        if id(calendar) not in self._numbers:
            self._numbers[id(calendar)] = len(self._open)
            self._kept.append(calendar)
            days = range(self.first, self.last + 1)
            self._open.append(np.array([date.fromordinal(day) in calendar for day in days]))
            self._columns = None
        return self._numbers[id(calendar)]

    def is_open(self, calendars: Ints, day: int) -> Flags:
        """Say, calendar by calendar, whether the day counts."""
        found: Flags = self._all()[0][calendars, day - self.first]
        return found

    def count(self, calendars: Ints, begins: Ints, day: int) -> Ints:
        """Return how many days counted after each of `begins` up to this one, included."""
        counts = self._all()[1]
        at = np.clip(begins - self.first, 0, self.last - self.first)
        passed: Ints = np.maximum(counts[calendars, day - self.first] - counts[calendars, at], 0)
        return passed

    def counted(self, days: Ints, calendars: Ints) -> Ints:
        """Return the first day that counts from each of these on; `NEVER` beyond the last one."""
        within = (days >= self.first) & (days <= self.last)
        if not len(days):
            return days
        at = np.where(within, days - self.first, 0)
        return np.where(within, self._all()[2][calendars, at], NEVER)

    def _all(self) -> tuple[Flags, Ints, Ints]:
        """Return, calendar by day: whether it counts, how many have counted, and the next that does."""
        if self._columns is None:
            is_open = np.array(self._open).reshape(len(self._open), -1)
            days = np.where(is_open, np.arange(self.first, self.last + 1), NEVER)
            following = np.minimum.accumulate(days[:, ::-1], axis=1)[:, ::-1]
            self._columns = (is_open, np.cumsum(is_open, axis=1), following)
        return self._columns
