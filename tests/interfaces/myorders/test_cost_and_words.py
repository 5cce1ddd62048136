"""Whose orders stand in the list, in whose words, and how many queries it takes to read them."""

import pytest
from django.test import Client
from django.utils import timezone

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.domain.snapshots.models import Snapshot
from severshop.interfaces.myorders.cards import CardCache
from severshop.look.status.card import order_card
from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from tests.factories import placed_order
from tests.look.status.states import NOW, STATES, public_json


@pytest.fixture
def people(db):
    return [User.objects.create_user(f"{name}@example.com", "a-long-password") for name in ("mira", "ben")]


@pytest.fixture(autouse=True)
def fresh_cards(monkeypatch):
    monkeypatch.setattr("severshop.interfaces.myorders.views.CACHE", CardCache())


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def own(person, *, now, count=1, **order):
    placed = [placed_order(now=now, **order) for _ in range(count)]
    Order.objects.filter(pk__in=[one.pk for one in placed]).update(customer=person)
    return placed


def test_each_sees_their_own_orders_only(people, now):
    mira, ben = people
    (hers,), (his,) = own(mira, now=now), own(ben, now=now)
    client = signed_in(mira)
    page = client.get("/my-orders/").text
    assert hers.number in page
    assert his.number not in page
    for path in ("", "card/"):
        assert client.get(f"/my-orders/{hers.number}/{path}").status_code == 200
        assert client.get(f"/my-orders/{his.number}/{path}").status_code == 404
        assert "/account/login/" in Client().get(f"/my-orders/{hers.number}/{path}").headers["Location"]


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_card_says_what_the_page_says(state):
    facts = read_facts(public_json(state))
    card, page = order_card(facts, now=NOW), status_page(facts, now=NOW)
    assert (card.headline, card.pill) == (page.headline, page.pill)
    assert card.lead in {"", page.lead}


def test_many_orders_cost_as_many_queries_as_one(people, now, django_assert_num_queries):
    counts = []
    for person, count in zip(people, (1, 40), strict=True):
        own(person, now=now, count=count)
        client = signed_in(person)
        with django_assert_num_queries(4):  # the session, the person, the orders, what their cards say
            page = client.get("/my-orders/").text
        counts.append(page.count('class="order-card'))
        with django_assert_num_queries(3):  # the cards are known by now
            client.get("/my-orders/")
    assert counts == [1, 40]


def test_what_needs_a_look_comes_first_and_pages_hold_fifty(people, now):
    orders = own(people[0], now=now, count=51)
    Snapshot.objects.filter(order=orders[0]).update(attention="delayed", placed_at=now)
    Order.objects.update(placed_at=timezone.now())
    first = signed_in(people[0]).get("/my-orders/").text
    second = signed_in(people[0]).get("/my-orders/?page=2").text
    assert (first.count('class="order-card'), second.count('class="order-card')) == (50, 1)
    assert first.index(orders[0].number) < min(first.index(one.number) for one in orders[2:] if one.number in first)
