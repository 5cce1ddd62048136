"""Public holidays, by country and region. Pure."""

from datetime import date
from functools import cache, lru_cache

import holidays

MOST_PEOPLE = {"GB": "ENG", "CH": "ZH"}
"""Where the holidays of the whole country leave out days on which most of it is closed."""


@lru_cache(maxsize=1024)
def holidays_of(country: str, *, region: str = "", year: int) -> frozenset[date]:
    """Return the public holidays of a year. Without a region: those of the country (see `MOST_PEOPLE`).

    A country whose calendar nobody has written down has no holidays here; a region that nobody knows has its country's.
    """
    known = _regions()
    if country not in known:
        return frozenset()
    subdivision = region if region in known[country] else MOST_PEOPLE.get(country)
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


def holidays_from(day: date, *, country: str, region: str = "") -> frozenset[date]:
    """Return the holidays of the year of `day` and of the next: enough for any promise made on it."""
    return holidays_of(country, region=region, year=day.year) | holidays_of(country, region=region, year=day.year + 1)


def has_calendar(country: str) -> bool:
    """Tell whether the holidays of a country are known."""
    return country in _regions()


def is_region(country: str, region: str) -> bool:
    """Tell whether a country has a region of this code with holidays that are known."""
    return region in _regions().get(country, ())


def region_of(country: str, typed: str) -> str:
    """Return the code of a country's region that somebody typed; empty where its holidays are not known apart."""
    code = typed.strip().upper().removeprefix(f"{country}-")
    return code if is_region(country, code) else ""


def is_public_holiday(lane: tuple[str, ...], day: int) -> bool:
    """Return whether a day (proleptic ordinal) is a public holiday in a lane of `(country, region)`, in any case.

    A country or region that no calendar knows has no holidays of its own.
    """
    country, region = (part.upper() for part in (*lane[:2], "", "")[:2])
    moment = date.fromordinal(day)
    return moment in holidays_of(country, region=region, year=moment.year)


@cache
def _regions() -> dict[str, frozenset[str]]:
    return {country: frozenset(regions) for country, regions in holidays.list_supported_countries().items()}
