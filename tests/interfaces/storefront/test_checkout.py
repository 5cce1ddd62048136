import re

import pytest

from severshop.domain.baskets.models import Checkout
from severshop.domain.orders.models import Order
from tests.interfaces.storefront.guest import ADDRESS, put_into_basket, reach_payment

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


@pytest.mark.parametrize("step", ["address", "delivery", "payment", "return", "waiting"])
def test_a_step_without_a_checkout_leads_to_the_basket(client, step):
    answer = client.get(f"/checkout/{step}/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/basket/"


def test_steps_cannot_be_skipped(client):
    put_into_basket(client)
    client.post("/checkout/")
    assert client.get("/checkout/delivery/").headers["Location"] == "/checkout/address/"
    assert client.get("/checkout/payment/").headers["Location"] == "/checkout/address/"
    client.post("/checkout/address/", ADDRESS)
    assert client.get("/checkout/payment/").headers["Location"] == "/checkout/delivery/"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", ""),
        ("email", "a@b"),
        ("name", ""),
        ("name", "x" * 121),
        ("street", "\u202eNyhavn"),
        ("city", ""),
        ("postal_code", "ABC"),
        ("country", "US"),
        ("country", ""),
        ("phone", "call me"),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_the_rest_is_kept(client, field, value):
    put_into_basket(client)
    client.post("/checkout/")
    answer = client.post("/checkout/address/", ADDRESS | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    box = re.search(rf'<(?:input|select)[^>]* id="id_{field}"[^>]*>', page)
    assert box
    assert f"id_{field}_error" in box[0]
    assert 'aria-invalid="true"' in box[0]
    kept = "Ada Lovelace" if field != "name" else "Nyhavn 12"
    assert f'value="{kept}"' in page
    assert Checkout.objects.get().contact == {}


def test_the_same_basket_is_checked_out_once_however_often_it_is_started(client):
    put_into_basket(client)
    client.post("/checkout/")
    client.post("/checkout/")
    assert Checkout.objects.count() == 1
    client.post("/basket/", {"sku": "strada-runner-rust-42", "quantity": "2"})
    client.post("/checkout/")
    assert Checkout.objects.count() == 2


def test_what_was_typed_is_taken_over_when_the_basket_changes(client):
    put_into_basket(client)
    reach_payment(client)
    client.post("/basket/", {"sku": "strada-runner-rust-42", "quantity": "2"})
    client.post("/checkout/")
    assert "Ada Lovelace" in client.get("/checkout/address/").content.decode()


@pytest.mark.parametrize("sent", [{}, {"option": "drone"}, {"option": ""}])
def test_a_delivery_that_does_not_exist_is_refused(client, sent):
    put_into_basket(client)
    client.post("/checkout/")
    client.post("/checkout/address/", ADDRESS)
    answer = client.post("/checkout/delivery/", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Checkout.objects.get().delivery_option == ""


def test_the_last_page_shows_everything_once_more(client):
    put_into_basket(client)
    page = reach_payment(client)
    for said in ("Strada Runner", "€129.00", "€138.90", "25%", "Denmark", "Nyhavn 12", "ada@example.com", "Arrives"):
        assert said in page
    assert "Sandbox." in page
    assert not Order.objects.exists()


def test_only_the_payment_page_may_lead_to_the_gateway(client, settings):
    put_into_basket(client)
    reach_payment(client)
    policy = client.get("/checkout/payment/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {settings.GATEWAY_URL}" in policy
    assert "form-action 'self';" in client.get("/basket/").headers["Content-Security-Policy"] + ";"


def test_the_language_that_is_read_last_goes_with_the_checkout(client):
    put_into_basket(client)
    client.post("/checkout/")
    assert Checkout.objects.get().language == "en"
    client.get("/checkout/address/", headers={"accept-language": "de"})
    assert Checkout.objects.get().language == "de"
