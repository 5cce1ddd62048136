"""Shoes and accessories drawn by code: one silhouette for each kind, tinted by colour.

Each kind is a file of shapes in `shapes/`, on a canvas of 180 x 140 units, in which `{role}` stands where
a colour of the `palette` goes. Only presentation attributes, no ids: a page may hold the same drawing twice.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from markupsafe import Markup

from severshop.look.drawings.palette import palette

SHAPES: Mapping[str, str] = MappingProxyType(
    {file.stem: file.read_text("utf-8") for file in sorted((Path(__file__).parent / "shapes").glob("*.svg"))}
)
PLAIN = "sneaker"
"""What stands for a kind that nobody has drawn."""


def shoe(kind: str, tint: str, *, label: str = "") -> Markup:
    """Return an SVG of a kind of shoe or accessory in a tint (`#rrggbb`); `label` names it to a screen reader."""
    drawing = SHAPES.get(kind, SHAPES[PLAIN])
    shapes = Markup(drawing.format_map(palette(tint)))  # noqa: S704 - our own shapes, colours computed
    named = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg viewBox="0 0 180 140" {} focusable="false">{}</svg>').format(named, shapes)


def kinds() -> tuple[str, ...]:
    """Return every kind that has a drawing of its own."""
    return tuple(SHAPES)
