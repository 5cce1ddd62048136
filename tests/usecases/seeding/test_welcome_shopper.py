"""The demo's shopper has what was bought with their address, and keeps what they change."""

import pytest
from allauth.account.models import EmailAddress

from severshop.domain.customers.models import SavedAddress, User
from severshop.domain.orders.models import Order
from severshop.interfaces.cli.seeding import HOME, SIZE
from severshop.usecases.seeding.welcome_shopper import welcome_shopper
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


def welcome(now):
    return welcome_shopper("ada@example.com", name="Ada", password="a-long-password", address=HOME, size=SIZE, now=now)


def test_the_account_has_a_proved_address_and_the_orders_made_with_it(now):
    order = placed_order(now=now)
    user_id = welcome(now)
    assert Order.objects.get(pk=order.pk).customer_id == user_id
    assert EmailAddress.objects.get().verified
    assert SavedAddress.objects.get().is_default
    assert User.objects.get().check_password("a-long-password")


def test_again_changes_nothing_that_is_theirs(now):
    user_id = welcome(now)
    SavedAddress.objects.all().delete()
    assert welcome(now) == user_id
    assert not SavedAddress.objects.exists()
