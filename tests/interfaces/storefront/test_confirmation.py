from datetime import timedelta

import pytest

from severshop.domain.notifications.actions import note_trouble
from severshop.domain.notifications.channels import TroubleKind
from severshop.domain.orders.models import Order
from severshop.infra import clock
from severshop.infra.addresses import address_hash
from tests.interfaces.storefront.guest import pay, put_into_basket, reach_payment

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


@pytest.fixture
def order(client, gateway):
    put_into_basket(client)
    pay(client, reach_payment(client))
    return Order.objects.get()


def test_a_mistyped_address_is_corrected_in_the_same_browser(client, order):
    answer = client.post("/order-placed/", {"email": "ada.lovelace@example.com"})
    assert answer.status_code == 303
    order.refresh_from_db()
    assert order.email == "ada.lovelace@example.com"
    assert "Corrected." in client.get("/order-placed/").content.decode()


@pytest.mark.parametrize(
    "email", ["", "ada", "a@b", "x" * 250 + "@example.com", "ada@example.com\nBcc: eve@example.com"]
)
def test_a_wrong_address_changes_nothing(client, order, email):
    answer = client.post("/order-placed/", {"email": email})
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()
    order.refresh_from_db()
    assert order.email == "ada@example.com"


def test_after_30_minutes_it_is_too_late(client, order):
    Order.objects.update(placed_at=order.placed_at - timedelta(minutes=31))
    assert "E-mail mistyped?" not in client.get("/order-placed/").content.decode()
    answer = client.post("/order-placed/", {"email": "late@example.com"})
    assert answer.status_code == 409
    assert "30 minutes have passed" in answer.content.decode()
    order.refresh_from_db()
    assert order.email == "ada@example.com"


def test_another_browser_sees_nothing(client, order, django_user_model):
    from django.test import Client

    stranger = Client()
    answer = stranger.get("/order-placed/")
    assert answer.status_code == 404
    assert order.number not in answer.content.decode()
    assert stranger.post("/order-placed/", {"email": "eve@example.com"}).status_code == 404
    stranger.cookies["placed"] = str(order.id)  # not signed
    assert stranger.get("/order-placed/").status_code == 404
    order.refresh_from_db()
    assert order.email == "ada@example.com"


def test_the_proof_is_signed_and_out_of_reach_of_scripts(client, order):
    assert client.cookies["placed"]["httponly"]
    assert client.cookies["placed"]["samesite"] == "Lax"
    assert str(order.id) not in client.cookies["placed"].value


def test_a_confirmation_that_came_back_is_told_where_the_address_can_be_mended(client, order):
    came_back = "Our mail to this address came back"
    assert came_back not in client.get("/order-placed/").content.decode()
    note_trouble(address_hash(order.email), kind=TroubleKind.HARD, order_id=order.id, now=clock.now())
    assert came_back in client.get("/order-placed/").content.decode()
    client.post("/order-placed/", {"email": "right@example.com"})
    assert came_back not in client.get("/order-placed/").content.decode()
