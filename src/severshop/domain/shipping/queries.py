"""Where the shop ships to, how, and with whom."""

from dataclasses import dataclass

from severshop.domain.shipping import models
from severshop.domain.shipping.rules import CarrierRule, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A country, how it lies to the warehouse, and the VAT that is contained in its prices."""

    country: str
    zone: Zone
    vat_rate_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A way to ship. Days are business days, (fewest, most)."""

    code: str
    price_minor: int
    free_from_minor: int | None
    handling_days: tuple[int, int]
    transit_days: tuple[int, int]
    carrier: str


def destinations() -> tuple[Destination, ...]:
    """Return the countries that the shop ships to, in the merchant's order."""
    return tuple(_destination(row) for row in models.Destination.objects.all())


def destination(country: str) -> Destination | None:
    """Return what holds for a country, or None if the shop does not ship there."""
    row = models.Destination.objects.filter(country=country).first()
    return _destination(row) if row else None


def options(zone: Zone) -> tuple[Option, ...]:
    """Return the ways to ship to a zone, in the merchant's order."""
    return tuple(
        Option(
            code=row.code,
            price_minor=row.price_minor,
            free_from_minor=row.free_from_minor,
            handling_days=(row.handling_days_min, row.handling_days_max),
            transit_days=(row.transit_days_min, row.transit_days_max),
            carrier=row.carrier,
        )
        for row in models.DeliveryOption.objects.filter(zone=zone.value)
    )


def zone_of(country: str) -> Zone:
    """Return how a country lies to the warehouse. One that the shop does not ship to is taken for outside."""
    where = destination(country)
    return where.zone if where else Zone.OUTSIDE


def option_codes() -> tuple[str, ...]:
    """Return the codes of all ways to ship, each once, in the merchant's order."""
    return tuple(dict.fromkeys(models.DeliveryOption.objects.values_list("code", flat=True)))


def carrier_rules() -> tuple[CarrierRule, ...]:
    """Return the carrier table in the order in which it is read."""
    return tuple(
        CarrierRule(
            id=row.pk,
            priority=row.priority,
            zone=Zone(row.zone) if row.zone else None,
            country=row.country,
            option=row.option,
            weight_from_grams=row.weight_from_grams,
            weight_to_grams=row.weight_to_grams,
            carrier=row.carrier,
        )
        for row in models.CarrierRule.objects.all()
    )


def carrier_rule(rule_id: int) -> CarrierRule | None:
    """Return one line of the carrier table, or None."""
    return next((rule for rule in carrier_rules() if rule.id == rule_id), None)


def _destination(row: models.Destination) -> Destination:
    return Destination(country=row.country, zone=Zone(row.zone), vat_rate_bp=row.vat_rate_bp)
