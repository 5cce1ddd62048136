"""A guest's orders join the account with the same address, once that is proved."""

import pytest
from allauth.account.models import EmailAddress

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.usecases.account.join_guest_orders import join_guest_orders
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return User.objects.create_user("ada@example.com", "a-long-password")


def address(user, email="ada@example.com", *, verified=True):
    return EmailAddress.objects.create(user=user, email=email, verified=verified)


def owner(order):
    return Order.objects.get(pk=order.pk).customer_id


def test_orders_with_a_proved_address_join_whatever_its_case(ada, now):
    address(ada)
    same, other_case, other = (placed_order(now=now) for _ in range(3))
    Order.objects.filter(pk=other_case.pk).update(email="ADA@Example.com")
    Order.objects.filter(pk=other.pk).update(email="bob@example.com")
    assert join_guest_orders(ada.pk, now=now) == 2
    assert [owner(order) for order in (same, other_case, other)] == [ada.pk, ada.pk, None]
    assert Order.objects.get(pk=same.pk).joined_at == now
    assert join_guest_orders(ada.pk, now=now) == 0


def test_an_address_that_was_only_typed_brings_nothing(ada, now):
    order = placed_order(now=now)
    assert join_guest_orders(ada.pk, now=now) == 0
    address(ada, verified=False)
    assert join_guest_orders(ada.pk, now=now) == 0
    assert owner(order) is None


def test_another_address_of_the_same_account_counts_once_it_is_proved(ada, now):
    order = placed_order(now=now)
    Order.objects.filter(pk=order.pk).update(email="work@example.com")
    address(ada)
    assert join_guest_orders(ada.pk, now=now) == 0
    address(ada, "work@example.com")
    assert join_guest_orders(ada.pk, now=now) == 1


def test_an_order_of_another_account_stays_there(ada, now):
    order = placed_order(now=now)
    bob = User.objects.create_user("bob@example.com", "a-long-password")
    Order.objects.filter(pk=order.pk).update(customer=bob)
    address(ada)
    assert join_guest_orders(ada.pk, now=now) == 0
    assert owner(order) == bob.pk


def test_a_sign_in_with_nothing_to_join_writes_nothing(ada, now, django_assert_num_queries):
    address(ada)
    with django_assert_num_queries(2):
        assert join_guest_orders(ada.pk, now=now) == 0
