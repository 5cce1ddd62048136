"""What customs are told."""

import pytest

from severshop.domain.shipping.customs import Goods, declare


def goods(**different):
    shoe = {"description": "Strada Runner", "quantity": 2, "unit_minor": 12_900, "weight_grams": 820}
    return Goods(**(shoe | {"hs_code": "640411", "origin": "VN"} | different))


def test_values_are_without_tax_and_totals_add_up():
    socks = goods(description="Socks", quantity=1, unit_minor=1_900, weight_grams=110, hs_code="611594", origin="IT")
    declared = declare([goods(), socks], tax_rate_bp=810, currency="EUR")
    shoes, wool = declared.lines
    assert (shoes.quantity, shoes.weight_grams, shoes.value_minor) == (2, 1640, 23_867)
    assert (wool.weight_grams, wool.value_minor) == (110, 1_758)
    assert (declared.quantity, declared.weight_grams, declared.value_minor) == (3, 1750, 25_625)
    assert declared.currency == "EUR"
    assert declared.is_complete


def test_untaxed_goods_keep_their_price():
    assert declare([goods()], tax_rate_bp=0, currency="EUR").value_minor == 25_800


@pytest.mark.parametrize("lack", [{"hs_code": ""}, {"origin": ""}, {"weight_grams": 0}])
def test_what_is_lacking_is_known(lack):
    declared = declare([goods(), goods(**lack)], tax_rate_bp=0, currency="EUR")
    assert not declared.is_complete
    assert [line.is_complete for line in declared.lines] == [True, False]
