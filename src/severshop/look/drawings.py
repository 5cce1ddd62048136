"""Shoes drawn by code: one silhouette for each kind, tinted by colour."""

from markupsafe import Markup


def shoe(kind: str, tint: str, *, label: str = "") -> Markup:
    """Return an SVG of a kind of shoe or accessory in a tint (`#rrggbb`); `label` names it to a screen reader."""
    raise NotImplementedError
