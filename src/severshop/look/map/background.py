"""The land and the borders behind a way, as SVG path data that is cut off at the canvas's edge."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from severshop.look.map.view import HEIGHT, WIDTH, View
from severshop.look.map.world import Line, world

BEYOND = 24
"""Units around the canvas where the land still goes on, so that its cut edge is never seen."""
FINEST = 4
"""Units that a line must go on before another point is worth drawing: two pixels on a desk."""
SMALLEST = 8
"""Units that an island must be wide or high."""

type Spot = tuple[int, int]
LEFT, TOP, RIGHT, BOTTOM = -BEYOND, -BEYOND, WIDTH + BEYOND, HEIGHT + BEYOND


@lru_cache(maxsize=256)
def background(view: View) -> tuple[str, str]:
    """Return the paths of the land and of the borders. Kept: shops send most parcels the same ways."""
    land = "".join(_path(ring, closed=True) for line in _seen(view, world().land) if (ring := _cut(line)))
    borders = "".join(
        _path(part, closed=False) for line in _seen(view, world().borders) for part in _parts_within(line)
    )
    return land, borders


def _seen(view: View, lines: tuple[Line, ...]) -> Iterator[list[Spot]]:
    """Yield the lines that may be seen, on the canvas; again a turn further where the view goes beyond 180 degrees."""
    west, south, east, north = view.box(beyond=BEYOND)
    for turn in (-360, 0, 360):
        for line in lines:
            if line.size * view.scale >= SMALLEST and line.meets(west - turn, south, east - turn, north):
                yield _coarse(line, view, turn=turn)


def _coarse(line: Line, view: View, *, turn: int) -> list[Spot]:
    """Return a line's spots on the canvas without those that lie too near to the one before."""
    # As `View.place` reckons it, but for ten thousands of points at once.
    by_east, by_north = view.scale_east / 100, view.scale / 100
    left, top = WIDTH / 2 - (view.east - turn) * view.scale_east, HEIGHT / 2 + view.north * view.scale
    x, y = round(left + line.east[0] * by_east), round(top - line.north[0] * by_north)
    spots = [(x, y)]
    for east, north in zip(line.east, line.north, strict=True):
        next_x, next_y = left + east * by_east, top - north * by_north
        if abs(next_x - x) + abs(next_y - y) >= FINEST:
            x, y = round(next_x), round(next_y)
            spots.append((x, y))
    return spots


def _cut(ring: list[Spot]) -> list[Spot]:
    """Cut a ring off at the four edges, one after the other (Sutherland and Hodgman)."""
    for is_inside, cross in _EDGES:
        if not all(map(is_inside, ring)):
            ring = list(_cut_once(ring, is_inside, cross))
        if not ring:
            return []
    return ring if len(ring) > 2 else []  # noqa: PLR2004 - fewer points have no area


def _cut_once(
    ring: list[Spot], is_inside: Callable[[Spot], bool], cross: Callable[[Spot, Spot], Spot]
) -> Iterator[Spot]:
    before = ring[-1]
    was_inside = is_inside(before)
    for spot in ring:
        inside = is_inside(spot)
        if inside != was_inside:
            yield cross(before, spot)
        if inside:
            yield spot
        before, was_inside = spot, inside


def _at_x(edge: int) -> Callable[[Spot, Spot], Spot]:
    return lambda one, other: (
        edge,
        round(one[1] + (other[1] - one[1]) * (edge - one[0]) / (other[0] - one[0])),
    )


def _at_y(edge: int) -> Callable[[Spot, Spot], Spot]:
    return lambda one, other: (
        round(one[0] + (other[0] - one[0]) * (edge - one[1]) / (other[1] - one[1])),
        edge,
    )


_EDGES: tuple[tuple[Callable[[Spot], bool], Callable[[Spot, Spot], Spot]], ...] = (
    (lambda spot: spot[0] >= LEFT, _at_x(LEFT)),
    (lambda spot: spot[0] <= RIGHT, _at_x(RIGHT)),
    (lambda spot: spot[1] >= TOP, _at_y(TOP)),
    (lambda spot: spot[1] <= BOTTOM, _at_y(BOTTOM)),
)


def _parts_within(line: list[Spot]) -> Iterator[list[Spot]]:
    """Yield the pieces of a line that touch the canvas, each with a point beyond it at either end."""
    part: list[Spot] = []
    previous: Spot | None = None
    for spot in line:
        if LEFT <= spot[0] <= RIGHT and TOP <= spot[1] <= BOTTOM:
            if not part and previous:
                part.append(previous)
            part.append(spot)
        elif part:
            yield [*part, spot]
            part = []
        previous = spot
    if len(part) > 1:
        yield part


def _path(spots: list[Spot], *, closed: bool) -> str:
    """Return path data in steps, which are shorter than places."""
    x, y = spots[0]
    steps = []
    for next_x, next_y in spots[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    said = f"M{spots[0][0]} {spots[0][1]}l" + " ".join(steps)
    return (said.replace(" -", "-") + ("z" if closed else "")) if steps else ""
