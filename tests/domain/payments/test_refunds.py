"""The life of a refund, what the gateway may say about it, and what the database refuses."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from severshop.domain.payments.models import Payment, Refund
from severshop.domain.payments.refunds import (
    AT_THE_GATEWAY,
    ENDS,
    NOT_PAID,
    NOT_TOLD,
    TRANSITIONS,
    ChargebackState,
    ChargebackTold,
    RefundOrder,
    RefundState,
    back_by,
    needs_second_person,
    read_chargeback,
    read_refund,
)
from severshop.domain.payments.rules import UnreadableAnswerError

KEY, CHARGE = uuid.UUID(int=1), uuid.UUID(int=2)
ASKED = RefundOrder(key=KEY, charge=CHARGE, amount_minor=500, currency="EUR")
GOOD = {
    "id": "re_1",
    "key": str(KEY),
    "charge": str(CHARGE),
    "state": "succeeded",
    "amount_minor": 500,
    "currency": "EUR",
}
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_every_state_has_a_row_and_an_exit_or_is_an_end():
    assert set(TRANSITIONS) == set(RefundState)
    assert {*ENDS, *NOT_TOLD, *AT_THE_GATEWAY} == set(RefundState)
    assert set(NOT_PAID) < set(ENDS)
    reached, new = {RefundState.WAITING, RefundState.REQUESTED}, {RefundState.WAITING}
    while new := {after for state in reached for after in TRANSITIONS[state]} - reached:
        reached |= new
    assert reached == set(RefundState)


@pytest.mark.parametrize(
    ("word", "state"),
    [("pending", RefundState.SENT), ("succeeded", RefundState.CONFIRMED), ("failed", RefundState.FAILED)],
)
def test_the_gateways_words(word, state):
    assert read_refund(GOOD | {"state": word}, asked=ASKED).state is state


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "maybe"},
        {"state": None},
        {"key": str(CHARGE)},
        {"charge": str(KEY)},
        {"amount_minor": 501},
        {"amount_minor": "500"},
        {"currency": "USD"},
        {"id": "x" * 81},
        {"failure_code": ["a"]},
        {"failure_code": "f" * 41},
    ],
)
def test_an_answer_about_anything_else_is_none(wrong):
    with pytest.raises(UnreadableAnswerError):
        read_refund(GOOD | wrong, asked=ASKED)


@pytest.mark.parametrize("document", [None, [], "succeeded", 7])
def test_no_object_is_no_answer(document):
    with pytest.raises(UnreadableAnswerError):
        read_refund(document, asked=ASKED)
    with pytest.raises(UnreadableAnswerError):
        read_chargeback(document, provider_ref="cb_1")


TAKEN = {"id": "cb_1", "charge": str(CHARGE), "state": "open", "amount_minor": 5, "currency": "EUR", "reason": "fraud"}


def test_a_chargeback_is_read():
    assert read_chargeback(TAKEN, provider_ref="cb_1") == ChargebackTold(
        provider_ref="cb_1",
        charge=CHARGE,
        state=ChargebackState.OPEN,
        amount_minor=5,
        currency="EUR",
        reason="fraud",
    )


@pytest.mark.parametrize(
    "change",
    [{"amount_minor": 1}, {"amount_minor": 2**31 - 1}, {"reason": "r" * 40}, {"currency": "USD"}, {"state": "won"}],
)
def test_a_chargeback_may_go_to_its_limits(change):
    told = read_chargeback(TAKEN | change, provider_ref="cb_1")
    assert {name: getattr(told, name) for name in change} == change


def test_a_refunds_texts_may_go_to_their_limits():
    told = read_refund(GOOD | {"id": "r" * 80, "failure_code": "f" * 40}, asked=ASKED)
    assert (told.provider_ref, told.failure_code) == ("r" * 80, "f" * 40)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "cb_2"},
        {"state": "perhaps"},
        {"amount_minor": 0},
        {"amount_minor": True},
        {"amount_minor": 2**31},
        {"charge": "k"},
        {"currency": "EURO"},
        {"reason": "r" * 41},
    ],
)
def test_a_chargeback_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(UnreadableAnswerError):
        read_chargeback(TAKEN | wrong, provider_ref="cb_1")


@pytest.mark.parametrize(
    ("amount", "by_staff", "needed"),
    [(200, True, False), (201, True, True), (201, False, False), (10**6, False, False)],
)
def test_a_second_person_is_needed_over_the_limit_where_a_person_asked(amount, by_staff, needed):
    assert needs_second_person(amount, by_staff=by_staff, limit_minor=200) is needed


def test_by_when_it_is_back():
    day = date(2026, 11, 24)
    assert back_by(RefundState.REQUESTED, day=day) == date(2026, 12, 1)
    assert back_by(RefundState.WAITING, day=day) == date(2026, 12, 4)
    assert all((back_by(state, day=day) - day).days <= 14 for state in RefundState)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0},
        {"state": "paid"},
        {"why": "because"},
        {"state": "waiting"},
        {"state": "waiting", "needs_approval": True, "decided_at": NOW},
        {"needs_approval": True},
        {"decided_at": NOW},
        {"state": "unknown"},
        {"state": "requested", "asked_at": NOW, "tries": 1},
        {"state": "sent", "asked_at": NOW, "tries": 1, "ended_at": NOW},
        {"state": "confirmed", "asked_at": NOW, "tries": 1},
        {"state": "confirmed", "ended_at": NOW},
        {"state": "refused", "ended_at": NOW},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    payment = Payment.objects.create(order_id=uuid.uuid4(), amount_minor=1000, method="card_ok", started_at=NOW)
    row = {
        "payment": payment,
        "order_id": payment.order_id,
        "amount_minor": 100,
        "currency": "EUR",
        "why": "goodwill",
        "cause": "a",
        "state": "requested",
        "requested_at": NOW,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(**(row | wrong))
    Refund.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(**row)
