"""The demo shop's own past: what became of the parcels that it sent during the last months.

Magnitudes, small enough to be read week by week:

- about twenty-five orders a day, a little more each month, fewer on Fridays and Saturdays; a sale of four days brings
  three times as many and a week in which the warehouse is behind;
- half of the orders stay in the country, one in seven goes by express; carriers as in the demo's carrier table;
- handling takes no or one working day for most; transit one to two at home, two to four in the union, more beyond
  customs; one parcel in fifty takes some days longer, one in three hundred is lost;
- for one week, about three weeks ago, the carrier that has most parcels fails: what it holds waits days longer, and is
  scanned late.

The same day makes the same past. What had not ended by then has no end: nobody knew it yet.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

from severshop.vocabulary.routes import Route

DAYS = 150
ORDERS_A_DAY = 24.0
GROWTH = 0.35
"""More orders at the end than at the beginning, as a share."""
SALE_BEGINS, SALE_DAYS, SALE_TIMES = 110, 4, 3.0
BEHIND_DAYS = 9
"""So long, from the sale's second day on, the warehouse has more than it can do."""
FAILING, FAILS_WEEKS_AGO, HELD_SHARE = "dhl", 3, 0.7
WEEKDAYS = (1.2, 1.1, 1.05, 1.0, 0.85, 0.7, 1.1)
HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 8, 8, 8, 8, 8, 8, 9, 10, 11, 10, 7, 4)
EXPRESS_SHARE = 0.15
LONG_TAIL, LOST = 0.02, 0.003
GIVEN_UP_DAYS = 21
SEED = "a past of its own"
DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
SHORTEST_TRANSIT = 1

ORIGIN, ORIGIN_REGION, ZONE = "DE", "NW", ZoneInfo("Europe/Berlin")
CUTOFF_HOUR = 14
COUNTRIES: Mapping[str, tuple[float, tuple[str, float], tuple[str, float]]] = {
    # country: share of the orders, carrier and working days of transit: standard, then express
    "DE": (0.52, ("dhl", 1.25), ("ups", 1.0)),
    "AT": (0.08, ("ups", 2.0), ("ups", 1.1)),
    "FR": (0.07, ("ups", 2.6), ("ups", 1.3)),
    "NL": (0.06, ("ups", 1.7), ("ups", 1.0)),
    "IT": (0.05, ("ups", 3.1), ("ups", 1.5)),
    "DK": (0.04, ("ups", 2.1), ("ups", 1.2)),
    "ES": (0.04, ("ups", 3.4), ("ups", 1.6)),
    "CH": (0.04, ("ups", 4.1), ("fedex", 2.2)),
    "GB": (0.04, ("royalmail", 4.6), ("fedex", 2.4)),
    "BE": (0.03, ("ups", 1.8), ("ups", 1.0)),
    "PL": (0.03, ("ups", 2.5), ("ups", 1.4)),
    "SE": (0.0, ("ups", 2.2), ("ups", 1.3)),
}
"""To Sweden nothing went yet: there the merchant's table holds until the first parcels arrive."""
SPREAD = 0.22
"""Of the logarithm of the days in transit."""
HANDLING = {"standard": (0.30, 0.60, 0.08, 0.02), "express": (0.80, 0.18, 0.02)}
"""Chance of each number of working days from the day on which the warehouse turns to the order, 0 first."""
BEHIND = (0.05, 0.45, 0.40, 0.08, 0.02)


class PastParcel(NamedTuple):
    """What became of one parcel. Moments are in UTC; those that had not come are None."""

    number: int
    route: Route
    placed_at: datetime
    handed_over_at: datetime | None
    first_scan_at: datetime | None
    delivered_at: datetime | None
    given_up_at: datetime | None
    """When it was declared lost."""


@dataclass
class Past:
    """The days that end with `until`; what happened later is unknown. With a `country`, all parcels go there."""

    until: datetime
    days: int = DAYS
    a_day: float = ORDERS_A_DAY
    country: str = ""
    dice: random.Random = field(init=False)
    first_day: date = field(init=False)
    fails_from: date = field(init=False)

    def __post_init__(self) -> None:
        today = self.until.astimezone(ZONE).date()
        self.dice = random.Random(SEED)
        self.first_day = today - self.days * DAY
        around = today - FAILS_WEEKS_AGO * 7 * DAY
        self.fails_from = around - around.weekday() * DAY
        self._sale = today - SALE_BEGINS * DAY

    def parcels(self) -> Iterator[PastParcel]:
        """Yield the parcels in the order of placing."""
        number = 0
        for day in (self.first_day + n * DAY for n in range(self.days)):
            mean = self._demand(day)
            count = max(0, round(self.dice.gauss(mean, mean**0.5)))
            for placed_at in sorted(self._moment(day) for _ in range(count)):
                number += 1
                yield self._parcel(number, placed_at)

    def _parcel(self, number: int, placed_at: datetime) -> PastParcel:
        country = self.country or self.dice.choices(list(COUNTRIES), [row[0] for row in COUNTRIES.values()])[0]
        option = "express" if self.dice.random() < EXPRESS_SHARE else "standard"
        _share, standard, express = COUNTRIES[country]
        carrier, mean = standard if option == "standard" else express
        handed_day = self._handed_over_on(placed_at, option)
        handed_over_at = self._at(handed_day, 15, 17)
        fails = carrier == FAILING and self.fails_from <= handed_day < self.fails_from + 7 * DAY
        scanned_at = handed_over_at + timedelta(hours=self.dice.uniform(2, 9) + self.dice.uniform(8, 60) * fails)
        days = max(SHORTEST_TRANSIT, round(mean * self.dice.lognormvariate(0, SPREAD)))
        if self.dice.random() < LONG_TAIL:
            days += self.dice.randint(3, 6)
        arrives = after(handed_day, days, carrier=carrier, country=country)
        is_held = carrier == FAILING and handed_day < self.fails_from + 7 * DAY and arrives >= self.fails_from
        if is_held and self.dice.random() < HELD_SHARE:
            arrives = after(arrives, self.dice.randint(2, 5), carrier=carrier, country=country)
        delivered_at = self._at(arrives, 9, 18)
        is_lost = self.dice.random() < LOST
        return PastParcel(
            number=number,
            route=Route(carrier, option, ORIGIN, country),
            placed_at=placed_at,
            handed_over_at=self._known(handed_over_at),
            first_scan_at=self._known(min(scanned_at, delivered_at)),
            delivered_at=None if is_lost else self._known(delivered_at),
            given_up_at=self._known(handed_over_at + GIVEN_UP_DAYS * DAY) if is_lost else None,
        )

    def _handed_over_on(self, placed_at: datetime, option: str) -> date:
        local = placed_at.astimezone(ZONE)
        begins = local.date() + (DAY if local.hour >= CUTOFF_HOUR else timedelta())
        while not _works(begins):
            begins += DAY
        is_behind = timedelta() < begins - self._sale <= BEHIND_DAYS * DAY
        chances = BEHIND if is_behind else HANDLING[option]
        left = self.dice.choices(range(len(chances)), chances)[0]
        while left:
            begins += DAY
            left -= _works(begins)
        return begins

    def _demand(self, day: date) -> float:
        grown = 1.0 + GROWTH * (day - self.first_day).days / self.days
        sale = SALE_TIMES if timedelta() <= day - self._sale < SALE_DAYS * DAY else 1.0
        return self.a_day * grown * WEEKDAYS[day.weekday()] * sale

    def _moment(self, day: date) -> datetime:
        hour = self.dice.choices(range(24), HOURS)[0]
        return _utc(day, time(hour, self.dice.randrange(60), self.dice.randrange(60)))

    def _at(self, day: date, first_hour: int, last_hour: int) -> datetime:
        return _utc(day, time(self.dice.randint(first_hour, last_hour), self.dice.randrange(60)))

    def _known(self, moment: datetime) -> datetime | None:
        return moment if moment <= self.until else None


def after(day: date, days: int, *, carrier: str, country: str) -> date:
    """Return the day that many of the carrier's days later, on which both ends work. DHL also brings on Saturdays."""
    week_ends = SUNDAY if carrier == "dhl" else SATURDAY
    while days:
        day += DAY
        days -= day.weekday() < week_ends and day not in _closed(ORIGIN, "") and day not in _closed(country, "")
    return day


def _works(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _closed(ORIGIN, ORIGIN_REGION)


@cache
def _closed(country: str, region: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region or None)


def _utc(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, tzinfo=ZONE).astimezone(UTC)
