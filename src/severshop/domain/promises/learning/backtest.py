"""Walks through a history day by day, promising and watching with only what was known then."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from severshop.domain.promises.learning.forecast import nearest_days, quantile_days, window_days
from severshop.domain.promises.learning.learner import IsHoliday, Learner
from severshop.domain.promises.learning.table import NEVER, Table

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

WATCH_DAYS = 45
"""No order is watched longer before its date than this."""
LATE_CHANCE = 0.7
"""An order is flagged when it will be late with at least this chance."""
WINDOWS = (0.8, 0.9)
NOTHING = -1

Progress = Callable[[int, int], None]
"""Told after each day how many days are done, of how many."""


@dataclass
class Said:
    """What was said of each order, by its row; `NOTHING` where nothing was said. Days count from placing."""

    promised: Ints
    """The promise at the asked sureness: the day on which the chance of having arrived is nearest to it."""
    quantiles: dict[float, Ints]
    windows: dict[float, tuple[Ints, Ints]]
    deadline: Ints
    """The day (ordinal) that the order was watched against: the other system's promise, else our own."""
    flagged: Ints
    """The day (ordinal) on whose evening it was flagged."""


@dataclass
class Backtest:
    """One walk. `scored` says which orders are promised and watched; all others only teach."""

    table: Table
    scored: Flags
    chances: tuple[float, ...]
    sure: float
    is_holiday: IsHoliday
    said: Said = field(init=False)

    def __post_init__(self) -> None:
        rows = len(self.table.ids)

        def nothing() -> Ints:
            return np.full(rows, NOTHING, dtype=np.int64)

        self.said = Said(
            promised=nothing(),
            quantiles={chance: nothing() for chance in self.chances},
            windows={chance: (nothing(), nothing()) for chance in WINDOWS},
            deadline=self.table.promised.copy(),
            flagged=nothing(),
        )
        self._learner = Learner(self.table, self.is_holiday)

    def run(self, *, progress: Progress) -> Said:
        """Live through every day of the history, from the first order to the last."""
        placed = self.table.placed
        first, last = int(placed[0]), int(placed[-1])
        begins = np.searchsorted(placed, np.arange(first, last + 2))
        for day in range(first, last + 1):
            new = np.arange(begins[day - first], begins[day - first + 1])
            self._learner.morning(day, new=new)
            self._promise(new[self.scored[new]], day=day)
            self._learner.evening(day)
            self._watch(day)
            progress(day - first + 1, last - first + 1)
        return self.said

    def _promise(self, rows: Ints, *, day: int) -> None:
        if not len(rows):
            return
        arrived = self._learner.placed_today(rows, day=day)
        self.said.promised[rows] = nearest_days(arrived, chance=self.sure)
        for chance, days in self.said.quantiles.items():
            days[rows] = quantile_days(arrived, chance=chance)
        for chance, (first, last) in self.said.windows.items():
            first[rows], last[rows] = window_days(arrived, chance=chance)
        unpromised = rows[self.said.deadline[rows] == NEVER]
        self.said.deadline[unpromised] = day + self.said.promised[unpromised]

    def _watch(self, day: int) -> None:
        """Flag, on this evening, what will be late."""
        rows = self._learner.open_rows
        left = self.said.deadline[rows] - day
        rows = rows[self.scored[rows] & (left >= 1) & (left <= WATCH_DAYS) & (self.said.flagged[rows] == NOTHING)]
        moving = self.table.handed[rows] <= day
        for group, is_moving in ((rows[moving], True), (rows[~moving], False)):
            if len(group):
                days = self.said.deadline[group] - day
                arrived = self._learner.under_way(group, day=day, days=int(days.max()), is_moving=is_moving)
                late = 1.0 - arrived[np.arange(len(group)), days - 1]
                self.said.flagged[group[late >= LATE_CHANCE]] = day
