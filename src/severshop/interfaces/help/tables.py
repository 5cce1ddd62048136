"""The shop's tables as its policy pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.domain.carriers.registry import CARRIERS, carrier_name
from severshop.domain.promises.queries import holidays_from
from severshop.domain.shipping.queries import Destination, Option, carrier_rules, destinations, options
from severshop.domain.shipping.rules import Zone
from severshop.usecases.refresh_status import shop_zone

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """Countries that cost the same and take as long."""

    title: str
    places: tuple[Destination, ...]
    options: tuple[Option, ...]


def zone_tables() -> tuple[ZoneTable, ...]:
    """Return the zones that the shop ships to."""
    titles = {
        Zone.HOME: _("At home"),
        Zone.UNION: _("In the European Union"),
        Zone.OUTSIDE: _("Outside the European Union"),
    }
    places = destinations()
    return tuple(
        ZoneTable(title, there, options(zone))
        for zone, title in titles.items()
        if (there := tuple(place for place in places if place.zone is zone))
    )


def carriers_of() -> tuple[str, ...]:
    """Return the names of the carriers that the shop's table names."""
    return tuple(dict.fromkeys(carrier_name(rule.carrier) for rule in carrier_rules() if rule.carrier in CARRIERS))


def closed_days(now: datetime) -> tuple[date, ...]:
    """Return the holidays ahead on which the warehouse does not work though it is no weekend."""
    today = now.astimezone(shop_zone()).date()
    days = holidays_from(today, country=settings.WAREHOUSE_COUNTRY, region=settings.WAREHOUSE_REGION)
    return tuple(day for day in sorted(days) if day >= today and day.weekday() < SATURDAY)[:6]
