import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from severshop.domain.payments.actions import apply_answer, start_payment
from severshop.domain.payments.models import Payment
from severshop.domain.payments.queries import PaymentView, card_hint, find_payment, live_payment, open_payments
from severshop.domain.payments.rules import Answer, PaymentState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def started(order_id: uuid.UUID, *, now: datetime = NOW) -> PaymentView:
    return start_payment(order_id, amount_minor=100, currency="EUR", method="card_ok", now=now)


def said(state: PaymentState) -> Answer:
    return Answer(state=state, provider_ref="ch_1", card_hint="Visa 4242")


def test_an_order_has_one_live_payment() -> None:
    order = uuid.uuid4()
    first = started(order)
    assert live_payment(order) == first
    with pytest.raises(IntegrityError):
        started(order)


@pytest.mark.parametrize("end", [PaymentState.DECLINED, PaymentState.CANCELLED])
def test_after_a_failed_try_there_may_be_another(end: PaymentState) -> None:
    order = uuid.uuid4()
    assert apply_answer(started(order).id, said(end), now=NOW)
    assert live_payment(order) is None
    second = started(order, now=NOW + timedelta(minutes=1))
    assert live_payment(order) == second
    assert find_payment(order) == second


def test_what_has_ended_stays_as_it_is() -> None:
    payment = started(uuid.uuid4())
    assert apply_answer(payment.id, said(PaymentState.SUCCEEDED), now=NOW)
    assert not apply_answer(payment.id, said(PaymentState.CANCELLED), now=NOW)
    assert Payment.objects.get().state == "succeeded"
    assert card_hint(payment.order_id) == "Visa 4242"


def test_open_payments_come_oldest_first() -> None:
    ids = [started(uuid.uuid4(), now=NOW + timedelta(seconds=after)).id for after in (2, 0, 1, 9)]
    apply_answer(ids[1], said(PaymentState.ACTION_NEEDED), now=NOW)
    apply_answer(ids[2], said(PaymentState.DECLINED), now=NOW)
    assert open_payments(started_before=NOW + timedelta(seconds=5), limit=9) == (ids[1], ids[0])
    assert open_payments(started_before=NOW + timedelta(seconds=5), limit=1) == (ids[1],)


def test_the_database_knows_the_states() -> None:
    with pytest.raises(IntegrityError):
        Payment.objects.create(order_id=uuid.uuid4(), amount_minor=1, method="card_ok", state="paid", started_at=NOW)
