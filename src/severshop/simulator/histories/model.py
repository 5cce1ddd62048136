"""How a made-up history comes about.

Magnitudes, each in the range that published histories of parcels show:

- orders grow by half in a year, fewer at weekends, four times as many around the last Friday of November;
- handling takes about a working day and a half; above its capacity the warehouse queues, so peaks make everybody wait;
- transit takes two to seven working days by region, a little more or less by place, with a long tail (one in thirty
  takes a week longer); the whole network drifts slowly, by up to a fifth either way;
- one carrier of three fails for a week: what it holds then waits three to nine days longer;
- one parcel in two hundred is lost; the other shop's promise is a fixed number of days by region, generous on average.

The same seed makes the same history.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import holidays

COUNTRY = "DE"
REGIONS = {
    # name: share of the orders, working days of transit, spread between its places
    "NW": (0.22, 2.0, 0.3),
    "BY": (0.16, 2.6, 0.5),
    "BW": (0.13, 2.4, 0.4),
    "NI": (0.10, 2.4, 0.4),
    "HE": (0.08, 2.2, 0.3),
    "BE": (0.07, 2.8, 0.2),
    "SN": (0.06, 3.2, 0.5),
    "HH": (0.05, 2.6, 0.2),
    "SH": (0.05, 3.4, 0.7),
    "MV": (0.04, 4.4, 1.0),
    "BB": (0.04, 3.6, 0.6),
}
PLACES = 25
CARRIERS = 3
LOST = 0.005
LONG_TAIL = 1 / 30
WEEKDAYS = (1.15, 1.1, 1.05, 1.0, 0.95, 0.8, 0.95)
HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 8, 8, 8, 8, 8, 8, 9, 10, 11, 10, 7, 4)
CUTOFF_HOUR = 14
HELPED_MONTHS = (11, 12)
SATURDAY, SUNDAY = 5, 6
SATURDAY_DELIVERS = 0.55
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """What became of one order. `handed_over_at` and `delivered_at` are None for what never happened."""

    number: int
    lane: str
    placed_at: datetime
    handed_over_at: datetime | None
    delivered_at: datetime | None
    promised_on: date


@dataclass
class World:
    """A shop, its warehouse and its carriers over some days."""

    orders: int
    days: int
    first: date
    seed: int
    dice: random.Random = field(init=False)
    closed: frozenset[date] = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        years = range(self.first.year, (self.first + self.days * DAY).year + 2)
        self.closed = frozenset(holidays.country_holidays(COUNTRY, years=years))
        self._demand = [self._demand_of(self.first + n * DAY) for n in range(self.days)]
        self._per_demand = self.orders / sum(self._demand)
        self._capacity = [self._hands(self.first + n * DAY) * self._per_demand for n in range(self.days)]
        self._drift = self._slow_walk()
        self._places = {
            region: [max(0.6, self.dice.gauss(1.0, spread / mean)) for _ in range(PLACES)]
            for region, (_share, mean, spread) in REGIONS.items()
        }
        self._carriers = {region: [self.dice.random() + 0.2 for _ in range(CARRIERS)] for region in REGIONS}
        self.failing = self.dice.randrange(CARRIERS)
        self.fails_from = self.first + int(self.days * self.dice.uniform(0.55, 0.75)) * DAY
        self.fails_until = self.fails_from + 7 * DAY

    def stories(self) -> Iterator[Story]:
        """Yield what becomes of each order, in the order of placing."""
        number, waiting = 0, 0.0
        for n in range(self.days):
            day = self.first + n * DAY
            count = self._count(self._demand[n] * self._per_demand)
            for moment in sorted(self._moment(day) for _ in range(count)):
                number += 1
                yield self._story(number, moment, queue_days=waiting / self._capacity[n], drift=self._drift[n])
            waiting = max(0.0, waiting + count - (self._capacity[n] if self._works(day) else 0.0))

    def _story(self, number: int, placed_at: datetime, *, queue_days: float, drift: float) -> Story:
        region = self.dice.choices(list(REGIONS), [share for share, _mean, _spread in REGIONS.values()])[0]
        place = min(int(self.dice.expovariate(0.35)), PLACES - 1)
        carrier = self.dice.choices(range(CARRIERS), self._carriers[region])[0]
        begins = placed_at.date() + (DAY if placed_at.hour >= CUTOFF_HOUR else timedelta())
        handling = min(self.dice.lognormvariate(0.1, 0.6) + max(0.0, queue_days - 0.5), 25.0)
        handed = self._after(begins, working_days=handling)
        mean = REGIONS[region][1] * self._places[region][place] * drift * (1.0 + 0.12 * (carrier - 1))
        transit = mean * self.dice.lognormvariate(-0.04, 0.3) + (
            self.dice.uniform(4, 10) if self.dice.random() < LONG_TAIL else 0.0
        )
        arrives = self._after(handed, working_days=max(0.6, transit))
        if carrier == self.failing and handed < self.fails_until and arrives >= self.fails_from:
            arrives += timedelta(days=self.dice.uniform(3, 9))
        arrives = self._delivery_day(arrives)
        return Story(
            number=number,
            lane=f"{COUNTRY}/{region}/{region}-{place:02d}",
            placed_at=placed_at,
            handed_over_at=self._at(handed, 15, 19),
            delivered_at=None if self.dice.random() < LOST else self._at(arrives, 9, 19),
            promised_on=self._promise(placed_at, region),
        )

    def _demand_of(self, day: date) -> float:
        black_friday = max(d for d in (date(day.year, 11, n) for n in range(22, 31)) if d.weekday() == 4)  # noqa: PLR2004
        peak = 4.0 * math.exp(-(((day - black_friday).days - 1) ** 2) / 10)
        christmas = 0.7 if date(day.year, 12, 1) <= day <= date(day.year, 12, 20) else 0.0
        return self._growth(day) * WEEKDAYS[day.weekday()] * (1.0 + peak + christmas)

    def _hands(self, day: date) -> float:
        """Return what the warehouse manages: five days' work for seven days' orders, a quarter more, hired help."""
        helped = 2.4 if day.month in HELPED_MONTHS else 1.0
        return 1.25 * 7 / 5 * self._growth(day) * helped

    def _growth(self, day: date) -> float:
        return 1.0 + 0.5 * (day - self.first).days / 365

    def _slow_walk(self) -> list[float]:
        level, walk = 0.0, []
        for _ in range(self.days):
            level = 0.985 * level + self.dice.gauss(0, 0.014)
            walk.append(1.0 + max(-0.2, min(0.2, level)))
        return walk

    def _count(self, mean: float) -> int:
        return max(0, round(self.dice.gauss(mean, math.sqrt(mean))))

    def _moment(self, day: date) -> datetime:
        hour = self.dice.choices(range(24), HOURS)[0]
        return datetime.combine(day, time(hour, self.dice.randrange(60), self.dice.randrange(60)))

    def _at(self, day: date, first_hour: int, last_hour: int) -> datetime:
        return datetime.combine(day, time(self.dice.randint(first_hour, last_hour), self.dice.randrange(60)))

    def _works(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.closed

    def _after(self, day: date, *, working_days: float) -> date:
        """Return the day on which so many working days, the rest of one by chance, have passed."""
        left = int(working_days) + (self.dice.random() < working_days % 1.0)
        while left > 0 or not self._works(day):
            day += DAY
            left -= self._works(day)
        return day

    def _delivery_day(self, day: date) -> date:
        while day in self.closed or day.weekday() == SUNDAY or not (self._works(day) or self._saturday()):
            day += DAY
        return day

    def _saturday(self) -> bool:
        return self.dice.random() < SATURDAY_DELIVERS

    def _promise(self, placed_at: datetime, region: str) -> date:
        day = placed_at.date()
        left = round(2 + 1.9 * REGIONS[region][1])
        while left:
            day += DAY
            left -= self._works(day)
        return day
