"""Where something happened, as USPS writes it: no country at home, the country's English name abroad."""

import re
from functools import cache
from typing import Final

from babel import Locale

from severshop.domain.carriers.fields import country_code, place
from severshop.vocabulary.places import Place

FACILITY: Final = re.compile(
    r"(?P<city>.+) (?P<state>[A-Z]{2}) (?:NETWORK |INTERNATIONAL )?DISTRIBUTION CENTER(?: ANNEX)?"
)
"""How USPS writes a sorting centre: city and state in the name, and nothing in the fields for them."""
OTHERWISE_NAMED: Final = {
    # The postal names in USPS's Index of Countries and Localities that are not the usual ones.
    "GREAT BRITAIN": "GB",
    "GREAT BRITAIN AND NORTHERN IRELAND": "GB",
    "KOREA, REPUBLIC OF": "KR",
    "RUSSIAN FEDERATION": "RU",
    "CZECH REPUBLIC": "CZ",
    "TURKEY": "TR",
    "HONG KONG": "HK",
    "MACAO": "MO",
}


def where(*, city: str, state: str, zip_code: str, country: str) -> Place:
    """Return the place. Without a country, a state, a ZIP code or a sorting centre says that it is at home."""
    facility = None if state or country else FACILITY.fullmatch(city)
    if facility:
        return place(city=facility["city"], region=facility["state"], country="US")
    code = _code(country) if country else "US" if state or zip_code else ""
    return place(city=city, region=state, country=code)


def _code(country: str) -> str:
    name = country.upper()
    return country_code(country) or OTHERWISE_NAMED.get(name) or _names().get(name, "")


@cache
def _names() -> dict[str, str]:
    """Return the countries by their English names, in capitals."""
    territories = Locale("en").territories.items()
    return {name.upper(): code for code, name in territories if country_code(code)}
