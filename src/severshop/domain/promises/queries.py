"""Holidays: days on which a warehouse does not work and a carrier does not deliver."""

from datetime import date
from functools import lru_cache

import holidays

MOST_PEOPLE = {"GB": "ENG", "CH": "ZH"}
"""Where the holidays of the whole country leave out days on which most of it is closed."""


@lru_cache(maxsize=256)
def holidays_of(country: str, *, region: str = "", year: int) -> frozenset[date]:
    """Return the public holidays of a year. Without a region: those of the country (see `MOST_PEOPLE`).

    A country whose calendar nobody has written down has no holidays here.
    """
    if country not in holidays.list_supported_countries():
        return frozenset()
    subdivision = region or MOST_PEOPLE.get(country)
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


def holidays_from(day: date, *, country: str, region: str = "") -> frozenset[date]:
    """Return the holidays of the year of `day` and of the next: enough for any promise made on it."""
    return holidays_of(country, region=region, year=day.year) | holidays_of(country, region=region, year=day.year + 1)


def is_public_holiday(lane: tuple[str, ...], day: int) -> bool:
    """Return whether a day (proleptic ordinal) is a public holiday in a lane of `(country, region)`, in any case.

    A country or region that no calendar knows has no holidays of its own.
    """
    known = holidays.list_supported_countries()
    country, region = (part.upper() for part in (*lane[:2], "", "")[:2])
    if country not in known:
        return False
    moment = date.fromordinal(day)
    return moment in holidays_of(country, region=region if region in known[country] else "", year=moment.year)
