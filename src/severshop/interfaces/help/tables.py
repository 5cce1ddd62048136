"""The shop's tables as its policy pages show them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.utils.translation import gettext as _

from severshop.domain.carriers.registry import CARRIERS, carrier_name
from severshop.domain.promises.opening import CalendarError
from severshop.domain.promises.queries import calendars
from severshop.domain.promises.rules import cutoff_on
from severshop.domain.shipping.queries import Destination, Option, carrier_rules, destinations, options
from severshop.domain.shipping.rules import Zone
from severshop.usecases.refresh_status import shop_zone

LOOKED_AHEAD_DAYS = 366
MOST_CLOSED_DAYS = 6


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
    """Return the next days on which the warehouse does not work though it does on their weekday."""
    known, today = calendars(), now.astimezone(shop_zone()).date()
    try:
        works = known.warehouse(today.year)
    except CalendarError:
        return ()
    ahead = (today + timedelta(days=count) for count in range(LOOKED_AHEAD_DAYS))
    usual = (day for day in ahead if known.hours_on(day).cutoffs[day.weekday()])
    return tuple(islice((day for day in usual if day not in works), MOST_CLOSED_DAYS))


def cutoff(now: datetime) -> str:
    """Return until when an order of the next working day is turned to on that day, as `14:00`."""
    known, today = calendars(), now.astimezone(shop_zone()).date()
    try:
        day = known.warehouse(today.year).first_from(today)
    except CalendarError:
        day = today
    return cutoff_on(day, known.hours_on(day).cutoffs).isoformat("minutes")
