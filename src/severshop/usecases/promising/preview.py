"""What a change of the calendars would do to dates, before it is saved. Writes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.queries import calendars as stored_calendars
from severshop.domain.promises.rules import Days, RuleDays
from severshop.domain.shipping.queries import destination, options
from severshop.usecases.promising.dates import Dates, dates_for
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route


class Preview(NamedTuple):
    """When an order that is placed at a moment arrives, by the calendars as they are and as they would be."""

    route: Route
    before: Dates
    after: Dates

    @property
    def days_later(self) -> int:
        """By how many calendar days the last day of the range moves; negative is earlier."""
        return (self.after.window.latest - self.before.window.latest).days


def preview(route: Route, *, rule: RuleDays, at: datetime, changed: Calendars | None = None) -> Preview:
    """Return the dates before and after. Without `changed` calendars both are those of today."""
    stored = stored_calendars()
    before = dates_for(route, rule=rule, at=at, calendars=stored)
    return Preview(route, before, dates_for(route, rule=rule, at=at, calendars=changed) if changed else before)


def preview_country(
    country: str,
    *,
    at: datetime,
    changed: Calendars | None = None,
    region: str = "",
    availability: Availability = Availability.IN_STOCK,
) -> Sequence[Preview]:
    """Return the preview of every way to ship to a country, in the merchant's order; none if there is no way."""
    ways = ways_to(country, region=region, availability=availability)
    return tuple(preview(route, rule=rule, at=at, changed=changed) for route, rule in ways)


def ways_to(
    country: str, *, region: str = "", availability: Availability = Availability.IN_STOCK
) -> tuple[tuple[Route, RuleDays], ...]:
    """Return every way to ship to a country with the days of the rule table, in the merchant's order."""
    where = destination(country)
    if where is None:
        return ()
    return tuple(
        (
            Route(option.carrier, option.code, settings.WAREHOUSE_COUNTRY, country, region, availability),
            RuleDays(
                handling=Days(fewest=option.handling_days[0], most=option.handling_days[1]),
                transit=Days(fewest=option.transit_days[0], most=option.transit_days[1]),
            ),
        )
        for option in options(where.zone)
    )
