"""Figures of the charts in words."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from severshop.look.formats import country, day, percent
from severshop.look.status.words import delivery_option_word
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route


def share_said(value: float | None) -> str:
    """`0.9312` -> `93.1%`; a dash where nothing is known."""
    return "–" if value is None else percent(round(value * 1000) * 10)


def share_fixed(value: float | None) -> str:
    """`0.93` -> `93.0%`: a share in a column, with as many digits as its neighbours."""
    if value is None:
        return "–"
    space = "" if _locale() == "en_GB" else "\N{NO-BREAK SPACE}"
    return format_percent(round(value, 3), format=f"0.0{space}%", locale=_locale())


def number_said(value: float | None) -> str:
    """`2.25` -> `2.3`; a dash where nothing is known."""
    return "–" if value is None else format_decimal(round(value, 1), format="#,##0.0", locale=_locale())


def tick_said(value: float) -> str:
    """`2.50` -> `2.5`, `2.0` -> `2`: a number at an axis."""
    return format_decimal(value, format="#,##0.##", locale=_locale())


def days_said(value: float | None) -> str:
    """`2.25` -> `2.3 days`."""
    if value is None:
        return "–"
    return _("%(n)s days") % {"n": number_said(value)}


def hours_said(value: float | None) -> str:
    """`6.25` -> `6.3 h`."""
    return "–" if value is None else _("%(n)s h") % {"n": number_said(value)}


def long_day(value: date) -> str:
    """`Mon 2 November 2026`."""
    return day(value, year=True)


def month_name(first: date | None, *, short: bool = False) -> str:
    """`November 2026`; short, `Nov`."""
    return format_date(first, "LLL" if short else "LLLL y", locale=_locale()) if first else ""


def week_name(monday: date) -> str:
    """`46`, the number of an ISO week."""
    return str(monday.isocalendar().week)


def lane_words(lane: str) -> str:
    """Say in words where a lane goes and how; what is no lane of ours stays as it is."""
    try:
        route = Route.of_lane(lane)
    except ValueError:
        return lane
    place = country(route.country) if not route.region else f"{country(route.country)}, {route.region}"
    parts = {"place": place, "option": delivery_option_word(route.option)}
    if route.availability is Availability.IN_STOCK:
        return _("To %(place)s, %(option)s") % parts
    if route.availability is Availability.AT_SUPPLIER:
        return _("To %(place)s, %(option)s, from the supplier") % parts
    return _("To %(place)s, %(option)s, made to order") % parts


def _locale() -> str:
    language = (get_language() or "en").split("-")[0]
    return "en_GB" if language == "en" else language
