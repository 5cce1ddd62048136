"""The rows of the calendars as values, and which of them holds on a day. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from severshop.domain.promises.rules import Cutoffs, Days
from severshop.vocabulary.availability import Availability


class Place(NamedTuple):
    """A country (ISO 3166-1) or one of its regions (second half of ISO 3166-2, or empty)."""

    country: str
    region: str = ""


class Hours(NamedTuple):
    """Until when the warehouse works, by its own clock."""

    valid_from: date
    time_zone: str
    cutoffs: Cutoffs


class Takes(NamedTuple):
    """How many working days something takes: `of` is an availability or, for customs, a country."""

    valid_from: date
    of: str
    days: Days


class Week(NamedTuple):
    """On which weekdays (ISO numbers) a carrier works; an empty country is all that have no row of their own."""

    valid_from: date
    carrier: str
    country: str
    collects: str
    delivers: str
    works_on_public_holidays: bool = False


class Special(NamedTuple):
    """A day unlike its weekday. `whose` is `warehouse`, `carrier` or `place`."""

    whose: str
    day: date
    works: bool = False
    carrier: str = ""
    country: str = ""
    region: str = ""
    name: str = ""


class Peak(NamedTuple):
    """Working days on top, for orders that are placed from the first to the last day."""

    first_day: date
    last_day: date
    handling_days: int
    transit_days: int
    carrier: str = ""
    country: str = ""
    name: str = ""


type Row = Hours | Takes | Week | Special | Peak


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...


def holding[Dated: _Dated](rows: Iterable[Dated], *, on: date) -> Dated | None:
    """Return the row that holds on a day: the newest that has begun."""
    return max((row for row in rows if row.valid_from <= on), key=lambda row: row.valid_from, default=None)


TABLES = {Hours: "hours", Week: "weeks", Special: "specials", Peak: "peaks"}


def table_of(row: Row) -> str:
    """Return the name of the table that a row stands in, as `Calendars` names it."""
    if isinstance(row, Takes):
        return "availability" if row.of in set(Availability) else "customs"
    return TABLES[type(row)]
