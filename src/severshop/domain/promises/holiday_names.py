"""Public holidays with their names, for people who read them."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import holidays

from severshop.domain.promises.holidays import MOST_PEOPLE, has_calendar, is_region


class PublicHoliday(NamedTuple):
    """A day on which a country or a region does not work."""

    day: date
    name: str


def public_holidays(
    country: str, *, region: str = "", first: date, last: date, language: str = "en"
) -> tuple[PublicHoliday, ...]:
    """Return those from `first` to `last`, in order; none where nobody has written down the country's.

    Names are in the reader's language (`en`, `de`) where the library knows them, else in English or the country's own.
    """
    years = range(first.year, last.year + 1)
    found = [one for year in years for one in _of_year(country, region, year, language)]
    return tuple(one for one in found if first <= one.day <= last)


@lru_cache(maxsize=256)
def _of_year(country: str, region: str, year: int, language: str) -> tuple[PublicHoliday, ...]:
    if not has_calendar(country):
        return ()
    subdivision = region if is_region(country, region) else MOST_PEOPLE.get(country)
    known = holidays.list_localized_countries().get(country, [])
    spoken = next((one for one in (language, f"{language}_{country}", "en_US", "en_GB") if one in known), None)
    days = holidays.country_holidays(country, subdiv=subdivision, years=year, language=spoken)
    return tuple(PublicHoliday(day, name) for day, name in sorted(days.items()))
