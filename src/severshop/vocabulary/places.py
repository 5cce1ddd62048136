"""Where something happened, as coarse as a public page may show it."""

from typing import Final, NamedTuple


class Place(NamedTuple):
    """A city, its region and its ISO 3166-1 alpha-2 country; each may be empty."""

    city: str = ""
    region: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.city or self.region or self.country)


NOWHERE: Final = Place()
