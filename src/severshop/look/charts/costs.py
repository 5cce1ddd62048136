"""What being surer costs: days by share, as a line with the present choice and the one that is looked at."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from severshop.look.charts.scales import Scale, scale_of

WIDTH, HEIGHT = 520, 250
LEFT, RIGHT, TOP, BOTTOM = 62, 494, 24, 200
NARROW, TINY = 0.03, 1e-9
"""Shares that are nearer to each other than this have no room for both labels on a phone."""


class Spot(NamedTuple):
    """A share (0 to 1), what it costs, and how both are written."""

    share: float
    cost: float
    label: str
    said: str


def draw_costs(
    spots: Sequence[Spot],
    *,
    named: Sequence[float],
    present: float,
    looked_at: float,
    title: str,
    desc: str,
    said: Callable[[float], str],
) -> Markup:
    """Return the chart, or nothing where there are fewer than two spots.

    Only shares in `named` get a dot and a label below. `said` writes a cost at the axis.
    """
    if len(spots) < 2:  # noqa: PLR2004 - a line has two ends
        return Markup("")
    across = Scale(spots[0].share, spots[-1].share, (spots[0].share, spots[-1].share))
    up = scale_of([spot.cost for spot in spots], least=0)
    marked = [spot for spot in spots if spot.share in {*named, present, looked_at}]
    line = " ".join(f"{_x(spot, across)},{_y(spot.cost, up)}" for spot in spots)
    return Markup(
        '<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="costs-title costs-desc">'
        '<title id="costs-title">{title}</title><desc id="costs-desc">{desc}</desc>'
        '{grid}<polyline class="line" points="{line}"/>{dots}{labels}</svg>'
    ).format(
        width=WIDTH,
        height=HEIGHT,
        title=title,
        desc=desc,
        grid=_grid(up, said),
        line=line,
        dots=Markup("").join(
            _dot(spot, across, up, is_present=spot.share == present, is_looked_at=spot.share == looked_at)
            for spot in marked
        ),
        labels=_labels(marked, across, present=present),
    )


def _grid(up: Scale, said: Callable[[float], str]) -> Markup:
    return Markup("").join(
        Markup(
            '<line class="grid" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}"/>'
            '<text x="{x}" y="{y}" text-anchor="end" dominant-baseline="central">{said}</text>'
        ).format(x1=LEFT, x2=RIGHT, x=LEFT - 9, y=_y(tick, up), said=said(tick))
        for tick in up.ticks
    )


def _dot(spot: Spot, across: Scale, up: Scale, *, is_present: bool, is_looked_at: bool) -> Markup:
    x, y = _x(spot, across), _y(spot.cost, up)
    mark = Markup('<g transform="translate({} {})"><circle class="{}" r="{}"/></g>').format(
        x, y, "dot open" if is_present else "dot", 6 if is_present else 4
    )
    if is_looked_at:
        mark += Markup('<text class="said" x="{}" y="{}" text-anchor="end">{}</text>').format(x - 9, y - 11, spot.said)
    return mark


def _labels(spots: Sequence[Spot], across: Scale, *, present: float) -> Markup:
    """Return the labels below; on a narrow screen only those that do not touch, the present choice first."""
    kept: list[float] = []
    for spot in sorted(spots, key=lambda spot: (spot.share != present, spot.share not in across.ticks, spot.share)):
        if all(abs(spot.share - other) >= NARROW - TINY for other in kept):
            kept.append(spot.share)
    return Markup("").join(
        Markup('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            "at" if spot.share in kept else "at wide-only", _x(spot, across), BOTTOM + 27, spot.label
        )
        for spot in spots
    )


def _x(spot: Spot, across: Scale) -> float:
    return round(LEFT + 14 + (RIGHT - LEFT - 28) * across.share(spot.share), 1)


def _y(cost: float, up: Scale) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * up.share(cost), 1)
