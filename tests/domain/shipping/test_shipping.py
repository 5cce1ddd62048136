import pytest

from severshop.domain.shipping.actions import load_shipping
from severshop.domain.shipping.models import DeliveryOption, Destination
from severshop.domain.shipping.queries import destination, destinations, options
from severshop.domain.shipping.rules import Zone, delivery_price

VAT = {
    "DE": 1900,
    "AT": 2000,
    "FR": 2000,
    "IT": 2200,
    "NL": 2100,
    "DK": 2500,
    "BE": 2100,
    "ES": 2100,
    "SE": 2500,
    "PL": 2300,
    "CH": 810,
    "GB": 2000,
}


@pytest.mark.django_db
def test_the_shop_ships_home_into_the_union_and_outside() -> None:
    load_shipping()
    assert {where.country: where.vat_rate_bp for where in destinations()} == VAT
    assert destinations()[0].country == "DE"
    zones = {country: where.zone for country in VAT if (where := destination(country))}
    assert zones == dict.fromkeys(VAT, Zone.UNION) | {"DE": Zone.HOME, "CH": Zone.OUTSIDE, "GB": Zone.OUTSIDE}
    assert destination("US") is None


@pytest.mark.django_db
@pytest.mark.parametrize("zone", Zone)
def test_each_zone_has_a_cheap_way_and_a_quick_one(zone: Zone) -> None:
    load_shipping()
    standard, express = options(zone)
    assert (standard.code, express.code) == ("standard", "express")
    assert standard.price_minor < express.price_minor
    assert express.handling_days[1] + express.transit_days[1] < standard.handling_days[1] + standard.transit_days[1]


@pytest.mark.django_db
def test_days_keep_what_the_shop_says_of_itself() -> None:
    """Domestic within a week, abroad up to two weeks: five and ten business days."""
    load_shipping()
    most = {zone: max(option.handling_days[1] + option.transit_days[1] for option in options(zone)) for zone in Zone}
    assert most[Zone.HOME] <= 5
    assert most[Zone.UNION] <= 10
    assert most[Zone.OUTSIDE] <= 10


@pytest.mark.django_db
def test_loading_again_leaves_the_merchants_changes_alone() -> None:
    load_shipping()
    Destination.objects.filter(country="GB").delete()
    DeliveryOption.objects.filter(code="standard", zone="home").update(price_minor=1)
    load_shipping()
    assert destination("GB") is None
    assert options(Zone.HOME)[0].price_minor == 1
    assert DeliveryOption.objects.count() == 6


@pytest.mark.parametrize(("items", "price"), [(7999, 490), (8000, 0), (8001, 0)])
def test_delivery_is_free_from_an_amount_on(items: int, price: int) -> None:
    assert delivery_price(items_minor=items, price_minor=490, free_from_minor=8000) == price


def test_delivery_without_a_limit_always_costs() -> None:
    assert delivery_price(items_minor=10**9, price_minor=490, free_from_minor=None) == 490
