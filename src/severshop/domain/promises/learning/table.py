"""A history as columns of numbers, and the lanes in it as a tree."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from severshop.domain.promises.learning.history import PastOrder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER = np.iinfo(np.int32).max
"""The day of what has not happened, or of what nobody knows."""
HOURS = 24.0
DEPTH = 5
MOST_LANES = 30_000
PROMISED_BANDS = (3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 23, 26, 30, 36, 45)
"""Days; orders that another system promised for alike are counted together."""


@dataclass(frozen=True)
class Table:
    """One row an order, in the order of placing. Days are proleptic ordinals; `NEVER` is not yet."""

    ids: Sequence[str]
    lanes: Sequence[tuple[str, ...]]
    placed: Ints
    rest_of_day: Floats
    """The share of the day of placing that was left."""
    handed: Ints
    delivered: Ints
    promised: Ints


def table_of(orders: Sequence[PastOrder]) -> Table:
    """Return the orders as columns."""
    ordered = sorted(orders, key=lambda order: order.placed_at)
    return Table(
        ids=[order.order_id for order in ordered],
        lanes=[order.lane for order in ordered],
        placed=np.array([order.placed_at.toordinal() for order in ordered], dtype=np.int64),
        rest_of_day=np.array([1.0 - (order.placed_at.hour + order.placed_at.minute / 60) / HOURS for order in ordered]),
        handed=_days([order.handed_over_at for order in ordered]),
        delivered=_days([order.delivered_at for order in ordered]),
        promised=_days([order.promised_on for order in ordered]),
    )


def _days(moments: Sequence[date | None]) -> Ints:
    return np.array([NEVER if moment is None else moment.toordinal() for moment in moments], dtype=np.int64)


@dataclass(frozen=True)
class LaneTree:
    """The lanes that occur, the widest first: all, country, region, what was promised there, place."""

    parents: Ints
    paths: Ints
    """Order x depth: each order's lanes; a short path repeats its last."""
    countries: Ints
    """Of each order, as a number; orders without a lane share one."""


def lane_tree(table: Table) -> LaneTree:
    """Return the tree of lanes. Places beyond `MOST_LANES` are counted with their region."""
    lanes = [_lane(lane, promised) for lane, promised in zip(table.lanes, _promised_days(table), strict=True)]
    index: dict[tuple[str, ...], int] = {(): 0}
    parents = [0]
    for depth in range(1, DEPTH):
        for lane in dict.fromkeys(lane[:depth] for lane in lanes if len(lane) >= depth):
            if len(parents) < MOST_LANES:
                index[lane] = len(parents)
                parents.append(index[lane[:-1]])
    paths = np.zeros((len(lanes), DEPTH), dtype=np.int64)
    for row, lane in enumerate(lanes):
        for depth in range(1, DEPTH):
            paths[row, depth] = index.get(lane[:depth], paths[row, depth - 1])
    numbers: dict[str, int] = {}
    countries = [numbers.setdefault(lane[0] if lane else "", len(numbers)) for lane in lanes]
    return LaneTree(np.array(parents), paths, np.array(countries, dtype=np.int64))


def _lane(lane: tuple[str, ...], promised_days: int) -> tuple[str, ...]:
    """Return the lane with a step for what another system promised: what it knew of the order shows in it."""
    band = bisect_right(PROMISED_BANDS, promised_days) if promised_days >= 0 else -1
    return (*lane[:2], f"promised {band}", *lane[2:]) if len(lane) > 1 else lane


def _promised_days(table: Table) -> list[int]:
    return [int(days) for days in np.where(table.promised < NEVER, table.promised - table.placed, -1)]
