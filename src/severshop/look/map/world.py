"""The outlines of the land and the borders between countries, from a file in the package (Natural Earth)."""

import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

FILE = Path(__file__).with_name("world.zz")


@dataclass(frozen=True, slots=True)
class Line:
    """A line in hundredths of a degree, and the box around it."""

    east: "array[int]"
    north: "array[int]"
    box: tuple[int, int, int, int]

    @property
    def size(self) -> float:
        """How many degrees it is wide or high."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1]) / 100

    def meets(self, west: float, south: float, east: float, north: float) -> bool:
        """Tell whether the line may be seen in a box of degrees."""
        return (
            self.box[0] <= east * 100
            and self.box[2] >= west * 100
            and self.box[1] <= north * 100
            and self.box[3] >= south * 100
        )


@dataclass(frozen=True, slots=True)
class World:
    land: tuple[Line, ...]
    borders: tuple[Line, ...]


@cache
def world() -> World:
    """Return the outlines; the file is read once, in some 20 ms, and takes half a megabyte."""
    text = zlib.decompress(FILE.read_bytes()).decode()
    return World(tuple(_lines(text, "L")), tuple(_lines(text, "B")))


def _lines(text: str, kind: str) -> Iterator[Line]:
    for line in text.splitlines():
        if line.startswith(kind):
            steps = [int(step) for step in line[2:].split()]
            east, north = array("i", accumulate(steps[::2])), array("i", accumulate(steps[1::2]))
            yield Line(east, north, (min(east), min(north), max(east), max(north)))
