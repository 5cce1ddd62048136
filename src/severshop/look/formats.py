"""Amounts, dates and names of countries as people read them, in the language in force."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import get_language

from severshop.vocabulary.windows import DeliveryWindow

KILOGRAM = 1000


def money(minor: int, currency: str = "EUR") -> str:
    """`12900` -> `€129.00`."""
    return format_currency(minor / 100, currency, locale=_locale())


def percent(rate_bp: int) -> str:
    """`810` basis points -> `8.1%`."""
    return format_percent(rate_bp / 10_000, format="0.##%" if _language() == "en" else "0.## %", locale=_locale())


def weight(grams: int) -> str:
    """`820` -> `820 g`, `1640` -> `1.64 kg`."""
    number, unit = (grams, "g") if grams < KILOGRAM else (grams / KILOGRAM, "kg")
    return f"{format_decimal(number, format='0.###', locale=_locale())}\N{NO-BREAK SPACE}{unit}"


def day(value: date, *, year: bool = False) -> str:
    """`Thu 26 November`; with `year`, `Thu 26 November 2026`."""
    return format_date(value, "EEE d MMMM y" if year else "EEE d MMMM", locale=_locale())


def days(window: DeliveryWindow) -> str:
    """Return a range of days, as short as it can be said: `Thu 26 – Fri 27 November`."""
    first, last = window.earliest, window.latest
    if first == last:
        return day(first)
    short = "EEE d" if (first.year, first.month) == (last.year, last.month) else "EEE d MMMM"
    return f"{format_date(first, short, locale=_locale())} – {day(last)}"


def moment(value: datetime) -> str:
    """`Thu 26 November, 06:12`, in the offset that the value carries."""
    return f"{day(value.date())}, {clock(value)}"


def clock(value: datetime) -> str:
    """`06:12`, in the offset that the value carries."""
    return value.strftime("%H:%M")


def country(code: str) -> str:
    """`DK` -> `Denmark`."""
    return str(Locale.parse(_locale()).territories.get(code, code))


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _locale() -> str:
    # British English writes the day before the month, as the rest of the shop does.
    return {"en": "en_GB"}.get(_language(), _language())
