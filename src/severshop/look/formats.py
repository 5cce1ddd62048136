"""Amounts, dates, lists and names of countries as people read them, in the language in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import get_language

from severshop.vocabulary.windows import DeliveryWindow

KILOGRAM = 1000


@dataclass(frozen=True, slots=True)
class Patterns:
    """How a language writes days, hours and shares: CLDR patterns, and `{}` where a part goes."""

    locale: str
    day: str = "EEE d MMMM"
    short_day: str = "EEE d"
    number: str = "d"
    day_without_name: str = "d MMM"
    long_day: str = "EEEE d MMMM"
    hour: str = "{}"
    """A time of day inside a sentence."""
    moment: str = "{}, {}"
    after_day: str = "{}"
    """A time of day behind the name of a day: `Tuesday 06:12`."""
    percent: str = "0.##%"


# British English writes the day before the month.
ENGLISH = Patterns("en_GB")
GERMAN = Patterns(
    "de",
    day="EEE, d. MMMM",
    short_day="EEE, d.",
    number="d.",
    day_without_name="d. MMM",
    long_day="EEEE, d. MMMM",
    hour="{}\N{NO-BREAK SPACE}Uhr",
    moment="{}, {}\N{NO-BREAK SPACE}Uhr",
    after_day="um {}\N{NO-BREAK SPACE}Uhr",
    percent="0.##\N{NO-BREAK SPACE}%",
)
PATTERNS = {"en": ENGLISH, "de": GERMAN}


def money(minor: int, currency: str = "EUR") -> str:
    """`12900` -> `€129.00`."""
    return format_currency(minor / 100, currency, locale=_patterns().locale)


def percent(rate_bp: int, *, always_decimal: bool = False) -> str:
    """`810` basis points -> `8.1%`; with `always_decimal`, `900` -> `9.0%`, for columns of them."""
    patterns = _patterns()
    pattern = patterns.percent.replace("0.##", "0.0") if always_decimal else patterns.percent
    return format_percent(rate_bp / 10_000, format=pattern, locale=patterns.locale)


def decimal(value: float) -> str:
    """`4.25` -> `4.2`, with one decimal always."""
    return str(format_decimal(round(value, 1), format="#,##0.0", locale=_patterns().locale))


def weight(grams: int) -> str:
    """`820` -> `820 g`, `1640` -> `1.64 kg`."""
    number, unit = (grams, "g") if grams < KILOGRAM else (grams / KILOGRAM, "kg")
    return f"{format_decimal(number, format='0.###', locale=_patterns().locale)}\N{NO-BREAK SPACE}{unit}"


def day(value: date, *, year: bool = False) -> str:
    """`Thu 26 November`; with `year`, `Thu 26 November 2026`."""
    patterns = _patterns()
    return _date(value, f"{patterns.day} y" if year else patterns.day)


def short_day(value: date) -> str:
    """`Thu 26`."""
    return _date(value, _patterns().short_day)


def day_without_name(value: date) -> str:
    """`26 Nov`."""
    return _date(value, _patterns().day_without_name)


def long_day(value: date) -> str:
    """`Thursday 26 November`."""
    return _date(value, _patterns().long_day)


def weekday(value: date) -> str:
    """`Thursday`."""
    return _date(value, "EEEE")


def days(window: DeliveryWindow) -> str:
    """Return a range of days, as short as it can be said: `Thu 26 – Fri 27 November`."""
    first, last = window.earliest, window.latest
    if first == last:
        return day(first)
    is_same_month = (first.year, first.month) == (last.year, last.month)
    return f"{short_day(first) if is_same_month else day(first)} – {day(last)}"


def days_without_names(window: DeliveryWindow) -> str:
    """Return a range of days as short as it can be said: `26 – 27 Nov`."""
    first, last = window.earliest, window.latest
    if first == last:
        return day_without_name(last)
    is_same_month = (first.year, first.month) == (last.year, last.month)
    start = _date(first, _patterns().number) if is_same_month else day_without_name(first)
    return f"{start} – {day_without_name(last)}"


def moment(value: datetime) -> str:
    """`Thu 26 November, 06:12`, in the offset that the value carries."""
    return _patterns().moment.format(day(value.date()), clock(value))


def after_day(value: datetime, *, is_utc: bool = False) -> str:
    """`06:12` as it stands behind the name of a day (in German `um 06:12 Uhr`); `06:12 UTC` when that must be said."""
    said = _patterns().after_day.format(clock(value))
    return said.replace("\N{NO-BREAK SPACE}Uhr", "") + " UTC" if is_utc else said


def hour(value: datetime) -> str:
    """`06:12` as a sentence says it (in German `06:12 Uhr`), in the offset that the value carries."""
    return _patterns().hour.format(clock(value))


def clock(value: datetime) -> str:
    """`06:12`, in the offset that the value carries."""
    return value.strftime("%H:%M")


def listed(parts: Sequence[str], *, either: bool = False) -> str:
    """Return `a, b and c`; with `either`, `a, b or c`."""
    return format_list(list(parts), style="or" if either else "standard", locale=_patterns().locale)


def country(code: str) -> str:
    """`DK` -> `Denmark`."""
    return str(Locale.parse(_patterns().locale).territories.get(code, code))


def _date(value: date, pattern: str) -> str:
    return format_date(value, pattern, locale=_patterns().locale)


def _patterns() -> Patterns:
    language = (get_language() or "en").split("-")[0]
    return PATTERNS.get(language) or Patterns(language)
