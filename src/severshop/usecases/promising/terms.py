"""What a delivery goes by: the tables of this moment, counted out for one way to one place."""

from datetime import datetime

from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.queries import calendars as stored_calendars
from severshop.domain.promises.rules import RuleDays, Terms
from severshop.vocabulary.routes import Route


def terms_for(
    route: Route, rule: RuleDays, at: datetime, *, calendars: Calendars | None = None, are_whole: bool = False
) -> Terms:
    """Return the terms of an order that is placed `at` a moment: days that count, and the days that each part takes.

    Cheap: the days are counted out once in a process, until a calendar changes. With `calendars`, those hold instead
    of the stored ones. Days that `are_whole`, as learned ones, contain sourcing and customs. Raises `CalendarError`.
    """
    return (calendars or stored_calendars()).terms(route, rule=rule, at=at, are_whole=are_whole)
