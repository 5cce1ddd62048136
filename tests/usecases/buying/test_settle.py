"""What breaks between shop and gateway, and how it ends: one charge and one order, or neither."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from severshop.domain.inventory.models import Stock
from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Payment
from severshop.usecases.buying import place_order
from severshop.usecases.buying.outcomes import ActionNeeded, Declined, Placed, Unclear
from severshop.usecases.buying.place_order import place, settle, settle_open
from tests.usecases.buying.gateways import Gateway
from tests.usecases.buying.seeds import SHOE, ready_checkout

pytestmark = [pytest.mark.django_db, pytest.mark.shop, pytest.mark.usefixtures("open_shop")]
SOON = timedelta(seconds=20)
LATER = timedelta(seconds=61)


def reserved() -> int:
    return Stock.objects.get(sku=SHOE).reserved


class PowerCutError(Exception):
    pass


def test_dying_between_charge_and_order_loses_neither(
    gateway: Gateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: Any, **_kwargs: Any) -> None:
        raise PowerCutError

    checkout_id, seal = ready_checkout(now=now)
    with monkeypatch.context() as patched:
        patched.setattr(place_order, "_finish", die)
        with pytest.raises(PowerCutError):
            place(checkout_id, method="card_ok", seal=seal, now=now)
    assert (len(gateway.charges(checkout_id)), Order.objects.count()) == (1, 0)
    assert settle_open(now=now + SOON, limit=10) == 1
    assert (Order.objects.get().id, reserved()) == (checkout_id, 1)
    assert settle_open(now=now + SOON, limit=10) == 0
    assert len(gateway.charges(checkout_id)) == 1


def test_dying_while_the_order_is_made_loses_nothing_either(
    gateway: Gateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: Any, **_kwargs: Any) -> None:
        raise PowerCutError

    checkout_id, seal = ready_checkout(now=now)
    with monkeypatch.context() as patched:
        patched.setattr(place_order, "accept_order", die)
        with pytest.raises(PowerCutError):
            place(checkout_id, method="card_ok", seal=seal, now=now)
        assert Payment.objects.get().state == "started"
        assert settle_open(now=now + SOON, limit=10) == 0
    assert settle_open(now=now + SOON, limit=10) == 1
    assert Order.objects.count() == 1


def test_dying_before_the_charge_frees_the_stock_after_a_minute(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    place_order._begin(checkout_id, method="card_ok", seal=seal, now=now)
    assert settle_open(now=now + SOON, limit=10) == 0
    assert reserved() == 1
    assert settle_open(now=now + LATER, limit=10) == 1
    assert (reserved(), Order.objects.count()) == (0, 0)
    assert settle(checkout_id, now=now + LATER) == Declined("cancelled")
    assert isinstance(place(checkout_id, method="card_ok", seal=seal, now=now + LATER), Placed)


def test_a_charge_that_arrives_after_it_was_cancelled_is_refused(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    begun = place_order._begin(checkout_id, method="card_ok", seal=seal, now=now)
    settle_open(now=now + LATER, limit=10)
    assert place_order._pay(begun, method="card_ok", now=now + LATER) == Declined("cancelled")
    assert (reserved(), Order.objects.count()) == (0, 0)


@pytest.mark.parametrize("fault", ["lose_answer", "error", "nonsense", "lose_request"])
def test_whatever_breaks_pressing_pay_again_charges_once(gateway: Gateway, now: datetime, fault: str) -> None:
    checkout_id, seal = ready_checkout(now=now)
    gateway.line.faults = [fault]
    assert place(checkout_id, method="card_ok", seal=seal, now=now) == Unclear()
    assert (reserved(), Order.objects.count()) == (1, 0)
    assert isinstance(place(checkout_id, method="card_ok", seal=seal, now=now), Placed)
    assert [one["state"] for one in gateway.charges(checkout_id)] == ["succeeded"]


@pytest.mark.parametrize(
    ("fault", "after", "orders"), [("lose_answer", SOON, 1), ("lose_request", SOON, 0), ("lose_request", LATER, 0)]
)
def test_whatever_breaks_the_worker_finds_out(
    gateway: Gateway, now: datetime, fault: str, after: timedelta, orders: int
) -> None:
    checkout_id, seal = ready_checkout(now=now)
    gateway.line.faults = [fault, "error"]
    assert place(checkout_id, method="card_ok", seal=seal, now=now) == Unclear()
    assert settle_open(now=now + after, limit=10) == 0
    assert reserved() == 1
    settle_open(now=now + after, limit=10)
    assert Order.objects.count() == orders
    assert reserved() == (0 if after is LATER else 1)
    assert len(gateway.charges(checkout_id)) == orders


def test_a_lost_answer_to_a_cancellation_keeps_the_stock_until_it_is_certain(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    place_order._begin(checkout_id, method="card_ok", seal=seal, now=now)
    gateway.line.faults = ["", "lose_answer"]
    assert settle(checkout_id, now=now + LATER) == Unclear()
    assert reserved() == 1
    assert settle(checkout_id, now=now + LATER) == Declined("cancelled")
    assert reserved() == 0


def test_a_second_step_never_finished_is_cancelled_after_half_an_hour(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    step = place(checkout_id, method="card_challenge", seal=seal, now=now)
    assert isinstance(step, ActionNeeded)
    assert settle_open(now=now + timedelta(minutes=29), limit=10) == 0
    assert reserved() == 1
    assert settle_open(now=now + timedelta(minutes=30), limit=10) == 1
    assert reserved() == 0
    gateway.decide(step.url, decision="approve")
    assert settle(checkout_id, now=now) == Declined("cancelled")
    assert [one["state"] for one in gateway.charges(checkout_id)] == ["cancelled"]


def test_a_second_step_done_at_the_last_moment_becomes_the_order(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    step = place(checkout_id, method="card_challenge", seal=seal, now=now)
    assert isinstance(step, ActionNeeded)
    gateway.decide(step.url, decision="approve")
    assert settle_open(now=now + timedelta(hours=2), limit=10) == 1
    assert Order.objects.get().id == checkout_id


def test_one_that_cannot_be_settled_does_not_keep_the_others_waiting(gateway: Gateway, now: datetime) -> None:
    for _ in range(3):
        checkout_id, seal = ready_checkout(now=now)
        place_order._begin(checkout_id, method="card_ok", seal=seal, now=now)
    gateway.line.faults = ["nonsense"]
    assert settle_open(now=now + LATER, limit=10) == 2
    assert reserved() == 1


def test_a_gateway_that_is_down_is_asked_once_a_round(gateway: Gateway, now: datetime) -> None:
    for _ in range(3):
        checkout_id, seal = ready_checkout(now=now)
        place_order._begin(checkout_id, method="card_ok", seal=seal, now=now)
    gateway.line.faults = ["error"] * 9
    assert settle_open(now=now + LATER, limit=10) == 0
    assert len(gateway.line.seen) == 1
    assert reserved() == 3


def test_a_wrong_secret_leaves_everything_unclear_and_charges_nothing(
    gateway: Gateway, now: datetime, settings: Any
) -> None:
    checkout_id, seal = ready_checkout(now=now)
    settings.GATEWAY_SECRET = "not-the-one"
    assert place(checkout_id, method="card_ok", seal=seal, now=now) == Unclear()
    assert settle_open(now=now + LATER, limit=10) == 0
    assert (reserved(), gateway.charges(checkout_id)) == (1, [])


def test_answers_that_stay_unreadable_end_in_a_cancellation(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    assert isinstance(place(checkout_id, method="card_challenge", seal=seal, now=now), ActionNeeded)
    gateway.line.faults = ["nonsense"] * 2
    assert settle(checkout_id, now=now + timedelta(minutes=29)) == Unclear()
    assert settle(checkout_id, now=now + timedelta(minutes=30)) == Declined("cancelled")
    assert reserved() == 0
