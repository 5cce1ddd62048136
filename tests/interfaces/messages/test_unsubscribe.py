"""One click ends the mails that are not owed, and nothing else does."""

import pytest
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.notifications.owners import Owner
from severshop.domain.notifications.queries import choices_for_order, choices_of
from severshop.domain.orders.actions import correct_email
from severshop.domain.orders.models import Order
from severshop.infra.links import link_token
from severshop.infra.purposes import Named, purpose_token
from severshop.usecases.notifying.order_letters import UNSUBSCRIBE
from tests.factories import placed_order

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def order(now):
    return placed_order(now=now)


def token_of(order, *, purpose=UNSUBSCRIBE):
    named = Named(order_id=order.id, link_generation=order.link_generation, email_version=order.email_version)
    return purpose_token(named, purpose=purpose)


def mail_of(order):
    return choices_for_order(order.id, customer_id=None).mail


def test_a_look_ends_nothing_and_a_press_does(client, order):
    page = client.get(f"/unsubscribe/{token_of(order)}/")
    assert page.status_code == 200
    assert '<form method="post">' in page.content.decode()
    assert client.head(f"/unsubscribe/{token_of(order)}/").status_code == 200
    assert len(mail_of(order)) == 3
    assert client.post(f"/unsubscribe/{token_of(order)}/", ONE_CLICK).status_code == 200
    assert mail_of(order) == frozenset()


def test_a_mail_program_needs_no_cookie_no_key_and_may_ask_twice(order):
    program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert program.post(f"/unsubscribe/{token_of(order)}/", ONE_CLICK).status_code == 200
    assert program.cookies.get("sessionid") is None
    assert mail_of(order) == frozenset()


def test_whoever_has_an_account_gets_no_such_mail_about_any_order(client, order):
    shopper = User.objects.create_user("ada@example.com", "a-long-password")
    Order.objects.filter(id=order.id).update(customer=shopper)
    client.post(f"/unsubscribe/{token_of(order)}/", ONE_CLICK)
    assert choices_of(Owner(user_id=shopper.id)).mail == frozenset()
    assert len(choices_of(Owner(user_id=shopper.id)).push) == 3


@pytest.mark.parametrize("spoil", ["another purpose", "link", "cut", "changed", "long"])
def test_no_other_token_ends_anything(client, order, spoil):
    good = token_of(order)
    bad = {
        "another purpose": token_of(order, purpose="orders.cancel"),
        "link": link_token(order.id, generation=1),
        "cut": good[:-1],
        "changed": good[:10] + ("A" if good[10] != "A" else "B") + good[11:],
        "long": good + "A" * 5000,
    }[spoil]
    assert client.get(f"/unsubscribe/{bad}/").status_code == 404
    assert client.post(f"/unsubscribe/{bad}/", ONE_CLICK).status_code == 404
    assert len(mail_of(order)) == 3


def test_a_corrected_address_is_not_silenced_from_the_wrong_mailbox(client, order, now):
    old = token_of(order)
    correct_email(order, email="right@example.com", now=now)
    assert client.post(f"/unsubscribe/{old}/", ONE_CLICK).status_code == 404
    assert len(mail_of(order)) == 3


def test_the_token_opens_nothing_else(client, order):
    token = token_of(order)
    assert client.get(f"/order/{token}/messages/").status_code == 404
