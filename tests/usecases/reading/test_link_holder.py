"""A link opens its order and nothing else; a revoked one opens nothing."""

import dataclasses

import pytest

from severshop.domain.orders.actions import correct_email
from severshop.infra.links import link_token
from severshop.usecases.reading.link_holder import OrderLinkConverter, hint_of, order_by_token
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return placed_order(now=now)


def test_a_link_opens_its_order_and_tells_nothing_of_the_person(order):
    ref = order_by_token(link_token(order.id, generation=1))
    assert (ref.id, ref.number, ref.language, ref.customer_id) == (order.id, order.number, "en", None)
    assert ref.email_hint == "a...@example.com"
    assert "ada@example.com" not in repr(dataclasses.asdict(ref))


@pytest.mark.parametrize("token", ["", "A" * 22, "A" * 21, "A" * 23, "../../../../etc/passwd", "é" * 22, "A" * 100_000])
def test_what_is_no_link_opens_nothing(order, token):
    assert order_by_token(token) is None
    with pytest.raises(ValueError, match="opens nothing"):
        OrderLinkConverter().to_python(token)


def test_a_revoked_link_opens_nothing_and_the_new_one_does(order, now):
    correct_email(order, email="ada@elsewhere.example", now=now)
    assert order_by_token(link_token(order.id, generation=1)) is None
    ref = order_by_token(link_token(order.id, generation=2))
    assert (ref.id, ref.email_version, ref.link_generation) == (order.id, 2, 2)


def test_an_address_is_made_from_the_order_or_its_token(order):
    token = link_token(order.id, generation=1)
    assert OrderLinkConverter().to_url(order_by_token(token)) == token
    assert OrderLinkConverter().to_url(token) == token


@pytest.mark.parametrize(
    ("email", "hint"), [("ada@example.com", "a...@example.com"), ("x@y.example", "x...@y.example")]
)
def test_a_hint_shows_one_letter(email, hint):
    assert hint_of(email) == hint
