"""The carriers' scorecard: how each did in a period, by lane and by month; on the page and as a file."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from severshop.infra import clock
from severshop.interfaces.staff import words
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.chart_words import (
    days_said,
    hours_said,
    lane_words,
    long_day,
    month_name,
    share_fixed,
    share_said,
)
from severshop.interfaces.staff.page import show, today
from severshop.interfaces.staff.paging import CARRIER
from severshop.look.charts import Bar, Point, draw_bars, draw_line
from severshop.usecases.reading.scorecard import Card, Row, scorecard, scorecard_rows

PERIODS = (1, 3, 6, 12)
USUAL = 3
BARS = 6
"""As many lanes as are drawn; the table has them all."""
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
COLUMNS = (
    "month",
    "carrier",
    "lane",
    "parcels",
    "judged",
    "on_time",
    "open",
    "share_on_time",
    "early_days_mean",
    "first_scan_hours_median",
    "first_scan_known",
    "first_scan_late",
    "lost",
    "transit_days_median",
)


class Asked(NamedTuple):
    """What the address asks for: a period, and a carrier or all."""

    first: date
    last: date
    carrier: str
    months: int
    month: date | None

    @property
    def period(self) -> str:
        return f"month={self.month:%Y-%m}" if self.month else f"months={self.months}"

    @property
    def query(self) -> str:
        return f"?{self.period}&carrier={self.carrier}" if self.carrier else f"?{self.period}"


@require_safe
@roles(*ANY_ROLE)
def page(request: HttpRequest) -> HttpResponse:
    """Show how carriers did."""
    asked = _asked(request)
    card = scorecard(asked.first, asked.last, today=today(), now_seconds=clock.now().timestamp(), carrier=asked.carrier)
    context = {
        "asked": asked,
        "card": card,
        "periods": PERIODS,
        "bars_chart": _by_lane(card.lanes) if asked.carrier else _by_carrier(card.carriers),
        "most_bars": BARS,
        "months_chart": _by_month(card.months),
        "period_query": asked.period,
        "share": share_fixed,
        "hours_said": hours_said,
        "days_said": days_said,
        "month_name": month_name,
        "lane_words": lane_words,
        "long_day": long_day,
    }
    return show(request, "staff/scorecard.html", context)


@require_safe
@roles(*ANY_ROLE)
def file(request: HttpRequest) -> HttpResponse:
    """Send the figures of each month, carrier and lane of the period."""
    asked = _asked(request)
    rows = scorecard_rows(
        asked.first, asked.last, today=today(), now_seconds=clock.now().timestamp(), carrier=asked.carrier
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"carriers-{asked.first}-{asked.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(_line(row) for row in rows)
    return response


def _asked(request: HttpRequest) -> Asked:
    carrier, months, month = (request.GET.get(name, "") for name in ("carrier", "months", "month"))
    if not CARRIER.fullmatch(carrier) or (months and months not in {str(one) for one in PERIODS}):
        raise Http404
    if month:
        if not MONTH.fullmatch(month):
            raise Http404
        first = date.fromisoformat(f"{month}-01")
        return Asked(first, _next_month(first) - timedelta(days=1), carrier, USUAL, first)
    count = int(months or USUAL)
    first = today().replace(day=1)
    for _back in range(count - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return Asked(first, today(), carrier, count, None)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _by_carrier(rows: Sequence[Row]) -> Markup:
    return _bars([(words.carrier_name(row.carrier), row.card) for row in rows], title=_("On time, by carrier"))


def _by_lane(rows: Sequence[Row]) -> Markup:
    return _bars([(lane_words(row.lane), row.card) for row in rows[:BARS]], title=_("On time, by lane"))


def _bars(cards: Sequence[tuple[str, Card]], *, title: str) -> Markup:
    bars = [Bar(name, card.share_on_time, share_fixed(card.share_on_time)) for name, card in cards]
    told = [f"{bar.label} {bar.said}" for bar in bars]
    return draw_bars(bars, name="shares", title=title, desc="; ".join(told), most=1)


def _by_month(rows: Sequence[Row]) -> Markup:
    points = [
        Point(month_name(row.month, short=True), row.card.share_on_time, is_open=bool(row.card.open))
        for row in rows
        if row.month
    ]
    told = [f"{point.label} {share_said(point.value)}" for point in points]
    return draw_line(
        points,
        name="by-month",
        title=_("On time, by month of ordering"),
        desc="; ".join(told),
        said=share_said,
        least=0,
        most=1,
    )


def _line(row: Row) -> Iterable[object]:
    card: Card = row.card
    yield f"{row.month:%Y-%m}" if row.month else ""
    yield _plain(row.carrier)
    yield _plain(row.lane)
    yield from (
        card.parcels,
        card.judged,
        card.on_time,
        card.open,
        _rounded(card.share_on_time, 4),
        _rounded(card.early_days, 2),
    )
    yield from (_rounded(card.scan_hours, 1), card.scan_known, card.scan_late, card.lost)
    yield _rounded(card.transit_days, 2)


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: lanes may come from an imported file."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _rounded(value: float | None, digits: int) -> float | str:
    return "" if value is None else round(value, digits)
