"""From a parcel's places, as a carrier names them, to points on the map."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from severshop.look.formats import country
from severshop.look.map.view import unwrapped
from severshop.vocabulary.cities import City, country_centre, find_city
from severshop.vocabulary.places import Place

EARTH_RADIUS_KM = 6371


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a parcel was seen, and when."""

    place: Place
    at: datetime


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map. `exact` is False where only its surroundings are known."""

    name: str
    country: str
    north: float
    east: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The places that a parcel was seen at, in that order, and the one that it goes to if it still does."""

    seen: tuple[Point, ...]
    goal: Point | None

    @property
    def points(self) -> tuple[Point, ...]:
        """Every place on the map; the goal last, and not twice where it was reached."""
        return (*self.seen, self.goal) if self.goal and not self.is_there else self.seen

    @property
    def is_there(self) -> bool:
        """Whether it was last seen where it goes to."""
        return self.goal is not None and _is_same(self.seen[-1], self.goal)

    @property
    def left_km(self) -> int:
        """What is left to the goal, as the crow flies; 0 where nothing is."""
        return _distance(self.seen[-1], self.goal) if self.goal and not self.is_there else 0


def find_way(stops: Iterable[Stop], *, destination: Place | None) -> Way | None:
    """Return the way through the stops, whatever order they come in, or None when none of them is on the map."""
    ordered = sorted(stops, key=lambda stop: stop.at)
    points = _without_detours([point for stop in ordered if (point := _point(stop.place))])
    if not points:
        return None
    goal = _point(destination) if destination else None
    line = [*points, goal] if goal else points
    easts = unwrapped([point.east for point in line])
    line = [replace(point, east=east) for point, east in zip(line, easts, strict=True)]
    return Way(tuple(line[: len(points)]), line[-1] if goal else None)


def _point(place: Place) -> Point | None:
    """Return a place's point: the city's, or the middle of its region or country where the city is unknown."""
    city = find_city(place.city, country=place.country, region=place.region) if place.city else None
    city = city or country_centre(place.country, region=place.region)
    if city is None:
        return None
    return Point(_name(place, city), city.country, city.latitude, city.longitude, city.exact)


def _name(place: Place, city: City) -> str:
    if place.city and not (place.city.isupper() and city.name):
        return place.city
    return city.name or country(city.country)


def _without_detours(points: Sequence[Point]) -> list[Point]:
    """Leave out stays, and what is not known exactly where better is known of the same country.

    The last place stays in any case: it answers where the parcel is.
    """
    certain = {point.country for point in points if point.exact}
    kept = [point for point in points[:-1] if point.exact or point.country not in certain]
    return list(_without_stays([*kept, *points[-1:]]))


def _without_stays(points: Sequence[Point]) -> Iterator[Point]:
    yield from points[:1]
    yield from (later for earlier, later in pairwise(points) if not _is_same(earlier, later))


def _is_same(one: Point, other: Point) -> bool:
    """Whether two points are one place. Two that are nowhere exactly are not, though they share a country's middle."""
    is_certain = (one.exact and other.exact) or one.name.casefold() == other.name.casefold()
    return is_certain and (one.north, one.east) == (other.north, other.east)


def _distance(one: Point, other: Point) -> int:
    """Return kilometres along the earth's curve, with two digits: nobody needs more."""
    north1, north2 = math.radians(one.north), math.radians(other.north)
    east = math.radians(other.east - one.east)
    half = math.sin((north2 - north1) / 2) ** 2 + math.cos(north1) * math.cos(north2) * math.sin(east / 2) ** 2
    kilometres = 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(half, 1)))
    digits = max(len(str(round(kilometres))) - 2, 0)
    return int(round(kilometres / 10**digits) * 10**digits)
