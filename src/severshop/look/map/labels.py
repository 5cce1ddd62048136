"""Where names stand on the map, so that none covers another or a marker."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from severshop.look.map.view import HEIGHT, WIDTH

FONT = 46
"""Units: letters on a phone, where they are largest on the canvas. On a desk they need less."""
LETTER = 0.62 * FONT
GAP = 42
EDGE = 12
MARK = 34
COVERED = 12
"""So near to another one a marker cannot be told from it."""
SPACED = 1.25
"""How much wider the spaced capitals of a country are."""

type Box = tuple[float, float, float, float]
type Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """What is to be written beside a marker that reaches `mark` units far."""

    text: str
    spot: Spot
    mark: int = MARK


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: int
    y: int
    anchor: str
    kind: str = "place"


def arrange(names: Sequence[Name], *, lines: Sequence[Spot], countries: Sequence[Name]) -> list[Label]:
    """Return labels for names at places on the canvas, the most important first; who finds no room goes without.

    `lines` are the corners of the way: a name stands beside it where it can. A place that lies
    under another, more important one gets no name of its own. Countries come last, where room is left.
    """
    taken: list[Box] = [_around(name.spot, name.mark) for name in names]
    on_lines = [_around(spot, MARK) for one, other in pairwise(lines) for spot in _between(one, other)]
    labels: list[Label] = []
    named: list[Spot] = []
    for name in names:
        if any(math.dist(name.spot, other) < COVERED for other in named):
            continue
        named.append(name.spot)
        if not _stand(_ways_to_stand(name), labels, taken, on_lines):
            _stand(_ways_to_stand(name), labels, taken, [])
    for name in countries:
        _stand(_ways_to_lie(name), labels, taken, on_lines)
    return labels


def _stand(ways: Iterator[tuple[Label, Box]], labels: list[Label], taken: list[Box], others: list[Box]) -> bool:
    """Put the first label that finds room to the others, and tell whether one did."""
    for label, box in ways:
        if _is_on_canvas(box) and not any(_overlap(box, other) for other in (*taken, *others)):
            labels.append(label)
            taken.append(box)
            return True
    return False


def _around(spot: Spot, far: int) -> Box:
    return spot[0] - far, spot[1] - far, spot[0] + far, spot[1] + far


def _between(one: Spot, other: Spot) -> Iterator[Spot]:
    """Yield spots along a line, close enough together that no name fits between them."""
    count = max(round(math.dist(one, other) / MARK), 1)
    for step in range(1, count):
        yield (
            round(one[0] + (other[0] - one[0]) * step / count),
            round(one[1] + (other[1] - one[1]) * step / count),
        )


def _ways_to_stand(name: Name) -> Iterator[tuple[Label, Box]]:
    (x, y), text, gap = name.spot, name.text, name.mark + GAP - MARK
    wide, high = len(text) * LETTER, FONT * 0.6
    for shift in (0, -FONT // 2, FONT // 2):
        yield Label(text, x + gap, y + shift, "start"), (x + gap, y + shift - high, x + gap + wide, y + shift + high)
        yield Label(text, x - gap, y + shift, "end"), (x - gap - wide, y + shift - high, x - gap, y + shift + high)
    for line in (y - gap - FONT // 2, y + gap + FONT // 2):
        for left in (x - wide / 2, EDGE, WIDTH - EDGE - wide):
            if left - MARK <= x <= left + wide + MARK:
                middle = round(left + wide / 2)
                yield Label(text, middle, line, "middle"), (left, line - high, left + wide, line + high)


def _ways_to_lie(name: Name) -> Iterator[tuple[Label, Box]]:
    """Yield where a country's name may lie: around its middle, or a little away from it where that is taken."""
    (x, y), wide, high = name.spot, len(name.text) * LETTER * SPACED, FONT * 0.6
    for line in (y, y - FONT, y + FONT):
        for middle in (x, x - 2 * FONT, x + 2 * FONT):
            box = (middle - wide / 2, line - high, middle + wide / 2, line + high)
            yield Label(name.text, middle, line, "middle", "country"), box


def _is_on_canvas(box: Box) -> bool:
    return box[0] >= EDGE and box[1] >= EDGE and box[2] <= WIDTH - EDGE and box[3] <= HEIGHT - EDGE


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
