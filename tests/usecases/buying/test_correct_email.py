from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from severshop.domain.orders.models import EmailCorrection, LinkToken, Order
from severshop.infra.links import link_token, token_hash
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.buying.correct_email import TooLateError, TooOftenError, correct_email
from severshop.usecases.buying.place_order import place
from tests.usecases.buying.gateways import Gateway
from tests.usecases.buying.seeds import ready_checkout

pytestmark = [pytest.mark.django_db, pytest.mark.shop]


@pytest.fixture
def order(open_shop: None, gateway: Gateway, now: datetime) -> Order:
    checkout_id, seal = ready_checkout(now=now)
    place(checkout_id, method="card_ok", seal=seal, now=now)
    return Order.objects.get()


def mails() -> list[str]:
    return sorted(OutboxEntry.objects.filter(topic="mail").values_list("key", flat=True))


def test_the_confirmation_goes_to_the_right_address_and_the_stray_link_dies(order: Order, now: datetime) -> None:
    stray = token_hash(link_token(order.id, generation=1))
    assert len(mails()) == 1
    correct_email(order.id, email="ada@example.org", now=now + timedelta(minutes=30))
    order.refresh_from_db()
    assert (order.email, order.email_version) == ("ada@example.org", 2)
    assert EmailCorrection.objects.get().was == "ada@example.com"
    assert LinkToken.objects.get(token_hash=stray).revoked_at is not None
    assert LinkToken.objects.get(revoked_at=None).generation == 2
    assert len(mails()) == 2


def test_the_same_address_changes_nothing(order: Order, now: datetime) -> None:
    correct_email(order.id, email="ada@example.com", now=now)
    order.refresh_from_db()
    assert (order.email_version, len(mails())) == (1, 1)


def test_after_half_an_hour_it_is_too_late(order: Order, now: datetime) -> None:
    with pytest.raises(TooLateError):
        correct_email(order.id, email="ada@example.org", now=now + timedelta(minutes=30, seconds=1))
    order.refresh_from_db()
    assert order.email == "ada@example.com"


def test_it_cannot_be_used_to_write_to_many(order: Order, now: datetime) -> None:
    for number in range(3):
        correct_email(order.id, email=f"ada{number}@example.org", now=now)
    with pytest.raises(TooOftenError):
        correct_email(order.id, email="eve@example.org", now=now)
    assert len(mails()) == 4


@pytest.mark.parametrize("wrong", ["", "ada", "ada@example.com\nBcc: eve@example.com"])
def test_what_is_no_address_is_refused(order: Order, now: datetime, wrong: str) -> None:
    with pytest.raises(ValidationError):
        correct_email(order.id, email=wrong, now=now)
