"""Where DHL says that something happened: "Milan-IT", "Milan - Italy", "KINGSTON-JAM", "Main Street 2, AMSTERDAM"."""

import re
from functools import cache

from babel import Locale

from severshop.domain.carriers import fields
from severshop.vocabulary.places import Place

BETWEEN = re.compile(r"\s+-\s+|\s*,\s*")
AREA = re.compile(r"(.+?)\s*-\s*([A-Z]{2,3})")
"""A service area of Express: the city, and the country in two letters or in three."""


def locality(name: str, country: str) -> Place:
    """Return the place of an address line. Of "street, city" only the city is kept."""
    parts = [part for part in BETWEEN.split(name) if part]
    code = fields.country_code(country) or _country(country)
    if parts and _country(parts[-1]):
        code = code or _country(parts[-1])
        parts.pop()
    return fields.place(city=parts[-1] if parts else "", country=code)


def service_area(description: str) -> Place:
    """Return the place of a service area of Express."""
    match = AREA.fullmatch(description.strip())
    if match is None:
        return locality(description, "")
    # Three letters (JAM) are left out: a wrong country would be worse than none.
    return fields.place(city=match[1], country=match[2])


def _country(name: str) -> str:
    return _countries().get(name.strip().casefold(), "") if name else ""


@cache
def _countries() -> dict[str, str]:
    """Return the two letters of every country by its English and its German name."""
    return {
        str(name).casefold(): code
        for language in ("de", "en")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()  # noqa: PLR2004 - alpha-2
    }
