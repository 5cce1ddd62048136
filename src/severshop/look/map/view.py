"""Which part of the world a map shows, and where on it a place lies."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1280, 800
"""The canvas: two units to a pixel on a desk, four on a phone."""
MARGIN_X, MARGIN_Y = 240, 150
"""Kept free of markers, for labels and for the eye."""
ZOOM = 1.3
"""Scales are steps of this factor, and middles lie on a grid, so that ways that are alike share their background."""
NEAREST = 260.0
"""Units to a degree: some three degrees from top to bottom."""
GRID = 16

type Degrees = tuple[float, float]
"""North and east."""


@dataclass(frozen=True, slots=True)
class View:
    """A map's middle and scale (units to a degree from south to north). Degrees east may go beyond 180."""

    north: float
    east: float
    scale: float

    @property
    def scale_east(self) -> float:
        """Units to a degree from west to east, as it is in the middle of the map."""
        return self.scale * max(math.cos(math.radians(self.north)), 0.2)

    def place(self, north: float, east: float) -> tuple[int, int]:
        """Return where a place lies on the canvas."""
        return (
            round(WIDTH / 2 + (east - self.east) * self.scale_east),
            round(HEIGHT / 2 - (north - self.north) * self.scale),
        )

    def box(self, *, beyond: int) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the canvas with `beyond` units around it."""
        across = (WIDTH / 2 + beyond) / self.scale_east
        along = (HEIGHT / 2 + beyond) / self.scale
        return self.east - across, self.north - along, self.east + across, self.north + along


def fit(places: Sequence[Degrees]) -> View:
    """Return the nearest view on which all places lie within the margins."""
    norths, easts = [north for north, _ in places], [east for _, east in places]
    north, east = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2
    shrink = max(math.cos(math.radians(north)), 0.2)
    wide, high = (max(easts) - min(easts)) * shrink, max(norths) - min(norths)
    # The grid may move the middle by half a mesh: that much less is left.
    free_x, free_y = WIDTH - 2 * MARGIN_X - WIDTH / GRID, HEIGHT - 2 * MARGIN_Y - HEIGHT / GRID
    wanted = min(free_x / max(wide, 0.01), free_y / max(high, 0.01), NEAREST)
    steps = math.ceil(math.log(NEAREST / wanted, ZOOM))
    scale = NEAREST / ZOOM**steps
    mesh_north, mesh_east = HEIGHT / scale / GRID, WIDTH / (scale * shrink) / GRID
    mesh_east = 360 / math.ceil(360 / mesh_east)
    return View(round(round(north / mesh_north) * mesh_north, 4), round(round(east / mesh_east) * mesh_east, 4), scale)


def unwrapped(easts: Sequence[float]) -> list[float]:
    """Return degrees east such that each lies the short way round from the one before, beyond 180 if need be."""
    result: list[float] = []
    for east in easts:
        if result:
            result.append(round(result[-1] + (east - result[-1] + 180) % 360 - 180, 2))
        else:
            result.append(east)
    return result
