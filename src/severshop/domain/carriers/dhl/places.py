"""Where DHL says that something happened: "Milan-IT", "Milan - Italy", "KINGSTON-JAM", "Main Street 2, AMSTERDAM"."""

import re
from typing import Final

from severshop.domain.carriers import fields
from severshop.domain.carriers.countries import country_of
from severshop.vocabulary.places import Place

BETWEEN: Final = re.compile(r"\s+-\s+|\s*,\s*")
AREA: Final = re.compile(r"(.+?)\s*-\s*([A-Z]{2,3})")
"""A service area of Express: the city, and the country in two letters or in three."""


def locality(name: str, country: str) -> Place:
    """Return the place of an address line. Of "street, city" only the city is kept."""
    parts = [part for part in BETWEEN.split(name) if part]
    code = fields.country_code(country) or country_of(country)
    if parts and country_of(parts[-1]):
        code = code or country_of(parts[-1])
        parts.pop()
    return fields.place(city=parts[-1] if parts else "", country=code)


def service_area(description: str) -> Place:
    """Return the place of a service area of Express."""
    match = AREA.fullmatch(description.strip())
    if match is None:
        return locality(description, "")
    # Three letters (JAM) are left out: a wrong country would be worse than none.
    return fields.place(city=match[1], country=match[2])
