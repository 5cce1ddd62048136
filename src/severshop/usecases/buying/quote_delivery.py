"""What delivery to a country costs, and when it arrives."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from severshop.domain.promises.queries import holidays_from
from severshop.domain.promises.rules import Days, Terms, arrives_by, evidence
from severshop.domain.shipping.queries import Destination, Option, destination, options
from severshop.domain.shipping.rules import Zone, delivery_price
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
    evidence: dict[str, Any] = field(default_factory=dict)
    """What the dates are based on, ready for JSON; kept with the promise."""


def quotes(*, country: str, items_minor: int, now: datetime) -> tuple[DeliveryQuote, ...]:
    """Return the ways to ship to a country, in the merchant's order; none if the shop does not ship there."""
    where = destination(country)
    if where is None:
        return ()
    return tuple(_quote(option, where=where, items_minor=items_minor, now=now) for option in options(where.zone))


def _quote(option: Option, *, where: Destination, items_minor: int, now: datetime) -> DeliveryQuote:
    terms = _terms(option, country=where.country, now=now)
    return DeliveryQuote(
        option=option.code,
        price_minor=delivery_price(
            items_minor=items_minor, price_minor=option.price_minor, free_from_minor=option.free_from_minor
        ),
        window=arrives_by(now, terms=terms),
        carrier=option.carrier,
        tax_rate_bp=where.vat_rate_bp,
        zone=where.zone,
        evidence=evidence(now, terms=terms)
        | {"origin": _origin(), "destination": where.country, "option": option.code, "carrier": option.carrier},
    )


def _terms(option: Option, *, country: str, now: datetime) -> Terms:
    time_zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    today = now.astimezone(time_zone).date()
    return Terms(
        time_zone=time_zone,
        cutoff_hour=settings.WAREHOUSE_CUTOFF_HOUR,
        handling=Days(fewest=option.handling_days[0], most=option.handling_days[1]),
        transit=Days(fewest=option.transit_days[0], most=option.transit_days[1]),
        closed_at_origin=holidays_from(today, country=settings.WAREHOUSE_COUNTRY, region=settings.WAREHOUSE_REGION),
        closed_at_destination=holidays_from(today, country=country),
    )


def _origin() -> str:
    return "-".join(part for part in (settings.WAREHOUSE_COUNTRY, settings.WAREHOUSE_REGION) if part)
