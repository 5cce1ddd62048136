"""The calendars that dates are counted by: what holds today, what comes, what was."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from severshop.domain.promises.holiday_names import public_holidays
from severshop.domain.promises.kept_rows import KeptRow, Kind, Line, lines, seasons, special_days
from severshop.domain.shipping.queries import destinations
from severshop.interfaces.staff import calendar_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, today
from severshop.vocabulary.roles import Role

AHEAD = timedelta(days=365)


class DayLine(NamedTuple):
    """A day of the list: a row that somebody wrote, or a public holiday."""

    day: date
    name: str
    row: KeptRow | None = None


@require_safe
@roles(Role.WAREHOUSE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show every calendar; `?country=` chooses whose public holidays are listed."""
    day = today()
    days, days_past = special_days(today=day)
    ahead, seasons_past = seasons(today=day)
    shown = _country(request)
    context: dict[str, Any] = {
        "tables": {kind.value: _lines(kind, day) for kind in (Kind.CARRIERS, Kind.AVAILABILITY, Kind.CUSTOMS)},
        "hours": next(iter(lines(Kind.HOURS, today=day)), None),
        "seasons": ahead,
        "seasons_past": seasons_past,
        "days": _days([row for row in days if _matters(row, shown, day)], country=shown, first=day),
        "elsewhere": [DayLine(row.begins, row.says["name"], row) for row in days if not _matters(row, shown, day)],
        "days_past": days_past,
        "shown": shown,
        "countries": sorted({settings.WAREHOUSE_COUNTRY, *(where.country for where in destinations())}),
        "home": settings.WAREHOUSE_COUNTRY,
        "Kind": Kind,
        "cal": calendar_words,
    }
    return show(request, "staff/calendars.html", context)


def _lines(kind: Kind, day: date) -> tuple[Line, ...]:
    return lines(kind, today=day)


def _country(request: HttpRequest) -> str:
    asked = request.GET.get("country", "")
    known = {where.country for where in destinations()}
    return asked if asked in known else settings.WAREHOUSE_COUNTRY


def _matters(row: KeptRow, country: str, day: date) -> bool:
    """Tell whether a special day is one of the next twelve months, and may move dates in a country."""
    return row.begins <= day + AHEAD and row.says["country"] in {"", country}


def _days(rows: Sequence[KeptRow], *, country: str, first: date) -> list[DayLine]:
    region = settings.WAREHOUSE_REGION if country == settings.WAREHOUSE_COUNTRY else ""
    language = (get_language() or "en").split("-")[0]
    public = public_holidays(country, region=region, first=first, last=first + AHEAD, language=language)
    written = [DayLine(row.begins, row.says["name"], row) for row in rows]
    return sorted([*written, *(DayLine(one.day, one.name) for one in public)], key=lambda one: one.day)
