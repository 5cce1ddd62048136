"""The checkout asks nobody for what their account knows."""

import pytest
from django.test import Client

from severshop.domain.baskets.models import Checkout
from severshop.domain.customers.models import SavedAddress, User
from severshop.domain.customers.rules import HomeAddress, WornSize
from severshop.domain.orders.models import Order
from severshop.infra import clock
from severshop.usecases.account.keep_profile import add_address, keep_details
from tests.interfaces.storefront.guest import ADDRESS, pay, put_into_basket, reach_payment

pytestmark = [pytest.mark.django_db, pytest.mark.shop, pytest.mark.usefixtures("stocked")]
HOME = HomeAddress(
    name="Mira Sommer", street="Aachener Straße 41", city="Köln", postal_code="50674", country="DE", phone="0221 99999"
)
WORK = HomeAddress(
    name="Mira Sommer", company="Atelier", street="Nyhavn 17", city="København", postal_code="1051", country="DK"
)


@pytest.fixture
def mira():
    return User.objects.create_user("mira@example.com", "a-long-password", name="Mira Sommer")


@pytest.fixture
def browser(mira):
    client = Client()
    client.force_login(mira)
    put_into_basket(client)
    return client


def checkout():
    return Checkout.objects.get(agreed__isnull=True)


def test_somebody_known_goes_from_the_basket_straight_to_the_delivery(browser, mira):
    add_address(mira.pk, HOME, now=clock.now())
    assert browser.post("/checkout/").headers["Location"] == "/checkout/delivery/"
    page = browser.get("/checkout/delivery/").content.decode()
    for known in ("Mira Sommer", "Aachener Straße 41", "50674 Köln", "mira@example.com"):
        assert known in page
    row = checkout()
    assert row.customer_id == mira.pk
    assert row.contact == {"email": "mira@example.com", "phone": "0221 99999"}
    assert row.address["street"] == "Aachener Straße 41"


def test_one_of_several_addresses_is_chosen_by_a_button(browser, mira):
    add_address(mira.pk, HOME, now=clock.now())
    work = add_address(mira.pk, WORK, now=clock.now())
    browser.post("/checkout/")
    page = browser.get("/checkout/address/").content.decode()
    assert page.count('name="kept"') == 2
    answer = browser.post("/checkout/address/", {"kept": str(work)})
    assert answer.headers["Location"] == "/checkout/delivery/"
    assert checkout().address["company"] == "Atelier"
    assert checkout().contact == {"email": "mira@example.com", "phone": ""}


def test_what_is_known_without_an_address_is_filled_in(browser):
    assert browser.post("/checkout/").headers["Location"] == "/checkout/address/"
    page = browser.get("/checkout/address/").content.decode()
    assert 'value="mira@example.com"' in page
    assert 'value="Mira Sommer"' in page


@pytest.mark.parametrize("wanted", [True, False])
def test_a_new_address_is_kept_if_the_shopper_wants_it(browser, mira, wanted):
    browser.post("/checkout/")
    typed = ADDRESS | {"phone": "+45 3312 3456"} | ({"keep": "yes"} if wanted else {})
    browser.post("/checkout/address/", typed)
    kept = list(SavedAddress.objects.filter(user=mira).values_list("street", "phone", "is_default"))
    assert kept == ([("Nyhavn 12", "+45 3312 3456", True)] if wanted else [])


def test_a_guest_keeps_nothing_whatever_the_form_says():
    client = Client()
    put_into_basket(client)
    client.post("/checkout/")
    client.post("/checkout/address/", ADDRESS | {"keep": "yes"})
    assert SavedAddress.objects.count() == 0
    assert "keep" not in client.get("/checkout/address/").content.decode()


@pytest.mark.parametrize("kept", ["", "nothing", "00000000-0000-7000-8000-000000000000", "somebody else's"])
def test_an_address_that_is_not_theirs_is_not_taken(browser, mira, kept):
    add_address(mira.pk, HOME, now=clock.now())
    other = User.objects.create_user("eve@example.com", "a-long-password")
    theirs = add_address(other.pk, WORK, now=clock.now())
    browser.post("/checkout/")
    answer = browser.post("/checkout/address/", {"kept": str(theirs) if kept == "somebody else's" else kept})
    assert answer.status_code == 422
    assert checkout().address["street"] == "Aachener Straße 41"


def test_the_order_belongs_to_the_account(browser, mira, gateway):
    assert pay(browser, reach_payment(browser)).status_code == 303
    assert Order.objects.get().customer_id == mira.pk


def test_who_signs_in_on_the_way_owns_the_order_too(mira, gateway):
    client = Client()
    put_into_basket(client)
    page = reach_payment(client)
    client.force_login(mira)
    assert pay(client, page).status_code == 303
    assert Order.objects.get().customer_id == mira.pk


def test_who_signs_out_leaves_no_address_behind_in_the_browser(browser, mira):
    add_address(mira.pk, HOME, now=clock.now())
    browser.post("/checkout/")
    del browser.cookies["sessionid"]
    assert browser.get("/checkout/address/").headers["Location"] == "/basket/"
    assert browser.post("/checkout/").headers["Location"] == "/checkout/address/"
    assert "Aachener" not in browser.get("/checkout/address/").content.decode()


@pytest.mark.parametrize(
    ("worn", "chosen"),
    [
        (WornSize(wearer="men", system="eu", size="42"), "strada-runner-rust-42"),
        (WornSize(wearer="men", system="uk", size="8"), "strada-runner-rust-42"),
        (WornSize(wearer="men", system="us", size="9"), "strada-runner-rust-42"),
        (WornSize(wearer="women", system="us", size="10"), "strada-runner-rust-42"),
        (WornSize(wearer="women", system="uk", size="4"), "strada-runner-rust-37"),
        (WornSize(wearer="children", system="eu", size="42"), ""),
        (WornSize(wearer="men", system="eu", size="51"), ""),
    ],
)
def test_a_shoe_opens_with_the_shoppers_size_chosen(browser, mira, worn, chosen):
    keep_details(mira.pk, name="", language="", sizes=[worn])
    page = browser.get("/p/strada-runner/?colour=rust").content.decode()
    assert ("Your size is chosen" in page) == bool(chosen)
    for sku in ("strada-runner-rust-42", "strada-runner-rust-37"):
        assert (f'value="{sku}" data-size="EU {sku[-2:]}" checked' in page) == (sku == chosen)


def test_a_guest_sees_no_size_chosen_and_costs_no_session(django_assert_max_num_queries, settings):
    settings.CALENDARS_FRESH_SECONDS = 60
    Client().get("/p/strada-runner/")
    with django_assert_max_num_queries(8) as asked:
        page = Client().get("/p/strada-runner/").content.decode()
    assert "Your size" not in page
    assert not any("session" in query["sql"] or "customers_" in query["sql"] for query in asked.captured_queries)
