"""Where something happened, as coarse as a public page may show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A city, its region and its ISO 3166-1 alpha-2 country; each may be empty."""

    city: str = ""
    region: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.city or self.region or self.country)
