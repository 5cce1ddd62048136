"""Bars one below another, each with its name above it and its value at its end."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

WIDTH = 520
ROW = 46
BAR = 12
VALUE = 76
"""What the value at the end of a row needs."""


class Bar(NamedTuple):
    """A value from 0 on, what it is of, and how it is written; None where there is none. `aim` is a mark across."""

    label: str
    value: float | None
    said: str
    aim: float | None = None
    is_alarm: bool = False


def draw_bars(bars: Sequence[Bar], *, name: str, title: str, desc: str, most: float | None = None) -> Markup:
    """Return the chart, or nothing where there is no bar. `most` is what the full width stands for."""
    if not bars:
        return Markup("")
    values = [value for bar in bars for value in (bar.value, bar.aim) if value is not None and math.isfinite(value)]
    full = most or max([*values, 0.0]) or 1.0
    return Markup(
        '<svg class="chart bars" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{desc}</desc>{rows}</svg>'
    ).format(
        width=WIDTH,
        height=ROW * len(bars),
        name=name,
        title=title,
        desc=desc,
        rows=Markup("").join(_row(bar, top=ROW * place, full=full) for place, bar in enumerate(bars)),
    )


def _row(bar: Bar, *, top: int, full: float) -> Markup:
    y = top + 25
    return Markup(
        '<text class="of" x="0" y="{name_y}">{label}</text>'
        '<rect class="rail" x="0" y="{y}" width="{rail}" height="{bar}" rx="3"/>'
        '{filled}{aim}<text class="said" x="{width}" y="{value_y}" text-anchor="end">{said}</text>'
    ).format(
        name_y=top + 17,
        label=bar.label,
        y=y,
        rail=WIDTH - VALUE,
        bar=BAR,
        filled=_filled(bar, y=y, full=full),
        aim=_aim(bar, y=y, full=full),
        width=WIDTH,
        value_y=y + 11,
        said=bar.said,
    )


def _filled(bar: Bar, *, y: int, full: float) -> Markup:
    width = _across(bar.value, full)
    if not width:
        return Markup("")
    return Markup('<rect class="{}" x="0" y="{}" width="{}" height="{}" rx="3"/>').format(
        "bar alarm" if bar.is_alarm else "bar", y, width, BAR
    )


def _aim(bar: Bar, *, y: int, full: float) -> Markup:
    x = _across(bar.aim, full)
    if not x:
        return Markup("")
    return Markup('<line class="aim" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(x, y - 4, y + BAR + 4)


def _across(value: float | None, full: float) -> float:
    """Return how far a value reaches; what is beyond the full width stays inside, what is none reaches nowhere."""
    if value is None or not math.isfinite(value):
        return 0.0
    return round((WIDTH - VALUE) * min(max(value / full, 0.0), 1.0), 1)
