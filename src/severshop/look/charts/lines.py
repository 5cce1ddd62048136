"""A line over time, with the band in which it should lie."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from severshop.look.charts.scales import Scale, scale_of, some_of

WIDTH, HEIGHT = 520, 250
LEFT, RIGHT, TOP, BOTTOM = 62, 504, 14, 206
LABELS = 6
"""As many as fit under the line."""


class Point(NamedTuple):
    """A value at a time; None where there is none. `low` and `high` are its band, `aim` what was asked."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    aim: float | None = None
    is_alarm: bool = False
    is_open: bool = False
    """Not complete yet."""


class Spot(NamedTuple):
    x: float
    y: float


def draw_line(
    points: Sequence[Point],
    *,
    name: str,
    title: str,
    desc: str,
    said: Callable[[float], str],
    least: float | None = None,
    most: float | None = None,
) -> Markup:
    """Return the chart, or nothing where there is no point. `name` tells charts on a page apart.

    `said` writes a value at the axis; `least` and `most` bound the axis (a share ends at 1).
    """
    if not points:
        return Markup("")
    points = [_finite(point) for point in points]
    scale = scale_of(
        [value for one in points for value in (one.value, one.low, one.high, one.aim) if value is not None],
        least=least,
        most=most,
    )
    return Markup(
        '<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{desc}</desc>'
        "{grid}{band}{aim}{line}{marks}{labels}</svg>"
    ).format(
        width=WIDTH,
        height=HEIGHT,
        name=name,
        title=title,
        desc=desc,
        grid=_grid(scale, said),
        band=_band(points, scale),
        aim=_paths(_runs([one.aim for one in points], scale), "aim"),
        line=_paths(_runs([one.value for one in points], scale), "line"),
        marks=_marks(points, scale),
        labels=_labels(points),
    )


def _finite(point: Point) -> Point:
    """Return the point without what cannot be drawn."""
    kept = [
        value if value is not None and math.isfinite(value) else None
        for value in (point.value, point.low, point.high, point.aim)
    ]
    value, low, high, aim = kept
    has_band = low is not None and high is not None
    return point._replace(value=value, low=low if has_band else None, high=high if has_band else None, aim=aim)


def _grid(scale: Scale, said: Callable[[float], str]) -> Markup:
    return Markup("").join(
        Markup('<line class="grid" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}"/>').format(
            x1=LEFT, x2=RIGHT, y=_n(_y(tick, scale))
        )
        + Markup('<text x="{}" y="{}" text-anchor="end" dominant-baseline="central">{}</text>').format(
            LEFT - 9, _n(_y(tick, scale)), said(tick)
        )
        for tick in scale.ticks
    )


def _band(points: Sequence[Point], scale: Scale) -> Markup:
    """Return the band, in pieces where there is none for some points."""
    lows, highs = _runs([one.low for one in points], scale), _runs([one.high for one in points], scale)
    pieces = [_wide(high) + _wide(low)[::-1] for low, high in zip(lows, highs, strict=True)]
    return Markup("").join(Markup('<polygon class="band" points="{}"/>').format(_pairs(piece)) for piece in pieces)


def _paths(runs: Sequence[Sequence[Spot]], kind: str) -> Markup:
    return Markup("").join(
        Markup('<polyline class="{}" points="{}"/>').format(kind, _pairs(_wide(run) if kind == "aim" else run))
        for run in runs
        if kind == "aim" or len(run) > 1
    )


def _marks(points: Sequence[Point], scale: Scale) -> Markup:
    return Markup("").join(
        _mark(point, Spot(_x(place, len(points)), _y(point.value, scale)))
        for place, point in enumerate(points)
        if point.value is not None
    )


def _mark(point: Point, spot: Spot) -> Markup:
    if point.is_alarm:
        shape = Markup('<path class="dot alarm" d="M0-8 8 0 0 8-8 0z"/>')
    else:
        shape = Markup('<circle class="{}" r="4.5"/>').format("dot open" if point.is_open else "dot")
    return Markup('<g transform="translate({} {})">{}</g>').format(_n(spot.x), _n(spot.y), shape)


def _labels(points: Sequence[Point]) -> Markup:
    """Return the labels below; every second of them is only for wide screens."""
    shown = sorted(some_of(len(points), most=LABELS), reverse=True)
    return Markup("").join(
        Markup('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            "at wide-only" if order % 2 else "at", _n(_x(place, len(points))), BOTTOM + 27, points[place].label
        )
        for order, place in enumerate(shown)
    )


def _runs(values: Sequence[float | None], scale: Scale) -> list[list[Spot]]:
    """Return the places of the values, in pieces where one is missing."""
    runs: list[list[Spot]] = [[]]
    for place, value in enumerate(values):
        if value is not None:
            runs[-1].append(Spot(_x(place, len(values)), _y(value, scale)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _wide(run: Sequence[Spot]) -> list[Spot]:
    """Return a run that can be seen even if it is a single place."""
    if len(run) > 1:
        return list(run)
    return [Spot(run[0].x - 12, run[0].y), Spot(run[0].x + 12, run[0].y)]


def _x(place: int, count: int) -> float:
    inner_left, inner_right = LEFT + 14, RIGHT - 14
    if count == 1:
        return (inner_left + inner_right) / 2
    return inner_left + (inner_right - inner_left) * place / (count - 1)


def _y(value: float, scale: Scale) -> float:
    return BOTTOM - (BOTTOM - TOP) * scale.share(value)


def _pairs(spots: Sequence[Spot]) -> str:
    return " ".join(f"{_n(spot.x)},{_n(spot.y)}" for spot in spots)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
