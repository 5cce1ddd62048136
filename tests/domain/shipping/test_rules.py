"""Which carrier takes a parcel: the table, line by line."""

import pytest

from severshop.domain.shipping.rules import (
    CarrierRule,
    NoCarrierError,
    Shipment,
    Why,
    Zone,
    by_hand,
    choose_carrier,
)

ALL = frozenset({"ups", "dhl", "royalmail"})


def rule(number, carrier, *, zone=None, country="", option="", weights=(0, None), priority=None):
    return CarrierRule(
        id=number,
        priority=priority or number * 10,
        zone=zone,
        country=country,
        option=option,
        weight_from_grams=weights[0],
        weight_to_grams=weights[1],
        carrier=carrier,
    )


TABLE = (
    rule(1, "royalmail", country="GB", option="standard", weights=(0, 2000)),
    rule(2, "dhl", zone=Zone.HOME, option="standard", weights=(500, 31_500)),
    rule(3, "ups", zone=Zone.HOME),
    rule(4, "ups", zone=Zone.UNION, weights=(0, 70_000)),
    rule(5, "ups", zone=Zone.OUTSIDE),
)


def shipment(country, zone, option="standard", grams=820):
    return Shipment(country=country, zone=zone, option=option, weight_grams=grams)


@pytest.mark.parametrize(
    ("parcel", "carrier", "line"),
    [
        (shipment("GB", Zone.OUTSIDE), "royalmail", 1),
        (shipment("GB", Zone.OUTSIDE, grams=2000), "royalmail", 1),
        (shipment("GB", Zone.OUTSIDE, grams=2001), "ups", 5),
        (shipment("GB", Zone.OUTSIDE, option="express"), "ups", 5),
        (shipment("CH", Zone.OUTSIDE), "ups", 5),
        (shipment("DE", Zone.HOME), "dhl", 2),
        (shipment("DE", Zone.HOME, grams=500), "dhl", 2),
        (shipment("DE", Zone.HOME, grams=499), "ups", 3),
        (shipment("DE", Zone.HOME, grams=31_501), "ups", 3),
        (shipment("DE", Zone.HOME, option="express"), "ups", 3),
        (shipment("DK", Zone.UNION, grams=0), "ups", 4),
    ],
)
def test_the_first_line_that_fits_decides(parcel, carrier, line):
    choice = choose_carrier(TABLE, parcel, carriers=ALL)
    assert (choice.carrier, choice.rule_id) == (carrier, line)
    assert choose_carrier(reversed(TABLE), parcel, carriers=ALL) == choice


def test_equal_priorities_go_by_age():
    lines = [rule(8, "dhl", zone=Zone.HOME, priority=1), rule(7, "ups", zone=Zone.HOME, priority=1)]
    assert choose_carrier(lines, shipment("DE", Zone.HOME), carriers=ALL).carrier == "ups"


def test_a_carrier_that_the_shop_does_not_know_is_passed_over():
    choice = choose_carrier(TABLE, shipment("GB", Zone.OUTSIDE), carriers={"ups"})
    assert (choice.carrier, choice.rule_id) == ("ups", 5)


@pytest.mark.parametrize(
    ("table", "parcel"),
    [((), shipment("DE", Zone.HOME)), (TABLE, shipment("DK", Zone.UNION, grams=70_001))],
)
def test_where_no_line_fits_it_is_said_for_what(table, parcel):
    with pytest.raises(NoCarrierError, match=rf"{parcel.weight_grams} g to {parcel.country}, standard") as error:
        choose_carrier(table, parcel, carriers=ALL)
    assert error.value.parcel == parcel


def test_why_tells_the_line_as_it_was_and_survives_json():
    why = choose_carrier(TABLE, shipment("GB", Zone.OUTSIDE), carriers=ALL).why
    assert why == Why(place="GB", option="standard", weight_to_grams=2000, weight_grams=820)
    assert Why.from_facts(why.facts()) == why
    assert Why.from_facts({}) is None
    chosen = by_hand(instead_of="dhl", weight_grams=820)
    assert Why.from_facts(chosen.facts()) == chosen
    assert chosen.by_hand
