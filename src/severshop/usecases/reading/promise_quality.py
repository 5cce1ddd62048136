"""Whether promises are kept as often as was asked, by the week in which they were made."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from severshop.usecases.reading.past_deliveries import EPOCH, Past, Places, grouped, past_deliveries

BAND = 0.95
"""Share of weeks that lie inside the band while everything goes as asked."""
LOUD = 3.0
"""Sigma from which a carrier's week is named though nobody asked for that carrier: Shewhart's limit."""
WEEKDAY_OF_EPOCH = 3
"""1970 began on a Thursday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The promises of a week; `monday` is its first day.

    `judged` are those whose last promised day is over, `kept` how many of them arrived by it. `asked` is the mean
    sureness that they were made with. The band is what `kept / judged` may be by chance alone; None where nothing
    is judged. `open` waits for its day: such a week is not complete. `mean_days`: from placing to the last promised
    day, over all promises of the week.
    """

    monday: date
    promised: int
    judged: int
    kept: int
    open: int
    asked: float | None
    low: float | None
    high: float | None
    mean_days: float

    @property
    def share(self) -> float | None:
        return self.kept / self.judged if self.judged else None

    @property
    def sigma(self) -> float:
        """How many standard deviations the kept share lies above what was asked; below is negative."""
        if self.share is None or self.asked is None:
            return 0.0
        spread = math.sqrt(self.asked * (1 - self.asked) / self.judged)
        return (self.share - self.asked) / spread if spread else 0.0

    @property
    def is_below(self) -> bool:
        return self.share is not None and self.low is not None and self.share < self.low

    @property
    def is_above(self) -> bool:
        return self.share is not None and self.high is not None and self.share > self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A week in which less was kept than chance explains; `carrier` is empty for all together."""

    carrier: str
    week: Week


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseQuality:
    """The weeks of a period, the oldest first, and what is alarming, the newest first."""

    first: date
    last: date
    weeks: tuple[Week, ...]
    alarms: tuple[Alarm, ...]
    carriers: tuple[str, ...]


def promise_quality(*, weeks: int, today: date, carrier: str = "") -> PromiseQuality:
    """Return how promises of the last so many ISO weeks were kept, this week included; one carrier's or all.

    Only promises that a sureness was asked for count: what came from elsewhere says nothing about ours.
    """
    monday = today - timedelta(days=today.weekday())
    first, last = monday - timedelta(weeks=weeks - 1), monday + timedelta(days=6)
    past = past_deliveries(first, last, today=today)
    counted = np.flatnonzero(~np.isnan(past.asked) & ~np.isnan(past.latest))
    by_carrier = {past.carrier.words[key]: counted[rows] for key, rows in grouped(past.carrier.of[counted])}
    shown = by_carrier.get(carrier, counted[:0]) if carrier else counted
    told = _weeks(past, shown)
    alarms = [Alarm(carrier=carrier, week=week) for week in told if week.is_below]
    if not carrier:
        alarms += [
            Alarm(carrier=name, week=week)
            for name, rows in by_carrier.items()
            for week in _weeks(past, rows)
            if week.is_below and week.sigma <= -LOUD
        ]
    return PromiseQuality(
        first=first,
        last=last,
        weeks=told,
        alarms=tuple(sorted(alarms, key=lambda alarm: (alarm.week.monday, -alarm.week.sigma), reverse=True)),
        carriers=tuple(by_carrier),
    )


def band(asked: float, count: int) -> tuple[float, float]:
    """Return between which shares `count` promises are kept in 95 % of weeks, where each is kept with chance `asked`.

    The exact binomial limits of a p chart: the least share that is not among the unlikeliest 2.5 % at the low end, and
    the same at the high end. NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.2 "Proportions control charts"
    takes the normal approximation asked +- 1.96 sqrt(asked (1 - asked) / count) and warns of it where count
    (1 - asked) is below 5: with 93 % asked that is every week of less than 71 parcels, so the sum itself is taken.
    """
    if count == 0 or asked in {0.0, 1.0}:
        return asked, asked
    kept = np.arange(count + 1)
    logs = np.cumsum(np.log(np.maximum(kept, 1)))
    chances = np.exp(logs[-1] - logs - logs[::-1] + kept * math.log(asked) + (count - kept) * math.log1p(-asked))
    at_most = np.cumsum(chances)
    tail = (1 - BAND) / 2
    low = int(np.searchsorted(at_most, tail, side="right"))
    high = int(np.searchsorted(at_most, 1 - tail, side="left"))
    return low / count, min(high, count) / count


def _weeks(past: Past, rows: Places) -> tuple[Week, ...]:
    """Return the weeks in which something was promised. Only days that are over are judged, early arrivals or not.

    To count who arrived before the day as kept and leave out who has not would make every young week look perfect.
    """
    mondays = (past.placed_day[rows] + WEEKDAY_OF_EPOCH) // 7
    return tuple(_week(past, rows[places], number=number) for number, places in grouped(mondays))


def _week(past: Past, rows: Places, *, number: int) -> Week:
    judged = rows[past.is_judged[rows]]
    asked = float(past.asked[judged].mean()) if len(judged) else None
    low, high = band(asked, len(judged)) if asked is not None else (None, None)
    return Week(
        monday=EPOCH + timedelta(days=7 * number - WEEKDAY_OF_EPOCH),
        promised=len(rows),
        judged=len(judged),
        kept=int(past.is_kept[judged].sum()),
        open=int(past.is_open[rows].sum()),
        asked=asked,
        low=low,
        high=high,
        mean_days=float((past.latest[rows] - past.placed_day[rows]).mean()),
    )
