"""All that is learned from a history up to a morning, and the forecasts that follow from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from severshop.domain.promises.learning.clock import HOLIDAY, WorkingClock
from severshop.domain.promises.learning.forecast import REST_OF_HAND_OVER_DAY, Stage, arrives_by, ends_by
from severshop.domain.promises.learning.hazards import BINS, Hazards
from severshop.domain.promises.learning.table import LaneTree, Table, lane_tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HORIZON_DAYS = 100
TOO_OLD = BINS - 1.0
"""What waits longer than this is lost: it teaches no more."""
DAYS_OF_WEEK = 7

IsHoliday = Callable[[tuple[str, ...], int], bool]
"""Whether a day (ordinal) is a public holiday in a lane's `(country, region)`."""


@dataclass
class Learning:
    """One stage: its hazards, its clock, and how old each order is in it, by that clock."""

    hazards: Hazards
    clock: WorkingClock
    ages: Floats


@dataclass
class Learner:
    """Learns day by day from a table of orders, and forecasts the rest of them."""

    table: Table
    is_holiday: IsHoliday
    handling: Learning = field(init=False)
    transit: Learning = field(init=False)
    open_rows: Ints = field(init=False)
    """Orders that are placed and not delivered, as rows."""

    def __post_init__(self) -> None:
        self.first_day = int(self.table.placed[0])
        self._tree: LaneTree = lane_tree(self.table)
        self._kinds, self._calendars = self._kinds_of_days()
        self.open_rows = np.zeros(0, dtype=np.int64)
        self.handling, self.transit = self._stage(), self._stage()

    def morning(self, day: int, *, new: Ints) -> None:
        """Work out what is known on this morning, for all that is under way and for what is placed today."""
        self.open_rows = np.concatenate([self.open_rows, new])
        paths = self._tree.paths[self.open_rows]
        if not len(paths):
            return
        for stage in self._stages():
            stage.hazards.learned(day=day - self.first_day, paths=paths)
            stage.clock.learned()

    def evening(self, day: int) -> None:
        """Take in what happened on this day."""
        table, rows = self.table, self.open_rows
        waiting = rows[table.handed[rows] >= day]
        share = np.where(table.placed[waiting] == day, table.rest_of_day[waiting], 1.0)
        self._observe(self.handling, waiting, share=share, ended=table.handed[waiting] == day, day=day)
        moving = rows[table.handed[rows] <= day]
        share = np.where(table.handed[moving] == day, REST_OF_HAND_OVER_DAY, 1.0)
        self._observe(self.transit, moving, share=share, ended=table.delivered[moving] == day, day=day)
        too_old = np.maximum(self.handling.ages[rows], self.transit.ages[rows]) >= TOO_OLD
        self.open_rows = rows[(table.delivered[rows] > day) & ~too_old]

    def placed_today(self, rows: Ints, *, day: int) -> Floats:
        """Return, order by day, the chance of arrival by the end of each day from the day of placing on."""
        handling = self._coming(self.handling, rows, day=day, days=HORIZON_DAYS)
        handling.lengths[:, 0] *= self.table.rest_of_day[rows]
        transit = self._coming(self.transit, rows, day=day, days=HORIZON_DAYS)
        return arrives_by(handling, transit, lanes=self._tree.paths[rows, -1], ages=np.zeros(len(rows)))

    def under_way(self, rows: Ints, *, day: int, days: int, is_moving: bool) -> Floats:
        """Return, order by day, the chance of arrival by the end of each coming day, the first being tomorrow."""
        lanes = self._tree.paths[rows, -1]
        transit = self._coming(self.transit, rows, day=day + 1, days=days)
        if is_moving:
            return ends_by(transit, lanes=lanes, ages=self.transit.ages[rows])
        handling = self._coming(self.handling, rows, day=day + 1, days=days)
        return arrives_by(handling, transit, lanes=lanes, ages=self.handling.ages[rows])

    def _stages(self) -> Iterator[Learning]:
        yield self.handling
        yield self.transit

    def _stage(self) -> Learning:
        countries = int(self._tree.countries.max()) + 1
        return Learning(Hazards(self._tree.parents), WorkingClock(countries), np.zeros(len(self.table.ids)))

    def _coming(self, stage: Learning, rows: Ints, *, day: int, days: int) -> Stage:
        first = day - self.first_day
        kinds = self._kinds[self._calendars[rows], first : first + days]
        return Stage(stage.hazards.today, stage.clock.lengths[self._tree.countries[rows, None], kinds])

    def _observe(self, stage: Learning, rows: Ints, *, share: Floats, ended: Flags, day: int) -> None:
        if not len(rows):
            return
        countries = self._tree.countries[rows]
        kinds = self._kinds[self._calendars[rows], day - self.first_day]
        waited = stage.clock.lengths[countries, kinds] * share
        bins = np.minimum((stage.ages[rows] + waited / 2).astype(np.int64), BINS - 1)
        paths = self._tree.paths[rows]
        hazard = stage.hazards.today[paths[:, 1], bins] * share
        stage.hazards.observe(paths, ages=bins, waited=waited, ended=ended, day=day - self.first_day)
        stage.clock.observe(countries, kinds=kinds, hazard=hazard, ended=ended)
        stage.ages[rows] += waited

    def _kinds_of_days(self) -> tuple[Ints, Ints]:
        """Return calendar x day: the kind of day, and each order's calendar."""
        numbers: dict[tuple[str, ...], int] = {}
        calendars = [numbers.setdefault(lane[:2], len(numbers)) for lane in self.table.lanes]
        days = int(self.table.placed[-1]) - self.first_day + HORIZON_DAYS + 2
        # Day 1 of the proleptic calendar was a Monday.
        weekdays = (self.first_day - 1 + np.arange(days)) % DAYS_OF_WEEK
        kinds = np.tile(weekdays, (len(numbers), 1))
        for lane, row in numbers.items():
            for offset in range(days):
                if self.is_holiday(lane, self.first_day + offset):
                    kinds[row, offset] = HOLIDAY
        return kinds, np.array(calendars, dtype=np.int64)
