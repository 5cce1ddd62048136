"""Every way in which a payment can end, through the pages and against the real sandbox gateway."""

import uuid
from datetime import timedelta

import pytest

from severshop.domain.inventory.models import Stock
from severshop.domain.orders.models import Order
from severshop.usecases.buying import place_order
from tests.interfaces.storefront.guest import SHOE, hidden, pay, put_into_basket, reach_payment

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


@pytest.fixture
def last_page(client, gateway):
    put_into_basket(client)
    return reach_payment(client)


def test_a_paid_order_is_confirmed_and_the_basket_is_empty(client, gateway, last_page):
    answer = pay(client, last_page)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/order-placed/"
    order = Order.objects.get()
    page = client.get("/order-placed/").content.decode()
    for said in (order.number, "Strada Runner", "€138.90", "25%", "Nyhavn 12", "ada@example.com", "Thank you", "/t/"):
        assert said in page
    assert "Your basket is empty" in client.get("/basket/").content.decode()
    assert [charge["state"] for charge in gateway.charges(order.id)] == ["succeeded"]


def test_sent_twice_it_is_one_order_and_one_charge(client, gateway, last_page):
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    pay(client, last_page)
    client.cookies.load(cookies)  # the second click left the browser before the first was answered
    assert pay(client, last_page).headers["Location"] == "/order-placed/"
    order = Order.objects.get()
    assert len(gateway.charges(order.id)) == 1


def test_back_and_again_leads_to_the_same_confirmation(client, gateway, last_page):
    pay(client, last_page)
    assert pay(client, last_page).headers["Location"] == "/order-placed/"
    assert client.get("/checkout/payment/").headers["Location"] == "/order-placed/"
    assert Order.objects.count() == 1


def test_a_declined_card_keeps_the_basket_and_another_one_works(client, gateway, last_page):
    answer = pay(client, last_page, method="card_declined")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "not enough money" in page
    assert "Your basket is still here" in page
    assert not Order.objects.exists()
    assert "Strada Runner" in client.get("/basket/").content.decode()
    assert pay(client, page).headers["Location"] == "/order-placed/"
    assert Order.objects.count() == 1


@pytest.mark.parametrize(("decision", "there"), [("approve", "/order-placed/"), ("refuse", "/checkout/payment/")])
def test_a_second_step_at_the_bank(client, gateway, last_page, decision, there):
    answer = pay(client, last_page, method="card_challenge")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(gateway.url)
    assert not Order.objects.exists()
    gateway.decide(answer.headers["Location"], decision=decision)
    back = client.get("/checkout/return/")
    assert back.headers["Location"] == there
    assert Order.objects.exists() == (decision == "approve")
    if decision == "refuse":
        assert "Nothing was charged" in client.get("/checkout/payment/").content.decode()


def test_back_from_the_bank_without_an_answer(client, gateway, last_page):
    pay(client, last_page, method="card_challenge")
    assert client.get("/checkout/return/").headers["Location"] == "/checkout/payment/"
    page = client.get("/checkout/payment/").content.decode()
    assert "is not finished" in page
    assert pay(client, page).headers["Location"] == "/order-placed/"


def test_a_bank_that_says_nothing_is_asked_again_by_looking_again(client, gateway, last_page):
    gateway.line.faults += ["lose_answer", "error", "error"]
    assert pay(client, last_page).headers["Location"] == "/checkout/waiting/"
    page = client.get("/checkout/waiting/").content.decode()
    assert "We are asking the bank" in page
    assert "do not pay again" in page
    assert not Order.objects.exists()
    assert client.post("/checkout/").headers["Location"] == "/checkout/waiting/"
    assert client.get("/checkout/waiting/").headers["Location"] == "/order-placed/"
    order = Order.objects.get()
    assert len(gateway.charges(order.id)) == 1


def test_sold_out_at_the_last_moment_names_the_article_and_charges_nothing(client, gateway, last_page):
    Stock.objects.filter(sku=SHOE).update(on_hand=0)
    answer = pay(client, last_page)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Strada Runner (Rust, EU 42)" in page
    assert not Order.objects.exists()
    assert gateway.charges(hidden(last_page)["checkout"]) == []


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_charged(client, gateway, last_page):
    from severshop.domain.catalogue.models import Product

    Product.objects.filter(slug="strada-runner").update(price_minor=13900)
    answer = pay(client, last_page)
    assert answer.status_code == 409
    assert "the price" in answer.content.decode()
    assert not Order.objects.exists()
    assert pay(client, answer.content.decode()).headers["Location"] == "/order-placed/"
    assert Order.objects.get().items_minor == 13900


def test_what_was_put_in_while_paying_stays_in_the_basket(client, gateway, last_page):
    put_into_basket(client, sku="strada-runner-rust-43")
    pay(client, last_page)
    page = client.get("/basket/").content.decode()
    assert "Rust, EU 43" in page
    assert "Rust, EU 42" not in page
    assert client.cookies["basket_count"].value == "1"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"method": "cash"}, 422),
        ({"method": ""}, 422),
        ({"checkout": "x"}, 422),
        ({"checkout": "0192f0c1-2222-7333-8444-555566667777"}, 303),
        ({"seal": ""}, 409),
        ({"seal": "x" * 201}, 422),
        ({"seal": "a.b.c"}, 409),
    ],
)
def test_a_wrong_field_charges_nothing(client, gateway, last_page, sent, status):
    answer = client.post("/checkout/payment/", hidden(last_page) | {"method": "card_ok"} | sent)
    assert answer.status_code == status
    assert not Order.objects.exists()
    assert gateway.charges(hidden(last_page)["checkout"]) == []


def test_an_order_that_the_worker_finished_is_not_bought_again(client, gateway, last_page, now):
    """The bank was silent, the shopper went away, the worker settled it, the shopper comes back to the old basket."""
    gateway.line.faults += ["lose_answer"]
    pay(client, last_page)
    place_order.settle(uuid.UUID(hidden(last_page)["checkout"]), now=now + timedelta(minutes=1))
    assert client.post("/checkout/").headers["Location"] == "/order-placed/"
    assert Order.objects.count() == 1
