"""A whole purchase in German: every page, every refusal, and the order that comes of it."""

import json

import pytest

from severshop.domain.catalogue.models import Product
from severshop.domain.orders.models import Order
from severshop.domain.snapshots.models import Snapshot
from tests.german import english_in
from tests.interfaces.storefront.guest import ADDRESS, pay, put_into_basket, reach_payment

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]

DATA = ("Nyhavn", "København", "Ada Lovelace", "BestShoeSeverShop")
HARBOUR = "strada-runner-harbour-42"


@pytest.fixture
def client(client):
    client.post("/language/", {"language": "de", "next": "/"})
    return client


def german(answer, *said):
    assert answer.headers["Content-Language"] == "de"
    assert english_in(answer.text, data=DATA) == []
    for one in said:
        assert one in answer.text.replace("&nbsp;", "\xa0"), one
    return answer


@pytest.mark.parametrize("path", ["/", "/?kind=boots", "/?kind=accessories", "/?size=42", "/?kind=kids&size=47"])
def test_the_shelves(client, path):
    german(client.get(path))


def test_every_product(client):
    for slug in Product.objects.values_list("slug", flat=True):
        german(client.get(f"/p/{slug}/"))


def test_a_purchase(client, gateway):
    german(client.get("/basket/"), "Ihr Warenkorb ist leer")
    put_into_basket(client, colour="harbour", sku=HARBOUR)
    german(client.get("/basket/"), "129,00\xa0€", "Hafenblau, EU 42")
    last = reach_payment(client)
    for step in ("address", "delivery", "payment"):
        german(client.get(f"/checkout/{step}/"))
    german(pay(client, last, method="card_declined"), "nicht genug Geld", "Ihr Warenkorb ist noch da")
    assert pay(client, client.get("/checkout/payment/").text).headers["Location"] == "/order-placed/"
    order = Order.objects.get()
    german(client.get("/order-placed/"), order.number, "138,90\xa0€", "25\xa0%", "Dänemark")
    assert order.language == "de"
    assert [(line.name, line.variant) for line in order.lines.all()] == [("Strada Runner", "Hafenblau, EU 42")]
    page = json.loads(bytes(Snapshot.objects.get(order=order).public_json))
    assert (page["language"], page["items"][0]["variant"]) == ("de", "Hafenblau, EU 42")


@pytest.mark.parametrize("missing", ["email", "name", "street", "postal_code", "city", "country"])
def test_what_is_wrong_is_said_in_german(client, missing):
    put_into_basket(client)
    client.post("/checkout/")
    german(client.post("/checkout/address/", ADDRESS | {missing: ""}))
    german(client.post("/checkout/address/", ADDRESS | {missing: "\u202e!"}))


def test_search_engines_are_shown_each_language(client):
    page = client.get("/?kind=boots").text
    assert '<link rel="alternate" hreflang="de" href="http://localhost:8000/?kind=boots&amp;lang=de">' in page
    assert '<link rel="alternate" hreflang="en" href="http://localhost:8000/?kind=boots&amp;lang=en">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://localhost:8000/?kind=boots">' in page
    assert "Boots" in client.get("/?kind=boots&lang=en").text
