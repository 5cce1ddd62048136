"""The parcel's way on a map, drawn on the server from outlines in the package: no tiles, no script, no network."""

from severshop.look.map.drawing import draw_way
from severshop.look.map.way import Stop

__all__ = ["Stop", "draw_way"]
