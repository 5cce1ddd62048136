"""How long the shop's own orders take, in working days of the calendars that it knows. Pure.

The same hazards as in a foreign history (see `hazards`), but nothing about the week has to be learned: a day on which
the warehouse or the carrier does not work is none, and what happens on such a day counts on the next that is one.

What the merchant's table says of a way to ship is where its lanes begin (see `rule_table`): handling leans on it for
the whole service, for it is one warehouse, and transit for each country. Own parcels then speak for themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from severshop.domain.promises.learning.curves import Curve
from severshop.domain.promises.learning.hazards import BINS, Hazards
from severshop.domain.promises.learning.own_table import (
    NEVER,
    CalendarColumns,
    Calendars,
    OwnRecord,
    Path,
    ordinals,
    tree_of,
)
from severshop.domain.promises.learning.rule_table import curve_from
from severshop.domain.promises.rules import Days, RuleDays

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

COUNTRY_DEPTH = 2
ENOUGH_FOR_A_REGION = 30
"""Parcels that arrived, before a region goes its own way."""
CALENDAR_AHEAD_DAYS = 40

Progress = Callable[[int, int], None]


class StageTimes(NamedTuple):
    """One stage on one lane."""

    curve: Curve
    ended: int
    open: int


class LaneTimes(NamedTuple):
    """What was learned of a lane."""

    path: Path
    handling: StageTimes
    transit: StageTimes


@dataclass
class _Stage:
    """A stage of all records: when it begins and ends in each, by whose calendar."""

    hazards: Hazards
    calendars: Ints
    begins: Ints
    ends: Ints
    """On a day that counts, or `NEVER`."""
    gone: Ints
    """The first day on which nothing more is known."""


class OwnLearner:
    """Takes in the days one by one, from the first order's on, and says what they teach."""

    def __init__(
        self,
        records: Sequence[OwnRecord],
        *,
        calendars: Callable[[Path], Calendars],
        rules: Mapping[Path, RuleDays],
        today: date,
    ) -> None:
        """Prepare to learn. `rules` are the days of the merchant's table by (service, country).

        Days from `today` on are not known yet. Raises what `calendars` raises.
        """
        begins = ordinals([one.begins for one in records])
        self.first_day = int(begins.min()) if len(records) else today.toordinal()
        self._today = today.toordinal()
        self._tree = tree_of(records)
        self._calendars = CalendarColumns(self.first_day, self._today + CALENDAR_AHEAD_DAYS)
        both = {path: calendars(path) for path in {one.path for one in records}}
        handed, delivered = ordinals([one.handed for one in records]), ordinals([one.delivered for one in records])
        gone = ordinals([one.ended for one in records])
        # A parcel that arrived and that nobody saw leave says nothing of either stage.
        gone[(handed == NEVER) & (delivered < NEVER)] = 0
        warehouse = np.array([self._calendars.number(both[one.path].warehouse) for one in records], dtype=np.int64)
        moving = np.array([self._calendars.number(both[one.path].moving) for one in records], dtype=np.int64)
        self.handling = _Stage(
            self._hazards({path: rule.handling for path, rule in rules.items()}, depth=1),
            warehouse,
            begins,
            self._calendars.counted(np.maximum(handed, begins), warehouse),
            gone,
        )
        self.transit = _Stage(
            self._hazards({path: rule.transit for path, rule in rules.items()}, depth=COUNTRY_DEPTH),
            moving,
            handed,
            self._calendars.counted(delivered, moving),
            gone,
        )
        self._order = np.argsort(begins, kind="stable")
        self._next = 0
        self._open = np.zeros(0, dtype=np.int64)

    def evening(self, day: date) -> None:
        """Take in what happened on this day. Days must come one after the other."""
        number = day.toordinal()
        end = int(np.searchsorted(self.handling.begins[self._order], number, side="right"))
        self._open = np.concatenate([self._open, self._order[self._next : end]])
        self._next = end
        for stage in (self.handling, self.transit):
            self._observe(stage, number)
        rows = self._open
        waits = self._calendars.count(self.handling.calendars[rows], self.handling.begins[rows], number)
        is_open = (
            (np.maximum(self.handling.ends, self.transit.ends)[rows] > number)
            & (self.transit.gone[rows] > number)
            & (waits < BINS - 1)
        )
        self._open = rows[is_open]

    def times(self, *, day: date) -> list[LaneTimes]:
        """Return what is known on the morning of this day, of each country and of the regions with enough parcels."""
        tree, number = self._tree, day.toordinal()
        counts = [self._counts(stage, number) for stage in (self.handling, self.transit)]
        for stage in (self.handling, self.transit):
            stage.hazards.learned(day=number - self.first_day, paths=tree.paths)
        (left, to_leave), (arrived, moving) = counts
        return [
            LaneTimes(
                path,
                StageTimes(curve_from(self.handling.hazards.today[lane]), int(left[lane]), int(to_leave[lane])),
                StageTimes(curve_from(self.transit.hazards.today[lane]), int(arrived[lane]), int(moving[lane])),
            )
            for path, lane in tree.index.items()
            if path and (len(path) <= COUNTRY_DEPTH or arrived[lane] >= ENOUGH_FOR_A_REGION)
        ]

    def _hazards(self, days: Mapping[Path, Days], *, depth: int) -> Hazards:
        return Hazards(self._tree.parents, guesses=self._tree.guesses(days, depth=depth), in_whole_days=True)

    def _observe(self, stage: _Stage, day: int) -> None:
        rows = self._open
        calendars = stage.calendars[rows]
        at_risk = (stage.begins[rows] <= day) & (stage.ends[rows] >= day) & (stage.gone[rows] > day)
        rows = rows[at_risk & self._calendars.is_open(calendars, day)]
        if not len(rows):
            return
        ages = self._calendars.count(stage.calendars[rows], stage.begins[rows], day)
        young = ages < BINS
        rows, ages = rows[young], ages[young]
        paths, since = self._tree.paths[rows], day - self.first_day
        stage.hazards.learned(day=since, paths=paths)
        ended = stage.ends[rows] == day
        stage.hazards.observe(paths, ages=ages, waited=np.ones(len(rows)), ended=ended, day=since)

    def _counts(self, stage: _Stage, day: int) -> tuple[Ints, Ints]:
        """Return, by lane, how many ended before this day and how many were still open on its morning."""
        begun = (stage.begins < day) & (stage.gone > stage.begins)
        ended = begun & (stage.ends < day) & (stage.gone > stage.ends)
        still = begun & (stage.ends >= day) & (stage.gone >= day)
        return self._tree.count(ended), self._tree.count(still)


def learn(
    records: Sequence[OwnRecord],
    *,
    calendars: Callable[[Path], Calendars],
    rules: Mapping[Path, RuleDays],
    today: date,
    progress: Progress = lambda _done, _all: None,
) -> list[LaneTimes]:
    """Return what is known on the morning of `today`. Raises what `calendars` raises."""
    learner = OwnLearner(records, calendars=calendars, rules=rules, today=today)
    last = today.toordinal()
    for number in range(learner.first_day, last):
        learner.evening(date.fromordinal(number))
        progress(number - learner.first_day + 1, last - learner.first_day)
    return learner.times(day=today)
