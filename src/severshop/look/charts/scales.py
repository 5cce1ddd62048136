"""From values to places on paper."""

import math
from collections.abc import Iterable
from typing import NamedTuple

MOST_TICKS = 5
SAME = 1e-9
"""Values that differ by less than this share of themselves are one and the same to a reader."""
BEYOND = 1e15
"""Nothing is drawn further away."""


class Scale(NamedTuple):
    """A range of values with round numbers to read it by."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 at the low end to 1 at the high one; what is beyond stays at the end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def scale_of(values: Iterable[float], *, least: float | None = None, most: float | None = None) -> Scale:
    """Return a scale that holds the values; `least` and `most` are ends that it never goes beyond."""
    floor, roof = (-BEYOND if least is None else least), (BEYOND if most is None else most)
    known = [min(max(value, floor), roof) for value in values if math.isfinite(value)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if high - low <= max(abs(low), abs(high)) * SAME:
        room = abs(low) / 2 or 0.5
        low, high = max(low - room, floor), min(high + room, roof)
    step = _round_step((high - low) / (MOST_TICKS - 1))
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = [step * n for n in range(first, last + 1)]
    start = ticks[0] if least is None else max(ticks[0], least)
    end = ticks[-1] if most is None else min(ticks[-1], most)
    return Scale(start, end, tuple(tick for tick in ticks if start <= tick <= end))


def some_of(count: int, *, most: int) -> set[int]:
    """Return the places of at most `most` of `count` things, evenly spread, the last always among them."""
    step = max(math.ceil(count / most), 1)
    return set(range(count - 1, -1, -step))


def _round_step(width: float) -> float:
    size = 10.0 ** math.floor(math.log10(width))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= width * 0.999)
