"""Dates and times as USPS writes them for people: `November 24, 2026`, `11/24/2026`, `8:12 am`."""

import re
from datetime import date
from typing import Final

from severshop.domain.carriers.fields import Moment, day, moment
from severshop.domain.carriers.reading import NotUnderstoodError

MONTHS: Final = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
SPOKEN_DAY: Final = re.compile(r"([A-Za-z]{3,9}) ([0-9]{1,2}), ([0-9]{4})")
NUMBERS_DAY: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?([ap])m", re.IGNORECASE)
NOON: Final = 12


def spoken_moment(words: str, clock: str) -> Moment:
    """Return the local moment, without offset; the start of the day without a clock. Raises `NotUnderstoodError`."""
    return moment(f"{_iso(words)}T{_iso_clock(clock)}")


def spoken_day(words: str) -> date | None:
    """Return the day, or None."""
    return day(_iso(words))


def _iso(words: str) -> str:
    if match := SPOKEN_DAY.fullmatch(words):
        name = match[1].lower()
        month = next((place for place, known in enumerate(MONTHS, start=1) if known.startswith(name)), 0)
        return f"{match[3]}-{month:02}-{int(match[2]):02}"
    if match := NUMBERS_DAY.fullmatch(words):
        return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}"
    return words


def _iso_clock(clock: str) -> str:
    if not clock:
        return "00:00"
    match = CLOCK.fullmatch(clock)
    if match is None:
        raise NotUnderstoodError(f"{clock[:20]} is not a time of day")
    hour = int(match[1]) % NOON + (NOON if match[3].lower() == "p" else 0)
    return f"{hour:02}:{match[2]}"
