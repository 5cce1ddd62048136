import json

import pytest
from django.db import IntegrityError

from severshop.domain.carriers.numbers import OURS
from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.shipping.actions import (
    SEED,
    NewCarrierRule,
    UnknownRuleError,
    add_rule,
    change_rule,
    load_shipping,
    remove_rule,
)
from severshop.domain.shipping.models import CarrierRule, DeliveryOption, Destination
from severshop.domain.shipping.queries import (
    carrier_rules,
    destination,
    destinations,
    option_codes,
    options,
    zone_of,
)
from severshop.domain.shipping.rules import Shipment, Zone, choose_carrier, delivery_price

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


@pytest.mark.django_db
@pytest.mark.parametrize("carriers", [("ups",), tuple(CARRIERS), OURS])
@pytest.mark.parametrize("grams", [0, 820, 40_000])
def test_every_parcel_that_the_shop_can_sell_has_a_carrier(carriers, grams) -> None:
    load_shipping(carriers=carriers)
    assert {rule.carrier for rule in carrier_rules()} <= set(carriers)
    for where in destinations():
        for option in options(where.zone):
            parcel = Shipment(country=where.country, zone=where.zone, option=option.code, weight_grams=grams)
            assert choose_carrier(carrier_rules(), parcel, carriers=carriers).carrier in carriers


@pytest.mark.django_db
def test_the_seed_names_places_ways_and_carriers_that_there_are() -> None:
    load_shipping()
    for row in json.loads(SEED.read_text("utf-8"))["carrier_rules"]:
        assert row["carrier"] in OURS
        assert row.get("option", "") in {"", *option_codes()}
        assert row.get("zone") in set(Zone) or destination(row["country"]) is not None


@pytest.mark.django_db
def test_a_country_that_is_not_shipped_to_counts_as_outside() -> None:
    load_shipping()
    assert [zone_of(country) for country in ("DE", "DK", "CH", "US")] == [
        Zone.HOME,
        Zone.UNION,
        Zone.OUTSIDE,
        Zone.OUTSIDE,
    ]


@pytest.mark.django_db
def test_lines_are_added_changed_and_removed() -> None:
    key = add_rule(NewCarrierRule(priority=5, carrier="ups", country="CH", weight_to_grams=999))
    add_rule(NewCarrierRule(priority=4, carrier="ups", zone="home"))
    assert [rule.priority for rule in carrier_rules()] == [4, 5]
    change_rule(key, NewCarrierRule(priority=3, carrier="dhl", zone="union", option="express"))
    changed = carrier_rules()[0]
    assert (changed.id, changed.zone, changed.country, changed.weight_to_grams) == (key, Zone.UNION, "", None)
    remove_rule(key)
    assert len(carrier_rules()) == 1
    with pytest.raises(UnknownRuleError):
        remove_rule(key)
    with pytest.raises(UnknownRuleError):
        change_rule(key, NewCarrierRule(priority=3, carrier="dhl", zone="union"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "", "country": ""},
        {"zone": "home", "country": "DE"},
        {"zone": "moon"},
        {"zone": "home", "carrier": ""},
        {"zone": "home", "weight_from_grams": 2, "weight_to_grams": 1},
    ],
)
def test_the_database_refuses_impossible_lines(wrong) -> None:
    with pytest.raises(IntegrityError):
        CarrierRule.objects.create(**({"priority": 1, "carrier": "ups"} | wrong))
