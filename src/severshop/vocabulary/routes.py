"""The way that an order takes to its shopper: what its dates depend on."""

from functools import lru_cache
from typing import NamedTuple, Self

from severshop.vocabulary.availability import Availability


class Route(NamedTuple):
    """From which warehouse, with whom, how, and where to.

    `origin` and `country` are ISO 3166-1 codes; `region` is the second half of an ISO 3166-2 code, or empty.
    """

    carrier: str
    option: str
    origin: str
    country: str
    region: str = ""
    availability: Availability = Availability.IN_STOCK

    @property
    def lanes(self) -> tuple[str, ...]:
        """Return the lanes whose times the route goes by, the narrowest first."""
        return _lanes(self)

    @property
    def steps(self) -> tuple[tuple[str, ...], ...]:
        """Return the lanes as paths, the widest first: service, country, region."""
        service = f"{self.origin}/{self.carrier}/{self.option}/{self.availability}"
        paths = ((service,), (service, self.country), (service, self.country, self.region))
        return paths if self.region else paths[:2]

    @classmethod
    def of_lane(cls, lane: str) -> Self:
        """Return the route whose narrowest lane this is. Raises `ValueError` for what is none."""
        service, country, *region = lane.split("|")
        origin, carrier, option, availability = service.split("/")
        return cls(carrier, option, origin, country, region[0] if region else "", Availability(availability))


@lru_cache(maxsize=4096)
def _lanes(route: Route) -> tuple[str, ...]:
    return tuple("|".join(part for part in lane if part) for lane in reversed(route.steps))
