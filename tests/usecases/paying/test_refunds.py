"""Money goes back through the real sandbox gateway, over a line that breaks: once, and until it is certain."""

from datetime import timedelta

import pytest

from severshop.domain.payments.books import order_balance, refund, refunds_of
from severshop.domain.payments.gateway import NoCertainAnswerError
from severshop.domain.payments.models import Refund
from severshop.domain.payments.refunds import RefundState
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import run_batch
from severshop.usecases.paying.deliver_refunds import REFUND_TOPICS, refund_desk
from severshop.usecases.paying.hear_gateway import hear_refund
from severshop.usecases.paying.refund import (
    MoreThanLeftError,
    NotPaidHereError,
    NotPossibleError,
    SamePersonError,
    UnknownRefundError,
    decide_refund,
    give_back,
    try_again,
)
from severshop.usecases.paying.settle_refunds import ASK_AFTER, ask_about_quiet, settle_refund
from tests.factories import placed_order
from tests.usecases.paying.conftest import said

pytestmark = pytest.mark.django_db
TOTAL = 13_390


def back(gateway, order):
    """What the gateway itself has paid back, or is about to."""
    refunds = gateway.line.behind.get(f"/v1/charges/{charge(order)}/refunds", headers=said()).json()["refunds"]
    return [(one["amount_minor"], one["state"]) for one in refunds]


def charge(order):
    from severshop.domain.payments.books import paid_with

    return paid_with(order.id).pk


def deliver(now):
    with refund_desk(lambda: now) as handle:
        return run_batch(REFUND_TOPICS, handle, clock=lambda: now)


def letters(order):
    return OutboxEntry.objects.filter(order_id=order.id, payload__kind="refund_sent").count()


def test_a_refund_is_told_to_the_gateway_and_the_shopper_once(paid, staff, gateway, now):
    order = paid()
    asked = give_back(order.id, amount_minor=1_000, note="Sorry", form="a", by=staff["sam"], now=now)
    assert (asked.state, asked.why.value, asked.requested_by) == (RefundState.REQUESTED, "goodwill", "Sam")
    deliver(now)
    deliver(now)
    assert refund(asked.id).state is RefundState.CONFIRMED
    assert back(gateway, order) == [(1_000, "succeeded")]
    assert letters(order) == 1
    assert order_balance(order.id).left == TOTAL - 1_000


def test_the_same_form_is_the_same_refund(paid, staff, now):
    order = paid()
    first = give_back(order.id, amount_minor=1_000, note="", form="a", by=staff["sam"], now=now)
    assert give_back(order.id, amount_minor=1_000, note="", form="a", by=staff["sam"], now=now).id == first.id
    assert Refund.objects.count() == 1


def test_a_form_of_another_order_is_another_refund(paid, staff, now):
    orders = [paid(), paid()]
    for order in orders:
        give_back(order.id, amount_minor=1_000, note="", form="a", by=staff["sam"], now=now)
    assert [len(refunds_of(order.id)) for order in orders] == [1, 1]


def test_never_more_than_was_paid(paid, staff, now):
    order = paid()
    give_back(order.id, amount_minor=TOTAL - 5, note="", form="a", by=staff["sam"], now=now)
    with pytest.raises(MoreThanLeftError) as refused:
        give_back(order.id, amount_minor=6, note="", form="b", by=staff["sam"], now=now)
    assert refused.value.left_minor == 5
    give_back(order.id, amount_minor=5, note="", form="c", by=staff["sam"], now=now)
    assert order_balance(order.id).left == 0


def test_what_was_paid_elsewhere_is_paid_back_elsewhere(staff, now):
    order = placed_order(now=now)
    with pytest.raises(NotPaidHereError):
        give_back(order.id, amount_minor=1, note="", form="a", by=staff["sam"], now=now)


@pytest.mark.parametrize(
    ("faults", "left_at"),
    [
        (["lose_request"], RefundState.UNKNOWN),
        (["lose_answer"], RefundState.UNKNOWN),
        (["error"], RefundState.UNKNOWN),
        (["nonsense"], RefundState.UNKNOWN),
    ],
)
def test_whatever_the_line_does_it_is_paid_back_once(paid, staff, gateway, now, faults, left_at):
    order = paid()
    asked = give_back(order.id, amount_minor=2_000, note="", form="a", by=staff["sam"], now=now)
    gateway.line.faults[:] = faults
    deliver(now)
    assert refund(asked.id).state is left_at
    assert (
        OutboxEntry.objects.get(topic="payment.refund").last_error == "the gateway has not given a certain answer yet"
    )
    # later the outbox comes again, and asks before it tells
    gateway.line.seen.clear()
    deliver(now + timedelta(minutes=1))
    assert gateway.line.seen[0] == f"GET /v1/refunds/{asked.id}"
    assert refund(asked.id).state is RefundState.CONFIRMED
    assert back(gateway, order) == [(2_000, "succeeded")]
    assert letters(order) == 1


def test_an_answer_that_comes_too_late_is_asked_for(paid, staff, gateway, now, monkeypatch):
    import httpx

    from severshop.infra import http

    order = paid("card_timeout")
    asked = give_back(order.id, amount_minor=2_000, note="", form="a", by=staff["sam"], now=now)
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(0.4))
    with pytest.raises(NoCertainAnswerError):
        settle_refund(asked.id, now=now)
    assert settle_refund(asked.id, now=now) is RefundState.CONFIRMED
    assert back(gateway, order) == [(2_000, "succeeded")]


def test_one_that_takes_its_time_is_asked_about_by_itself(paid, staff, gateway, now):
    import time

    order = paid("card_challenge")
    asked = give_back(order.id, amount_minor=2_000, note="", form="a", by=staff["sam"], now=now)
    assert settle_refund(asked.id, now=now) is RefundState.SENT
    assert (refund(asked.id).ended_at, letters(order)) == (None, 1)
    assert ask_about_quiet(now=now + ASK_AFTER / 2) == 0
    time.sleep(1.6)
    assert ask_about_quiet(now=now + ASK_AFTER) == 1
    assert refund(asked.id).state is RefundState.CONFIRMED
    assert letters(order) == 1


def test_a_call_before_we_told_or_after_it_ended_does_no_harm(paid, staff, gateway, now):
    order = paid()
    asked = give_back(order.id, amount_minor=2_000, note="", form="a", by=staff["sam"], now=now)
    for _ in range(3):
        hear_refund(asked.id, now=now)
        deliver(now)
    assert back(gateway, order) == [(2_000, "succeeded")]
    assert (refund(asked.id).tries, letters(order)) == (1, 1)


def test_what_the_gateway_will_not_pay_is_tried_again_under_another_key(paid, staff, gateway, now):
    order = paid()
    key = charge(order)
    gateway.line.behind.post(f"/v1/sandbox/charges/{key}/close-card", headers=said())
    asked = give_back(order.id, amount_minor=2_000, note="", form="a", by=staff["sam"], now=now)
    deliver(now)
    failed = refund(asked.id)
    assert (failed.state, failed.failure_code, letters(order)) == (RefundState.FAILED, "card_closed", 0)
    assert order_balance(order.id).left == TOTAL
    again = try_again(asked.id, by=staff["finn"], now=now)
    assert again.id != asked.id
    assert try_again(asked.id, by=staff["finn"], now=now).id == again.id
    assert (again.amount_minor, again.parts) == (2_000, asked.parts)
    assert refund(asked.id).is_retried
    with pytest.raises(NotPossibleError):
        try_again(again.id, by=staff["finn"], now=now)


def test_over_the_limit_a_second_person_says_yes(paid, staff, gateway, now, settings):
    settings.REFUND_APPROVAL_LIMIT = 2_000
    order = paid()
    asked = give_back(order.id, amount_minor=2_001, note="", form="a", by=staff["finn"], now=now)
    assert asked.state is RefundState.WAITING
    deliver(now)
    assert (back(gateway, order), order_balance(order.id).left) == ([], TOTAL - 2_001)
    with pytest.raises(SamePersonError):
        decide_refund(asked.id, approved=True, by=staff["finn"], now=now)
    decide_refund(asked.id, approved=True, by=staff["olga"], now=now)
    with pytest.raises(NotPossibleError):
        decide_refund(asked.id, approved=False, by=staff["olga"], now=now)
    deliver(now)
    done = refund(asked.id)
    assert (done.state, done.requested_by, done.decided_by) == (RefundState.CONFIRMED, "Finn", "Olga")
    assert back(gateway, order) == [(2_001, "succeeded")]


def test_or_no_and_the_money_is_free_again(paid, staff, now, settings):
    settings.REFUND_APPROVAL_LIMIT = 0
    order = paid()
    asked = give_back(order.id, amount_minor=2_000, note="", form="a", by=staff["sam"], now=now)
    decide_refund(asked.id, approved=False, by=staff["finn"], now=now)
    assert refund(asked.id).state is RefundState.REFUSED
    assert settle_refund(asked.id, now=now) is RefundState.REFUSED
    assert order_balance(order.id).left == TOTAL


def test_an_unknown_refund(staff, now):
    import uuid

    for act in (
        lambda: decide_refund(uuid.uuid4(), approved=True, by=staff["sam"], now=now),
        lambda: try_again(uuid.uuid4(), by=staff["sam"], now=now),
    ):
        with pytest.raises(UnknownRefundError):
            act()
    hear_refund(uuid.uuid4(), now=now)
    deliver(now)
    assert OutboxEntry.objects.get().failed_at is not None


def test_the_newest_refunds_of_an_order_come_first(paid, staff, now):
    order = paid()
    for number in (1, 2):
        give_back(
            order.id,
            amount_minor=number,
            note="",
            form=str(number),
            by=staff["sam"],
            now=now + timedelta(minutes=number),
        )
    assert [one.amount_minor for one in refunds_of(order.id)] == [2, 1]
