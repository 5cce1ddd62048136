"""Past and running deliveries as columns, for what counts over many of them. Read once, at most the chosen period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from severshop.infra.db.reads import rows_of

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Marks = NDArray[np.bool_]

HOUR = 3600
DAY = 86_400
EPOCH = date(1970, 1, 1)
COLUMNS = (
    "SELECT carrier, lane, {placed_at}, {handed_over_at}, {first_scan_at}, {delivered_at}, {ended_at}, is_lost,"
    " {promised_latest}, asked FROM promises_deliveryrecord WHERE placed_at >= %s AND placed_at < %s"
)
SECONDS = {
    "sqlite": "CAST(round((julianday({}) - 2440587.5) * 86400) AS INTEGER)",
    "postgresql": "extract(epoch FROM {})::bigint",
}
"""Seconds since 1970. Numbers are read ten times as fast as moments."""
DAYS = {
    "sqlite": "CAST(round(julianday({}) - 2440587.5) AS INTEGER)",
    "postgresql": "({} - DATE '1970-01-01')",
}


class Named(NamedTuple):
    """A column of words: which there are, and which one each row has."""

    words: tuple[str, ...]
    of: Places


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """One row a parcel, the same place in each column; NaN where nothing is known.

    Moments are seconds since 1970 (UTC), days are days since 1970 by the warehouse's clock. `is_judged`: the last
    promised day is over, so that it can be said whether it was kept; `is_kept` says so. What was called off or came
    back before it arrived is not judged.
    """

    carrier: Named
    lane: Named
    placed_day: Places
    handed_over: Floats
    first_scan: Floats
    delivered: Floats
    delivered_day: Floats
    latest: Floats
    asked: Floats
    is_lost: Marks
    is_judged: Marks
    is_kept: Marks
    is_open: Marks
    """Promised for a day that is not over yet."""


def past_deliveries(first: date, last: date, *, today: date, carrier: str = "") -> Past:
    """Return what was placed from the first to the last day, both included, by the warehouse's clock."""
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(date.fromordinal(last.toordinal() + 1), time(), zone)
    parameters: list[object] = [begin.astimezone(UTC), end.astimezone(UTC)]
    sql = _statement()
    if carrier:
        sql, parameters = f"{sql} AND carrier = %s", [*parameters, carrier]
    rows = rows_of(sql, parameters, kinds=())
    return _columns(rows, today=(today - EPOCH).days)


def grouped(keys: Places) -> Iterator[tuple[int, Places]]:
    """Return each key that occurs, the least first, with the rows that have it."""
    if not len(keys):
        return
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    for key, rows in zip(found, np.split(order, starts[1:]), strict=True):
        yield int(key), rows


def _statement() -> str:
    vendor = connection.vendor
    moments = ("placed_at", "handed_over_at", "first_scan_at", "delivered_at", "ended_at")
    words = {name: SECONDS[vendor].format(name) for name in moments}
    return COLUMNS.format(**words, promised_latest=DAYS[vendor].format("promised_latest"))


def _columns(rows: Sequence[tuple[object, ...]], *, today: int) -> Past:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 10
    placed, handed, scanned, delivered, ended = (np.array(column, dtype=np.float64) for column in columns[2:7])
    is_lost = np.array(columns[7], dtype=np.bool_)
    latest, asked = (np.array(column, dtype=np.float64) for column in columns[8:])
    delivered_day = local_days(delivered)
    is_over = latest < today
    is_called_off = np.isnan(delivered) & ~np.isnan(ended) & ~is_lost
    return Past(
        carrier=_named(columns[0]),
        lane=_named(columns[1]),
        placed_day=local_days(placed).astype(np.int64),
        handed_over=handed,
        first_scan=scanned,
        delivered=delivered,
        delivered_day=delivered_day,
        latest=latest,
        asked=asked,
        is_lost=is_lost,
        is_judged=is_over & ~is_called_off,
        is_kept=is_over & (delivered_day <= latest),
        is_open=~is_over & ~np.isnan(latest) & ~is_called_off,
    )


def _named(column: Sequence[object]) -> Named:
    words = tuple(sorted({str(word) for word in column}))
    places = {word: place for place, word in enumerate(words)}
    return Named(words, np.fromiter((places[str(word)] for word in column), dtype=np.int64, count=len(column)))


def local_days(seconds: Floats) -> Floats:
    """Return the days since 1970 on which moments were by the warehouse's clock; clocks are changed at full hours."""
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    found = np.full(len(seconds), np.nan)
    known = ~np.isnan(seconds)
    hours, places = np.unique(seconds[known] // HOUR, return_inverse=True)
    shifts = np.array([_offset(float(hour) * HOUR, zone) for hour in hours], dtype=np.float64)
    if len(hours):
        found[known] = (seconds[known] + shifts[places]) // DAY
    return found


def _offset(seconds: float, zone: ZoneInfo) -> float:
    offset = datetime.fromtimestamp(seconds, zone).utcoffset()
    return offset.total_seconds() if offset else 0.0
