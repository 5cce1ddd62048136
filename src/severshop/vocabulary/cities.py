"""Where cities are and whose clocks they keep, from a file in the package (GeoNames, CC BY 4.0)."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from severshop.vocabulary.city_names import key, words

_FILE = Path(__file__).with_name("cities.zz")
_ADDITION = re.compile(r",| - |\(")
_SHORTEST_PART = 4
"""A part of a name that is shorter than this is not taken for the name: "Los" is not Los Angeles."""


@dataclass(frozen=True, slots=True)
class City:
    """A place on the map. Not `exact`: somewhere around it, such as the middle of its country.

    `time_zone` is an IANA name; it is empty where the clocks of the country or region differ.
    """

    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    time_zone: str
    exact: bool = True


@lru_cache(maxsize=4096)
def find_city(name: str, *, country: str, region: str = "") -> City | None:
    """Return the city that carriers call `name`, or None. Case, accents, "ST" and "KOELN" do not matter.

    Of several the largest one. Where the country's cities carry regions and the region is given,
    none of another region is taken; where it is not given and several regions have such a city,
    the largest is not `exact`. Neither is a city that was found by a part of the name ("PARIS CDG").
    """
    shelf = _Shelf.of(country)
    if shelf is None:
        return None
    parts = words(name)
    if found := shelf.city("".join(parts), region=region):
        return found
    first = words(_ADDITION.split(name, maxsplit=1)[0])
    if first != parts and (found := shelf.city("".join(first), region=region)):
        return found
    for end in range(len(parts) - 1, 0, -1):
        part = "".join(parts[:end])
        if len(part) >= _SHORTEST_PART and (found := shelf.city(part, region=region)):
            return _inexact(found)
    return None


@lru_cache(maxsize=512)
def country_centre(country: str, *, region: str = "") -> City | None:
    """Return where the people of a country, or of its region where known, live on the average. Never `exact`."""
    shelf = _Shelf.of(country)
    if shelf is None:
        return None
    return shelf.middle(shelf.region(region)) or shelf.middle("")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The part of the file that belongs to one country: its middle, its regions' middles, its cities by size."""

    country: str
    start: int
    end: int

    @staticmethod
    def of(country: str) -> "_Shelf | None":
        span = _spans().get(country.upper())
        return _Shelf(country.upper(), *span) if span else None

    def city(self, folded: str, *, region: str) -> City | None:
        """Return the largest city whose own name it is, else the largest that is also called so."""
        if not folded:
            return None
        wanted = self.region(region)
        for sought in (f"\n;{folded};", f";{folded};"):
            lines = [line.split("\t") for line in self._lines(sought.encode())]
            if fitting := [line for line in lines if wanted in {"", line[2]}]:
                _names, name, code, north, east, zone = fitting[0]
                is_one = len({line[2] for line in fitting}) == 1
                return City(name, self.country, code, float(north), float(east), _zones()[int(zone)], is_one)
        return None

    def middle(self, region: str) -> City | None:
        head = f"\n={region}\t" if region else f"\n#{self.country}\t"
        line = next(self._lines(head.encode()), None)
        if line is None:
            return None
        _name, north, east, zone = line.split("\t")
        return City("", self.country, region, float(north), float(east), zone, exact=False)

    def region(self, region: str) -> str:
        """Return the region's code where the file knows code or name; most countries' cities carry none."""
        code = region.strip().upper()
        if not code:
            return ""
        if self.middle(code):
            return code
        named = next(self._lines(f"\n~{key(region)}\t".encode()), "")
        return named.partition("\t")[2]

    def _lines(self, sought: bytes) -> Iterator[str]:
        text, place = _text(), self.start
        while (place := text.find(sought, place, self.end)) >= 0:
            start = text.rfind(b"\n", 0, place + 1) + 1
            place = text.find(b"\n", start)
            yield text[start:place].decode()


def _inexact(city: City) -> City:
    return City(city.name, city.country, city.region, city.latitude, city.longitude, city.time_zone, exact=False)


@cache
def _text() -> bytes:
    return zlib.decompress(_FILE.read_bytes())


@cache
def _zones() -> list[str]:
    text = _text()
    start = text.index(b"\n@") + 2
    return text[start : text.index(b"\n", start)].decode().split()


@cache
def _spans() -> dict[str, tuple[int, int]]:
    """Where each country's part begins, with the line break before it, and ends."""
    text = _text()
    starts = []
    place = text.find(b"\n#")
    while place >= 0:
        starts.append(place)
        place = text.find(b"\n#", place + 1)
    pairs = pairwise(starts)
    return {text[start + 2 : start + 4].decode(): (start, end + 1) for start, end in pairs}
