"""Whose clock a shopper lives by."""

import uuid
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from severshop.domain.orders.models import Address
from severshop.vocabulary.cities import country_centre, find_city


def shopper_zone(order_id: uuid.UUID, *, chosen: str = "") -> ZoneInfo:
    """Return the zone that somebody chose, else that of the city or country where the order goes, else the shop's."""
    if found := _zone(chosen):
        return found
    goes_to = Address.objects.filter(order_id=order_id).values_list("city", "region", "country").first()
    return zone_of_place(*goes_to) if goes_to else ZoneInfo(settings.SHOP_TIME_ZONE)


def zone_of_place(city: str, region: str, country: str) -> ZoneInfo:
    """Return the zone of a place; the shop's where its country has several and the city is not known."""
    for place in (
        find_city(city, country=country, region=region),
        country_centre(country, region=region),
        country_centre(country),
    ):
        if place is not None and (found := _zone(place.time_zone)):
            return found
    return ZoneInfo(settings.SHOP_TIME_ZONE)


def _zone(name: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
