"""What delivery to a country costs, and when it arrives."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from severshop.domain.promises.rules import Days, RuleDays
from severshop.domain.shipping.queries import Destination, Option, destination, options
from severshop.domain.shipping.rules import Zone, delivery_price
from severshop.usecases.promising.dates import Dates, dates_for
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuote:
    """One way to ship: its price, its dates if ordered now, and the VAT of the destination."""

    option: str
    price_minor: int
    window: DeliveryWindow
    carrier: str
    tax_rate_bp: int
    zone: Zone
    dates: Dates
    evidence: dict[str, Any] = field(default_factory=dict)
    """What the dates are based on, ready for JSON; kept with the promise."""


def quotes(
    *,
    country: str,
    region: str = "",
    availability: Availability = Availability.IN_STOCK,
    items_minor: int,
    now: datetime,
) -> tuple[DeliveryQuote, ...]:
    """Return the ways to ship to a country, in the merchant's order; none if the shop does not ship there.

    `region` is the second half of an ISO 3166-2 code, or empty; `availability` that of the slowest article.
    """
    where = destination(country)
    if where is None:
        return ()
    return tuple(
        _quote(
            option,
            route=Route(option.carrier, option.code, settings.WAREHOUSE_COUNTRY, country, region, availability),
            where=where,
            items_minor=items_minor,
            now=now,
        )
        for option in options(where.zone)
    )


def _quote(option: Option, *, route: Route, where: Destination, items_minor: int, now: datetime) -> DeliveryQuote:
    dates = dates_for(route, rule=rule_of(option), at=now)
    return DeliveryQuote(
        option=option.code,
        price_minor=delivery_price(
            items_minor=items_minor, price_minor=option.price_minor, free_from_minor=option.free_from_minor
        ),
        window=dates.window,
        carrier=option.carrier,
        tax_rate_bp=where.vat_rate_bp,
        zone=where.zone,
        dates=dates,
        evidence=dates.evidence,
    )


def rule_of(option: Option) -> RuleDays:
    """Return the days of a way to ship as the merchant's table has them."""
    return RuleDays(
        handling=Days(fewest=option.handling_days[0], most=option.handling_days[1]),
        transit=Days(fewest=option.transit_days[0], most=option.transit_days[1]),
    )
