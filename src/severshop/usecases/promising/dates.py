"""The one function that says when an order arrives: for the product page, the checkout, a letter, the watch."""

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings

from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.learned import curves_for, sureness
from severshop.domain.promises.learning.curves import Curves, learned_days
from severshop.domain.promises.opening import CalendarError
from severshop.domain.promises.queries import calendars as stored_calendars
from severshop.domain.promises.rules import RuleDays, arrives_by, evidence, ships_by
from severshop.domain.promises.safe import safe_days
from severshop.usecases.promising.terms import terms_for
from severshop.vocabulary.routes import Route
from severshop.vocabulary.windows import DeliveryWindow

log = structlog.get_logger()


class Dates(NamedTuple):
    """When an order arrives, and by when it leaves the warehouse; `evidence`, ready for JSON, says what it goes by.

    `is_guess` where the calendars could not tell: the range is then wide on purpose, and the staff see the problem.
    """

    window: DeliveryWindow
    ships_by: date
    evidence: dict[str, Any]
    is_guess: bool = False


def dates_for(
    route: Route, *, rule: RuleDays, at: datetime, calendars: Calendars | None = None, sure: float | None = None
) -> Dates:
    """Return the dates of an order that is placed `at` a moment. Always answers.

    Goes by the calendars, and by what was learned of the route; where nothing was, by the days of `rule`. To try
    something: `calendars` instead of the stored ones, `sure` (0 to 1) instead of the merchant's own.
    """
    try:
        return counted(route, rule=rule, at=at, calendars=calendars, sure=sure)
    except (CalendarError, OverflowError) as error:
        log.warning("dates_guessed", lane=route.lanes[0], reason=str(error))
        return _guess(route, at=at, reason=error)


def counted(
    route: Route, *, rule: RuleDays, at: datetime, calendars: Calendars | None = None, sure: float | None = None
) -> Dates:
    """Return what `dates_for` does, or raise `CalendarError` where it would guess."""
    known, curves = calendars or stored_calendars(), curves_for(route)
    asked = (sureness() if sure is None else sure) if curves else None
    # Orders before a day's cut-off have the same dates, and those after it.
    key = ("dates", route, rule, curves, asked, known.clock(at))
    dates = known.once(key, lambda: _count(route, rule=rule, at=at, known=known, curves=curves, sure=asked))
    return Dates(dates.window, dates.ships_by, dates.evidence | {"placed_at": at.isoformat()})


def _count(
    route: Route, *, rule: RuleDays, at: datetime, known: Calendars, curves: Curves | None, sure: float | None
) -> Dates:
    basis: dict[str, Any] = {"lane": route.lanes[0], "days_from": "rule"}
    if curves and sure:
        rule = RuleDays(*learned_days(curves.handling, curves.transit, sure=sure))
        basis |= _learned(curves, sure=sure)
    terms = terms_for(route, rule, at, calendars=known, are_whole=curves is not None)
    return Dates(arrives_by(at, terms=terms), ships_by(at, terms=terms), evidence(at, terms=terms) | basis)


def _learned(curves: Curves, *, sure: float) -> dict[str, Any]:
    return {
        "days_from": "learned",
        "sure": sure,
        "learned_at": curves.made_at.isoformat(),
        "learned_lane": curves.lane,
        "ended": curves.ended,
        "open": curves.open,
    }


def _guess(route: Route, *, at: datetime, reason: Exception) -> Dates:
    today = at.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()
    window, leaves = safe_days(today)
    kept = {
        "rule": "wide range",
        "because": type(reason).__name__,
        "placed_at": at.isoformat(),
        "ships_by": leaves.isoformat(),
        "lane": route.lanes[0],
    }
    return Dates(window, leaves, kept, is_guess=True)
