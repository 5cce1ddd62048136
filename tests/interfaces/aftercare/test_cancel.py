"""The page to cancel: behind the code, two taps, and honest about what became of it."""

import re
import uuid

import pytest
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.orders.cancellations import requests_of
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.payments.books import refunds_of
from severshop.domain.payments.models import Payment, Refund
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.usecases.aftercare.cancel_order import decide
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.fulfilling.pick import start_picking
from tests.factories import packed_parcel, placed_order
from tests.interfaces.aftercare.test_acting import prove

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_a_known_moment(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def order(now):
    order = placed_order(now=now, quantities=(2, 1))
    Payment.objects.create(
        order_id=order.id,
        amount_minor=order.total_minor,
        method="card_ok",
        state="succeeded",
        started_at=now,
        card_hint="Visa 4242",
    )
    return order


@pytest.fixture
def browser(order):
    return prove(order)


def address(order):
    return f"/order/{link_token(order.id, generation=1)}/cancel/"


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_stranger_with_the_link_is_led_to_the_code_and_changes_nothing(order):
    for answer in (Client().get(address(order)), Client().post(address(order), {"units-1": "1", "meant": "yes"})):
        assert answer.status_code == 303
        assert "/code/?next=" in answer["Location"]
    assert requests_of(order.id) == ()


def test_two_taps_cancel_and_the_page_says_what_goes_back(browser, order):
    page = browser.get(address(order))
    assert "Nobody has begun to pack it, so it is cancelled at once." in text(page)
    assert page["Cache-Control"] == "private, no-store"
    form = re.search(r'name="form" value="([^"]+)"', page.content.decode()).group(1)
    review = browser.post(address(order), {"units-1": "2", "units-2": "1", "reason": "too_late", "form": form})
    assert "€391.90 go back to you" in text(review)
    assert "Delivery €4.90" in text(review)
    assert "Visa 4242" in text(review)
    assert requests_of(order.id) == ()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', review.content.decode()))
    assert hidden["form"] == form
    answer = browser.post(address(order), hidden)
    assert (answer.status_code, answer["Location"]) == (303, address(order))
    page = text(browser.get(address(order)))
    assert "Your order is cancelled" in page
    assert "€391.90 go back to your card (Visa 4242). Most banks show it by Tue 1 December." in page
    assert requests_of(order.id)[0].reason.value == "too_late"
    # pressed again, from a page that was kept
    assert browser.post(address(order), hidden).status_code == 303
    assert Refund.objects.count() == 1


def test_a_part_of_it(browser, order):
    wanted = {"units-1": "1", "form": str(uuid.uuid4()), "meant": "yes"}
    browser.post(address(order), wanted)
    page = text(browser.get(address(order)))
    assert "Cancel more of this order" in page
    assert "1 × Strada Runner" in page
    assert [refund.amount_minor for refund in refunds_of(order.id)] == [12_900]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"units-1": "0"}, 422),
        ({"units-1": "-1"}, 422),
        ({"units-1": "many"}, 422),
        ({"units-1": "٣"}, 422),
        ({"units-1": "99999999999999999999"}, 422),
        ({"units-9": "1"}, 422),
        ({"units-1": "3"}, 409),
        ({"units-1": "3", "meant": "yes"}, 409),
        ({"units-1": "1", "reason": "<b>", "form": "../x"}, 200),
    ],
)
def test_nonsense_and_forgeries(browser, order, sent, status):
    assert browser.post(address(order), sent).status_code == status
    assert requests_of(order.id) == ()


def test_another_orders_line_or_link_is_no_way_in(browser, order, now):
    other = placed_order(now=now)
    assert browser.get(address(other)).status_code == 303
    assert browser.post(address(other), {"units-1": "1", "meant": "yes"}).status_code == 303
    assert requests_of(other.id) == ()


def test_while_the_warehouse_has_it_a_person_decides(browser, order, now):
    start_picking(order.id, by=None, now=now)
    assert "The warehouse has begun with it." in text(browser.get(address(order)))
    browser.post(address(order), {"units-1": "1", "form": str(uuid.uuid4()), "meant": "yes"})
    page = browser.get(address(order))
    assert "You asked us to cancel" in text(page)
    assert "<select" not in page.content.decode().split("<footer")[0]
    again = browser.post(address(order), {"units-2": "1", "form": str(uuid.uuid4()), "meant": "yes"})
    assert again.status_code == 409
    (request,) = requests_of(order.id)
    decide(request.id, granted=False, note="It is on the belt already.", by=None, now=now)
    page = text(browser.get(address(order)))
    assert "Not cancelled" in page
    assert "It is on the belt already." in page


def test_it_left_meanwhile(browser, order, now):
    start_picking(order.id, by=None, now=now)
    parcel = packed_parcel(order, now=now, handed_over=False)
    browser.post(address(order), {"units-1": "2", "form": str(uuid.uuid4()), "meant": "yes"})
    hand_over([parcel.pk], by=None, now=now)
    page = text(browser.get(address(order)))
    assert "it had left before anybody could stop it" in page
    assert "It has left: it cannot be cancelled any more" in page
    assert browser.post(address(order), {"units-1": "1", "meant": "yes"}).status_code == 409


def test_what_was_paid_elsewhere(now):
    order = placed_order(now=now)
    browser = prove(order)
    review = browser.post(address(order), {"units-1": "1"})
    assert "the money comes back from where you paid" in text(review)
    browser.post(address(order), {"units-1": "1", "meant": "yes"})
    assert "the money comes back from where you paid" in text(browser.get(address(order)))


def test_many_of_a_line_can_be_chosen(now):
    order = placed_order(now=now, quantities=(30,))
    page = prove(order).get(address(order)).content.decode()
    assert page.count("<option") >= OrderLine.objects.get(order=order).quantity + 1


def test_my_orders_lead_there_only_while_it_is_possible(client, order, now):
    user = User.objects.create_user("ada@example.com", "a-long-password")
    Order.objects.filter(pk=order.id).update(customer=user)
    client.force_login(user)
    own = f"/my-orders/{order.number}/"
    assert "Cancel the order or a part of it" in text(client.get(own))
    # signed in as the owner, no code is asked for
    assert client.get(address(order)).status_code == 200
    client.post(address(order), {"units-1": "1", "form": str(uuid.uuid4()), "meant": "yes"})
    assert "Your cancellation" in text(client.get(own))
    other = placed_order(now=now)
    Order.objects.filter(pk=other.id).update(customer=user)
    packed_parcel(other, now=now)
    assert "/cancel/" not in client.get(f"/my-orders/{other.number}/").content.decode()
