"""A figure and its bar; how figures are shown and written down."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

BARS = {
    "parse": 12.0,
    "read.json": 0.9,
    "read.page": 0.65,
    "read.304": 0.8,
    "hook.one": 0.7,
    "hook.many": 0.4,
    "fold": 0.5,
    "seen.p99": 3.0,
    "live.p99": 2.0,
    "live.memory": 1.5,
    "my_orders": 0.3,
    "watch": 1.25,
    "quote": 3.0,
}
"""What each ratio is to reach. Of times it is the most that is allowed, of rates the least."""
WAITED = "ms"
MICROSECONDS = "µs"
KILOBYTES = "kB a page"
TIMES = frozenset({WAITED, MICROSECONDS, KILOBYTES})
"""Units of which less is better."""


@dataclass(frozen=True)
class Figure:
    """One measured value beside its limit. Without a bar it only tells."""

    name: str
    value: float
    unit: str
    limit: float
    ratio: float
    bar: float | None
    ok: bool

    @property
    def bar_text(self) -> str:
        sign = "<=" if self.unit in TIMES else ">="
        return "-" if self.bar is None else f"{sign} {self.bar:.2f}"


def figure(kind: str, database: str, *, values: Sequence[float], limits: Sequence[float], unit: str) -> Figure:
    """Judge rounds that were run in turn: each is compared with its neighbour, and the median counts.

    So what else the machine does, now and then, weighs on both sides alike.
    """
    value, limit = median(values), median(limits)
    # A round in which the machine stood still says nothing.
    ratio = median(ours / bare for ours, bare in zip(values, limits, strict=True) if bare)
    bar = BARS.get(kind)
    ok = bar is None or (ratio <= bar if unit in TIMES else ratio >= bar)
    return Figure(
        name=f"{kind}.{database}" if database else kind,
        value=round(value, 2 if unit in TIMES else 0),
        unit=unit,
        limit=round(limit, 2 if unit in TIMES else 0),
        ratio=round(ratio, 3),
        bar=bar,
        ok=ok,
    )


def show(each: Figure) -> str:
    """Return a figure as a line of the table."""
    return (
        f"{each.name:<20} {each.value:>10,.{2 if each.unit in TIMES else 0}f} {each.unit:<10} "
        f"{each.limit:>10,.{2 if each.unit in TIMES else 0}f} {each.ratio:>7.2f}  {each.bar_text:<8} "
        f"{'ok' if each.ok else 'NOT OK'}"
    )


HEAD = f"{'name':<20} {'value':>10} {'unit':<10} {'limit':>10} {'ratio':>7}  {'bar':<8} ok"


def write(figures: Iterable[Figure], path: Path) -> None:
    """Write one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(asdict(each)) + "\n" for each in figures))
