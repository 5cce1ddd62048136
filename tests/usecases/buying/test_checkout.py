import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from severshop.domain.baskets.actions import agree
from severshop.domain.baskets.queries import UnknownCheckoutError
from severshop.domain.baskets.rules import UnfitLinesError
from severshop.domain.catalogue.models import Colour, Product, Sku
from severshop.domain.promises.seed import load_calendars
from severshop.domain.shipping.models import DeliveryOption
from severshop.usecases.buying import checkout
from severshop.usecases.buying.quote_delivery import quotes
from severshop.vocabulary.availability import Availability
from tests.usecases.buying.seeds import ADA, CARE, COLOGNE, SHOE, ready_checkout

pytestmark = [pytest.mark.django_db, pytest.mark.shop, pytest.mark.usefixtures("open_shop")]
ZURICH = replace(COLOGNE, country="CH", postal_code="8001", city="Zürich")


def test_quotes_for_the_three_kinds_of_country(now: datetime) -> None:
    home, union, outside = (quotes(country=country, items_minor=5000, now=now) for country in ("DE", "DK", "CH"))
    assert [(way.option, way.price_minor, way.tax_rate_bp) for way in home] == [
        ("standard", 490, 1900),
        ("express", 1290, 1900),
    ]
    assert [way.tax_rate_bp for way in union + outside] == [2500, 2500, 810, 810]
    assert (home[0].window.earliest, home[0].window.latest) == (date(2026, 11, 26), date(2026, 12, 1))
    assert home[1].window.latest < home[0].window.latest < union[0].window.latest < outside[0].window.latest
    assert outside[0].evidence["lane"] == "DE/ups/standard/in_stock|CH"
    assert quotes(country="US", items_minor=5000, now=now) == ()


def test_abroad_is_at_most_two_weeks_away_when_no_holiday_lies_between(now: datetime) -> None:
    latest = quotes(country="CH", items_minor=5000, now=now)[0].window.latest
    assert latest - now.date() <= timedelta(days=14)


def test_what_is_missing_is_named_step_by_step(now: datetime) -> None:
    checkout_id = checkout.start({SHOE: 2, CARE: 1}, language="en", now=now)
    first = checkout.review(checkout_id, now=now)
    assert first.missing == ("contact", "address", "delivery")
    assert [(line.name, line.variant, line.quantity, line.line_minor) for line in first.lines] == [
        ("Strada Runner", "Rust, EU 42", 2, 25800),
        ("Wax", "Rust, 75 ml", 1, 990),
    ]
    checkout.save_contact_and_address(checkout_id, contact=ADA, address=ZURICH, now=now)
    second = checkout.review(checkout_id, now=now)
    assert (second.missing, second.offer) == (("delivery",), None)
    assert [way.option for way in second.quotes] == ["standard", "express"]
    checkout.choose_delivery(checkout_id, option="express", now=now)
    third = checkout.review(checkout_id, now=now)
    assert third.missing == ()
    assert third.offer is not None
    assert (third.offer.items_minor, third.offer.delivery_minor, third.offer.total_minor) == (26790, 3490, 30280)
    assert third.offer.tax_minor == 2269
    assert third.offer.address == ZURICH


def test_a_price_that_changes_breaks_the_seal(now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now, lines={CARE: 1})
    DeliveryOption.objects.update(price_minor=999)
    offer = checkout.review(checkout_id, now=now).offer
    assert offer is not None
    assert offer.changes_since(seal) == ("prices",)


def test_an_article_that_is_no_longer_sold_is_missing(now: datetime) -> None:
    checkout_id, _ = ready_checkout(now=now, lines={CARE: 1, SHOE: 1})
    Sku.objects.filter(code=CARE).delete()
    assert checkout.review(checkout_id, now=now).missing == ("articles",)


def test_another_basket_takes_over_what_was_typed(now: datetime) -> None:
    earlier, _ = ready_checkout(now=now)
    later = checkout.review(checkout.start({CARE: 3}, language="en", now=now, like=earlier), now=now)
    assert later.missing == ()
    assert (later.contact, later.address) == (ADA, COLOGNE)


def test_a_country_or_a_way_that_we_do_not_have(now: datetime) -> None:
    checkout_id = checkout.start({SHOE: 1}, language="en", now=now)
    with pytest.raises(checkout.UnknownOptionError):
        checkout.choose_delivery(checkout_id, option="standard", now=now)
    with pytest.raises(checkout.NotShippedToError):
        checkout.save_contact_and_address(checkout_id, contact=ADA, address=replace(COLOGNE, country="US"), now=now)
    checkout.save_contact_and_address(checkout_id, contact=ADA, address=COLOGNE, now=now)
    with pytest.raises(checkout.UnknownOptionError):
        checkout.choose_delivery(checkout_id, option="drone", now=now)
    assert checkout.review(checkout_id, now=now).missing == ("delivery",)


def test_an_unknown_checkout_and_unfit_baskets(now: datetime) -> None:
    with pytest.raises(UnknownCheckoutError):
        checkout.review(uuid.uuid4(), now=now)
    with pytest.raises(UnfitLinesError):
        checkout.start({}, language="en", now=now)


def test_the_lines_are_named_in_the_language_in_which_it_is_bought(now: datetime) -> None:
    Product.objects.filter(colours__skus=CARE).update(name_de="Wachs")
    Colour.objects.filter(skus=CARE).update(name_de="Rost")
    checkout_id, seal = ready_checkout(now=now, lines={CARE: 1})
    checkout.speak(checkout_id, language="de", now=now)
    found = checkout.review(checkout_id, now=now)
    assert found.offer is not None
    assert [(line.name, line.variant) for line in found.offer.lines] == [("Wachs", "Rost, 75 ml")]
    # Words are no part of what was agreed: nothing has become dearer or later.
    assert found.offer.changes_since(seal) == ()


def test_who_has_agreed_stays_with_the_words_of_the_agreement(now: datetime) -> None:
    checkout_id, _ = ready_checkout(now=now, lines={CARE: 1})
    offer = checkout.review(checkout_id, now=now).offer
    assert offer is not None
    agree(checkout_id, offer, now=now)
    checkout.speak(checkout_id, language="de", now=now)
    assert checkout.review(checkout_id, now=now).language == "en"


def test_the_slowest_article_of_a_basket_counts(now: datetime) -> None:
    load_calendars(now=now)
    Product.objects.filter(slug=CARE).update(availability=Availability.MADE_TO_ORDER)
    checkout_id, _seal = ready_checkout(now=now, lines={SHOE: 1, CARE: 1})
    found = checkout.review(checkout_id, now=now)
    assert found.availability is Availability.MADE_TO_ORDER
    assert found.delivery.evidence["sourcing_days"] == [10, 15]
    assert found.delivery.evidence["lane"] == "DE/dhl/standard/made_to_order|DE"
    assert found.delivery.window.earliest > quotes(country="DE", items_minor=5000, now=now)[0].window.latest


def test_a_region_whose_holidays_are_known_counts(now: datetime) -> None:
    vaud = replace(ZURICH, region="vd", city="Lausanne", postal_code="1003")
    somewhere = replace(ZURICH, region="Waadt")
    lanes = []
    for address in (vaud, somewhere):
        checkout_id, _seal = ready_checkout(now=now, address=address)
        lanes.append(checkout.review(checkout_id, now=now).delivery.evidence["lane"])
    assert lanes == ["DE/ups/standard/in_stock|CH|VD", "DE/ups/standard/in_stock|CH"]


def test_where_the_calendars_cannot_tell_the_range_is_wide(now: datetime) -> None:
    made, found = (
        quotes(country="DE", availability=availability, items_minor=5000, now=now)[0]
        for availability in (Availability.MADE_TO_ORDER, Availability.IN_STOCK)
    )
    assert (made.dates.is_guess, found.dates.is_guess) == (True, False)
    assert (made.window.latest - made.window.earliest).days > 30
    assert made.evidence["because"] == "NoDaysError"
