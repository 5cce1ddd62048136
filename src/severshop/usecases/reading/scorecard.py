"""How carriers did: on time, early, late to scan, lost; by carrier, lane and month of placing."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain

import numpy as np
from django.conf import settings

from severshop.domain.promises.queries import holidays_of
from severshop.usecases.reading.past_deliveries import (
    DAY,
    EPOCH,
    HOUR,
    Floats,
    Marks,
    Past,
    Places,
    grouped,
    local_days,
    past_deliveries,
)

MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of some parcels that a carrier took. None where there is nothing to say it by.

    `judged`: those whose promised day is over; `on_time`: how many of them arrived by it; `open`: those whose day is
    still to come. `early_days`: days between
    arrival and the last promised day, the mean over those that came before it. `scan_hours`: from hand-over to the
    first scan, the median; `scan_late`: share with no scan until the end of the working day after the hand-over,
    of `scan_known`. `transit_days`: from hand-over to arrival, the median of those that have arrived.
    """

    parcels: int
    judged: int
    on_time: int
    open: int
    early_days: float | None
    scan_hours: float | None
    scan_known: int
    scan_late: int
    lost: int
    transit_days: float | None

    @property
    def share_on_time(self) -> float | None:
        return self.on_time / self.judged if self.judged else None

    @property
    def share_scan_late(self) -> float | None:
        return self.scan_late / self.scan_known if self.scan_known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A card of a carrier's; `lane` and `month` (its first day) where it is only of these."""

    carrier: str
    card: Card
    lane: str = ""
    month: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Cards of what was placed from the first to the last day. `lanes` are those of a chosen carrier."""

    first: date
    last: date
    carriers: tuple[Row, ...]
    months: tuple[Row, ...]
    lanes: tuple[Row, ...]


def scorecard(first: date, last: date, *, today: date, now_seconds: float, carrier: str = "") -> Scorecard:
    """Return how carriers did with what was placed in the period and handed over, one carrier or all."""
    past = past_deliveries(first, last, today=today, carrier=carrier)
    facts = _Facts(past, now_seconds=now_seconds)
    by_carrier = [
        Row(carrier=past.carrier.words[key], card=facts.card(rows)) for key, rows in facts.by(past.carrier.of)
    ]
    by_month = [Row(carrier=carrier, month=_month(key), card=facts.card(rows)) for key, rows in facts.by(_months(past))]
    by_lane = [
        Row(carrier=carrier, lane=past.lane.words[key], card=facts.card(rows))
        for key, rows in facts.by(past.lane.of)
        if carrier
    ]
    return Scorecard(
        first=first,
        last=last,
        carriers=tuple(sorted(by_carrier, key=lambda row: -row.card.parcels)),
        months=tuple(by_month),
        lanes=tuple(sorted(by_lane, key=lambda row: -row.card.parcels)),
    )


def scorecard_rows(first: date, last: date, *, today: date, now_seconds: float, carrier: str = "") -> list[Row]:
    """Return the cards of each month, carrier and lane of the period, for a file."""
    past = past_deliveries(first, last, today=today, carrier=carrier)
    facts = _Facts(past, now_seconds=now_seconds)
    carriers, lanes = len(past.carrier.words), len(past.lane.words)
    keys = (_months(past) * carriers + past.carrier.of) * lanes + past.lane.of
    rows = []
    for key, places in facts.by(keys):
        of_carrier, lane = divmod(key, lanes)
        month, own = divmod(of_carrier, carriers)
        rows.append(
            Row(
                carrier=past.carrier.words[own],
                lane=past.lane.words[lane],
                month=_month(month),
                card=facts.card(places),
            )
        )
    return rows


class _Facts:
    """What each parcel tells, computed once for all cards."""

    def __init__(self, past: Past, *, now_seconds: float) -> None:
        self.past = past
        self.is_with_carrier: Marks = ~np.isnan(past.handed_over) | ~np.isnan(past.first_scan)
        self.early: Floats = past.latest - past.delivered_day
        self.scan_hours: Floats = np.maximum(past.first_scan - past.handed_over, 0) / HOUR
        self.transit: Floats = (past.delivered - past.handed_over) / DAY
        self.is_scan_known, self.is_scan_late = _late_scans(past, now_seconds=now_seconds)

    def by(self, keys: Places) -> list[tuple[int, Places]]:
        """Return the rows of each key, only of what a carrier took."""
        taken = np.flatnonzero(self.is_with_carrier)
        return [(key, taken[rows]) for key, rows in grouped(keys[taken])]

    def card(self, rows: Places) -> Card:
        """Return the card of some parcels."""
        early = self.early[rows][self.past.is_judged[rows]]
        return Card(
            parcels=len(rows),
            judged=int(self.past.is_judged[rows].sum()),
            on_time=int((self.past.is_judged & self.past.is_kept)[rows].sum()),
            open=int(self.past.is_open[rows].sum()),
            early_days=_mean(early[early > 0]),
            scan_hours=_median(self.scan_hours[rows]),
            scan_known=int(self.is_scan_known[rows].sum()),
            scan_late=int(self.is_scan_late[rows].sum()),
            lost=int(self.past.is_lost[rows].sum()),
            transit_days=_median(self.transit[rows]),
        )


def _late_scans(past: Past, *, now_seconds: float) -> tuple[Marks, Marks]:
    """Return of which parcels it is known whether the first scan came too late, and of which it did.

    What is not scanned yet counts once it is too late; what arrived without a scan that we know of does not count.
    """
    is_waiting = np.isnan(past.first_scan) & np.isnan(past.delivered)
    until = np.where(is_waiting, now_seconds, past.first_scan)
    is_known = ~np.isnan(until) & ~np.isnan(past.handed_over)
    is_late = np.zeros(len(until), dtype=np.bool_)
    begin, end = past.handed_over[is_known], until[is_known]
    is_late[is_known] = _working_days(begin, end) > 1
    return is_known & (is_late | ~is_waiting), is_late


def _working_days(begin: Floats, end: Floats) -> Places:
    """Return how many working days at the warehouse begin after the day of `begin`, up to the one of `end`."""
    first, last = (local_days(moments).astype(np.int64) + 1 for moments in (begin, end))
    days: Places = np.busday_count(
        first.astype("datetime64[D]"), last.astype("datetime64[D]"), holidays=_holidays(begin, end)
    )
    return days


def _holidays(begin: Floats, end: Floats) -> list[date]:
    if not len(begin):
        return []
    years = range(_day(float(begin.min())).year, _day(float(end.max())).year + 1)
    return sorted(chain.from_iterable(_holidays_of(year) for year in years))


@cache
def _holidays_of(year: int) -> frozenset[date]:
    return holidays_of(settings.WAREHOUSE_COUNTRY, year=year)


def _day(seconds: float) -> date:
    return EPOCH + timedelta(days=int(seconds // DAY))


def _months(past: Past) -> Places:
    months: Places = past.placed_day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months


def _month(key: int) -> date:
    return date(EPOCH.year + key // MONTHS_OF_YEAR, key % MONTHS_OF_YEAR + 1, 1)


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None


def _median(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None
