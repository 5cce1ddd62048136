"""What people choose, and that it holds."""

from datetime import time

import pytest
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.notifications.actions import note_trouble
from severshop.domain.notifications.channels import Choices, Stop, TroubleKind
from severshop.domain.notifications.owners import Owner
from severshop.domain.notifications.queries import choices_for_order, choices_of, stop_of_address
from severshop.domain.notifications.rules import Kind
from severshop.domain.orders.models import Order
from severshop.domain.shipping.actions import load_shipping
from severshop.infra import clock
from severshop.infra.addresses import address_hash
from severshop.infra.links import link_token
from severshop.infra.webpush.vapid import new_keys
from tests.factories import placed_order

pytestmark = pytest.mark.django_db

FORM = {
    "mail": ["delivered"],
    "push": ["shipped", "delivered"],
    "calendar": "on",
    "is_quiet": "on",
    "quiet_from": "22:30",
    "quiet_until": "07:00",
    "zone": "",
}


@pytest.fixture(autouse=True)
def keys(settings, db):
    settings.VAPID_PRIVATE_KEY = new_keys().private
    load_shipping()


@pytest.fixture
def order(now):
    return placed_order(now=now)


@pytest.fixture
def token(order):
    return link_token(order.id, generation=1)


@pytest.fixture
def shopper():
    return User.objects.create_user("ada@example.com", "a-long-password")


@pytest.fixture
def signed_in(shopper):
    client = Client()
    client.force_login(shopper)
    return client


def test_a_guest_chooses_for_the_order_by_its_link(client, order, token):
    page = client.get(f"/order/{token}/messages/")
    assert page.status_code == 200
    assert page.content.decode().count(" checked") == 8
    assert "a...@example.com" in page.content.decode()
    assert "ada@example.com" not in page.content.decode()
    answer = client.post(f"/order/{token}/messages/", FORM)
    assert answer.headers["Location"] == f"/order/{token}/messages/?saved=1"
    assert choices_for_order(order.id, customer_id=None) == Choices(
        mail=frozenset({Kind.DELIVERED}),
        push=frozenset({Kind.SHIPPED, Kind.DELIVERED}),
        quiet_from=time(22, 30),
        quiet_until=time(7),
    )
    assert "It holds from now on" in client.get(answer.headers["Location"]).content.decode()


def test_the_page_keeps_its_address_to_itself(client, token):
    page = client.get(f"/order/{token}/messages/")
    assert page.headers["Referrer-Policy"] in {"no-referrer", "strict-origin"}
    assert "no-store" in page.headers["Cache-Control"]
    assert 'content="noindex,nofollow"' in page.content.decode()


@pytest.mark.parametrize("nobody", ["AAAAAAAAAAAAAAAAAAAAAA", "short"])
@pytest.mark.parametrize(
    "page", ["messages/", "messages/push/", "messages/push/end/", "messages/resume/", "delivery.ics"]
)
def test_a_wrong_link_opens_nothing(client, nobody, page):
    assert client.get(f"/order/{nobody}/{page}").status_code == 404
    assert client.post(f"/order/{nobody}/{page}", FORM).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quiet_from": "25:00"}, "Enter a valid time"),
        ({"quiet_until": ""}, "required"),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"mail": ["received"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(client, order, token, wrong, said):
    page = client.post(f"/order/{token}/messages/", FORM | wrong)
    assert page.status_code == 400
    assert said in page.content.decode()
    assert choices_for_order(order.id, customer_id=None) == Choices()


def test_somebody_signed_in_chooses_once_for_all_their_orders(signed_in, shopper, order):
    Order.objects.filter(id=order.id).update(customer=shopper)
    assert signed_in.get("/account/messages/").status_code == 200
    signed_in.post("/account/messages/", FORM | {"zone": "Europe/Copenhagen"})
    assert choices_of(Owner(user_id=shopper.id)).zone == "Europe/Copenhagen"
    assert choices_for_order(order.id, customer_id=shopper.id).mail == {Kind.DELIVERED}


def test_what_was_chosen_last_counts_for_the_one_order_or_for_all(client, signed_in, shopper, order, token):
    Order.objects.filter(id=order.id).update(customer=shopper)
    other = placed_order(now=order.placed_at)
    signed_in.post("/account/messages/", FORM | {"mail": []})
    client.post(f"/order/{token}/messages/", FORM | {"mail": ["shipped"]})
    assert choices_for_order(order.id, customer_id=shopper.id).mail == {Kind.SHIPPED}
    assert choices_for_order(other.id, customer_id=shopper.id).mail == frozenset()
    signed_in.post("/account/messages/", FORM | {"mail": ["delivered"]})
    assert choices_for_order(order.id, customer_id=shopper.id).mail == {Kind.DELIVERED}


def test_a_stranger_is_sent_to_sign_in(client):
    answer = client.get("/account/messages/")
    assert answer.status_code == 302
    assert "next=/account/messages/" in answer.headers["Location"]


def test_mails_that_come_back_are_told_on_the_page_without_the_address(client, order, token):
    now = clock.now()
    address = address_hash("ada@example.com")
    note_trouble(address, kind=TroubleKind.HARD, order_id=order.id, entry_id=order.id, now=now)
    page = client.get(f"/order/{token}/messages/").content.decode()
    assert "Our mails do not reach you" in page
    assert "ada@example.com" not in page
    client.post(f"/order/{token}/messages/resume/")
    assert stop_of_address(address, now=clock.now()) is Stop.NONE
    assert "Our mails do not reach you" not in client.get(f"/order/{token}/messages/").content.decode()


def test_a_complaint_is_told_and_can_be_taken_back_by_whoever_is_signed_in(signed_in, order):
    note_trouble(address_hash("ADA@example.com"), kind=TroubleKind.COMPLAINT, order_id=None, now=clock.now())
    assert "called our mails unwanted" in signed_in.get("/account/messages/").content.decode()
    signed_in.post("/account/messages/resume/")
    assert "called our mails unwanted" not in signed_in.get("/account/messages/").content.decode()


def test_the_nights_are_those_of_where_the_parcel_goes(client, token):
    assert "Copenhagen, where the parcel goes" in client.get(f"/order/{token}/messages/").content.decode()
