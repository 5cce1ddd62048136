import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from severshop.domain.baskets.rules import (
    Contact,
    DeliveryAddress,
    Offer,
    OfferLine,
    UnfitLinesError,
    check_lines,
    offer_from_json,
    offer_to_json,
)
from severshop.vocabulary.windows import DeliveryWindow

LINE = OfferLine(
    sku="a", name="Strada", variant="Rust, EU 42", silhouette="runner", tint="#b4552d", quantity=2, unit_minor=12900
)
OFFER = Offer(
    lines=(LINE,),
    contact=Contact(email="ada@example.com"),
    address=DeliveryAddress(name="Ada", street="Weg 1", city="Zürich", country="CH", postal_code="8001"),
    delivery_option="standard",
    delivery_minor=1490,
    tax_rate_bp=810,
    window=DeliveryWindow(date(2026, 12, 1), date(2026, 12, 7)),
    evidence={"rule": "business days"},
)


def test_the_tax_is_contained_in_the_total() -> None:
    assert (OFFER.items_minor, OFFER.total_minor, OFFER.tax_minor) == (25800, 27290, 2045)


def test_an_offer_survives_json() -> None:
    assert offer_from_json(json.loads(json.dumps(offer_to_json(OFFER)))) == OFFER


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"lines": (replace(LINE, quantity=3),)}, ("prices",)),
        ({"lines": (replace(LINE, unit_minor=1),)}, ("prices",)),
        ({"delivery_minor": 0}, ("prices",)),
        ({"delivery_option": "express"}, ("prices",)),
        ({"tax_rate_bp": 1900}, ("prices",)),
        ({"window": DeliveryWindow(date(2026, 12, 1), date(2026, 12, 8))}, ("dates",)),
        ({"contact": Contact(email="eve@example.com")}, ("address",)),
        ({"address": replace(OFFER.address, street="Weg 2")}, ("address",)),
        ({"evidence": {}}, ()),
        ({"lines": (replace(LINE, name="Renamed"),)}, ()),
    ],
)
def test_the_seal_tells_what_has_changed(change: dict[str, Any], named: tuple[str, ...]) -> None:
    assert replace(OFFER, **change).changes_since(OFFER.seal) == named


@pytest.mark.parametrize("seal", ["", "x", "a.b.c.d", "\x00"])
def test_a_strange_seal_fits_no_offer(seal: str) -> None:
    assert OFFER.changes_since(seal) == ("prices", "dates", "address")


@pytest.mark.parametrize("quantities", [{}, {"a": 0}, {"a": -1}, {"a": 21}, {str(number): 1 for number in range(51)}])
def test_lines_that_cannot_be_bought(quantities: dict[str, int]) -> None:
    with pytest.raises(UnfitLinesError):
        check_lines(quantities)
