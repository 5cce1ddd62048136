"""The letters about cancellations and money: what they say, in which state of things, and that nothing is missing."""

import html
import re
import uuid

import pytest
from django.conf import settings

from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Payment, Refund
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import RefundAnswer, RefundState
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel, decide
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.notifying.deliver_outbox import write_mail
from severshop.vocabulary.cancelling import CancelReason
from tests.factories import packed_parcel, placed_order

pytestmark = pytest.mark.django_db


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


def cancel(order, units, *, now, form="form"):
    wish = Wish(order_id=order.id, units=units, reason=CancelReason.NOT_SAID, form=form)
    return ask_to_cancel(wish, now=now)


def mail(kind, *, now):
    row = OutboxEntry.objects.filter(payload__kind=kind).latest("created_at")
    return write_mail(entry(row.payload, row.order_id, now=now, key=row.key), now=now)


def entry(payload, order_id=None, *, now, key="k"):
    return Entry(id=uuid.uuid4(), topic="mail", key=key, order_id=order_id, payload=payload, created_at=now, attempts=0)


def said(message):
    """What the letter says: each sentence of the text stands in the HTML too."""
    text = message.body
    page = html.unescape(" ".join(re.sub(r"<[^>]+>", " ", message.alternatives[0].content).split()))
    assert "None" not in text
    assert "%(" not in text
    sentences = [line.removeprefix("- ") for line in text.splitlines() if line.endswith(".")]
    assert sentences
    assert [line for line in sentences if line not in page] == []
    return " ".join(text.split())


def test_all_of_it_is_cancelled_and_all_of_it_goes_back(order, now):
    cancel(order, {1: 2, 2: 1}, now=now)
    message = mail("cancellation_confirmed", now=now)
    assert message.subject == f"Order {order.number}: cancelled"
    assert message.to == ["ada@example.com"]
    text = said(message)
    assert "Nothing more of it will be sent." in text
    assert "2 × Strada Runner, Rust, EU 42" in text
    assert "€391.90 go back to you." in text
    assert "the card that you paid with (Visa 4242). Most banks show it by Tue 1 December." in text
    assert f"{settings.PUBLIC_URL}/order/" in text
    assert "/cancel/" in text


def test_a_part_of_it(order, now):
    cancel(order, {2: 1}, now=now)
    text = said(mail("cancellation_confirmed", now=now))
    assert "The rest comes as planned." in text
    assert "1 × Strada Runner, Rust, EU 43" in text
    assert "€129.00 go back to you." in text


def test_what_was_paid_elsewhere(now):
    order = placed_order(now=now)
    cancel(order, {1: 1}, now=now)
    assert "Nothing was paid to this shop for it" in said(mail("cancellation_confirmed", now=now))


def test_it_had_left(order, now):
    start_picking(order.id, by=None, now=now)
    parcel = packed_parcel(order, now=now, handed_over=False)
    cancel(order, {1: 1}, now=now)
    hand_over([parcel.pk], by=None, now=now)
    message = mail("cancellation_refused", now=now)
    assert message.subject == f"Order {order.number}: it had left already"
    assert "You can refuse it at the door" in said(message)


def test_the_staff_said_no_and_why(order, now):
    start_picking(order.id, by=None, now=now)
    request = cancel(order, {1: 1}, now=now)
    decide(request.id, granted=False, note="It is engraved with your name.", by=None, now=now)
    text = said(mail("cancellation_refused", now=now))
    assert "We looked at it and could not cancel it." in text
    assert "It is engraved with your name." in text


@pytest.mark.parametrize("state", [RefundState.SENT, RefundState.CONFIRMED])
def test_money_is_on_its_way(order, now, state):
    cancel(order, {2: 1}, now=now)
    refund = Refund.objects.get()
    note_told(refund.pk, now=now)
    apply_refund_answer(refund.pk, RefundAnswer(state=state), now=now)
    message = write_mail(entry({"kind": "refund_sent", "refund": str(refund.pk)}, order.id, now=now), now=now)
    assert message.subject == f"Order {order.number}: your refund is on its way"
    assert "Most banks show it by Tue 1 December." in said(message)
    assert "129.00 ARE ON THEIR WAY BACK TO YOU" in message.body


def test_money_that_did_not_go_after_all_is_not_announced(order, now):
    cancel(order, {2: 1}, now=now)
    refund = Refund.objects.get()
    note_told(refund.pk, now=now)
    apply_refund_answer(refund.pk, RefundAnswer(state=RefundState.FAILED), now=now)
    with pytest.raises(DroppedError):
        write_mail(entry({"kind": "refund_sent", "refund": str(refund.pk)}, order.id, now=now), now=now)


@pytest.mark.parametrize(
    "payload",
    [
        {"kind": "refund_sent", "refund": str(uuid.UUID(int=1))},
        {"kind": "cancellation_confirmed", "request": str(uuid.UUID(int=1))},
    ],
)
def test_about_nothing_there_is_no_letter(now, payload):
    with pytest.raises(GiveUpError):
        write_mail(entry(payload, now=now), now=now)


def test_a_person_who_was_forgotten_gets_none(order, now):
    cancel(order, {2: 1}, now=now)
    Order.objects.filter(pk=order.id).update(email="")
    with pytest.raises(DroppedError):
        mail("cancellation_confirmed", now=now)
