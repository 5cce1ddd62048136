"""Buy again: what an order held goes into the basket, and what cannot is named."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order, OrderLine
from tests.factories import placed_order

pytestmark = [pytest.mark.shop, pytest.mark.django_db]
RUNNER, SMALLER, FEW = "strada-runner-rust-42", "strada-runner-rust-43", "strada-runner-rust-44"

if django_settings.SHOP_HALF:
    from severshop.domain.catalogue.actions import load_catalogue
    from severshop.domain.inventory.models import Stock
    from severshop.domain.shipping.actions import load_shipping


@pytest.fixture
def mira():
    return User.objects.create_user("mira@example.com", "a-long-password")


@pytest.fixture
def browser(mira):
    Stock.objects.bulk_create(Stock(sku=sku, on_hand=left) for sku, left in load_catalogue().items())
    load_shipping()
    client = Client()
    client.force_login(mira)
    return client


def bought(person, now, *lines):
    """An order of these articles: codes with how many."""
    order = placed_order(now=now, quantities=tuple(quantity for _, quantity in lines))
    Order.objects.filter(pk=order.pk).update(customer=person)
    for row, (sku, _) in zip(OrderLine.objects.filter(order=order).order_by("position"), lines, strict=True):
        OrderLine.objects.filter(pk=row.pk).update(sku=sku)
    return order


def again(client, number):
    return client.post("/buy-again/", {"number": number}, follow=True)


def test_all_of_it_is_in_the_basket_at_the_prices_of_today(browser, mira, now):
    page = again(browser, bought(mira, now, (RUNNER, 2)).number)
    assert page.redirect_chain == [("/basket/", 303)]
    assert browser.cookies["basket_count"].value == "2"
    assert "at the prices of today" in page.text
    assert "€258.00" in page.text


def test_what_is_sold_out_or_gone_is_named_and_the_rest_is_there(browser, mira, now):
    order = bought(mira, now, (RUNNER, 1), (SMALLER, 1), ("no-longer-made", 1))
    Stock.objects.filter(sku=SMALLER).update(on_hand=0)
    page = again(browser, order.number).text
    assert browser.cookies["basket_count"].value == "1"
    assert "Not to be had at present: Strada Runner (Rust, EU 43) and Strada Runner (Rust, EU 44)." in page
    assert "at the prices of today" in page


def test_of_what_is_short_as_many_as_there_are(browser, mira, now):
    Stock.objects.filter(sku=FEW).update(on_hand=2)
    page = again(browser, bought(mira, now, (FEW, 3)).number).text
    assert browser.cookies["basket_count"].value == "2"
    assert "There are fewer left than you bought: Strada Runner (Rust, EU 42)." in page


def test_nothing_to_be_had_leaves_the_basket_as_it_was(browser, mira, now):
    page = again(browser, bought(mira, now, ("no-longer-made", 1)).number).text
    assert "at the prices of today" not in page
    assert "Not to be had at present" in page
    assert "Your basket is empty" in page


def test_nobody_buys_again_what_others_bought(browser, mira, now):
    hers = bought(mira, now, (RUNNER, 1))
    his = bought(User.objects.create_user("ben@example.com", "a-long-password"), now, (RUNNER, 1))
    assert browser.get("/buy-again/").status_code == 405
    for number in (his.number, "BS-0000-0000", ""):
        answer = again(browser, number)
        assert (answer.status_code, "basket" in browser.cookies) == (404, False)
    stranger = Client().post("/buy-again/", {"number": hers.number})
    assert stranger.headers["Location"].startswith("/account/login/")
