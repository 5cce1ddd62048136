"""Credit notes: for money that is back after the invoice, each once, under numbers without a gap."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from severshop.domain.customers.actions import make_staff
from severshop.domain.orders.credit_models import CreditNote
from severshop.domain.orders.credit_notes import NothingInvoicedError
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import refunds_of
from severshop.domain.payments.models import Payment, Refund
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import RefundAnswer, RefundState
from severshop.usecases.paying.refund import request_locked, try_again
from severshop.usecases.reading.credit_notes import NoCreditNoteError, credit_links, credit_note
from severshop.usecases.reading.order_papers import invoice
from severshop.vocabulary.refunds import Part, PartKind, Why
from severshop.vocabulary.roles import Role
from tests.factories import placed_order
from tests.look.papers.pdf import pages, texts

pytestmark = pytest.mark.django_db
PAIR = (Part(PartKind.GOODS, 12_900, 2_580, line=1, quantity=1), Part(PartKind.DELIVERY, 490, 98))


@pytest.fixture
def order(now):
    """129.00 and 4.90 delivery with 25 % VAT, paid in two charges: 113.90 and 20.00."""
    order = placed_order(now=now)
    for cause, amount in (("", order.total_minor - 2_000), ("change:1", 2_000)):
        Payment.objects.create(
            order_id=order.id, cause=cause, amount_minor=amount, method="card_ok", state="succeeded", started_at=now
        )
    return order


def ask(order, *, now, parts=PAIR, why=Why.RETURN, cause="return:1"):
    with transaction.atomic():
        return request_locked(order.id, parts, why=why, cause=cause, by=None, now=now)


def answer(order, state, *, now):
    for one in refunds_of(order.id):
        note_told(one.id, now=now)
        apply_refund_answer(one.id, RefundAnswer(state=state), now=now)


def written(order, *, now, language="en"):
    (link,) = credit_links(order.id)
    note = credit_note(order.id, link.refund, language=language, now=now)
    return " ".join(text for page in pages(note) for text in texts(page))


def test_one_note_for_what_went_back_to_two_charges_and_the_same_ever_after(order, now):
    invoice(order.id, language="en", now=now)
    ask(order, now=now)
    answer(order, RefundState.CONFIRMED, now=now)
    assert len(refunds_of(order.id)) == 2
    said = written(order, now=now)
    for part in ("Credit note C-2026-000001", "It amends invoice 2026-000001 of", "Strada Runner", "-€129.00"):
        assert part in said, said
    assert "Delivery -€4.90" in said.replace("  ", " ")
    assert all(amount in said for amount in ("-€107.12", "-€26.78", "-€133.90"))
    assert written(order, now=now + timedelta(days=500)) == said
    assert [note.cause for note in CreditNote.objects.all()] == ["return:1"]


def test_only_money_that_is_back_and_was_invoiced_is_credited(order, now):
    asked = ask(order, now=now)
    with pytest.raises(NoCreditNoteError):
        credit_note(order.id, asked.id, language="en", now=now)
    answer(order, RefundState.CONFIRMED, now=now)
    assert credit_links(order.id) == ()
    with pytest.raises(NothingInvoicedError):
        credit_note(order.id, asked.id, language="en", now=now)
    invoice(order.id, language="en", now=now)
    assert len(credit_links(order.id)) == 1
    with pytest.raises(NoCreditNoteError):
        credit_note(placed_order(now=now).id, asked.id, language="en", now=now)
    with pytest.raises(NoCreditNoteError):
        credit_note(order.id, uuid.uuid4(), language="en", now=now)
    assert not CreditNote.objects.exists()


def test_what_a_change_made_cheaper_stands_in_the_invoice_already(order, now):
    ask(order, now=now, why=Why.CHANGE, cause="edit:1", parts=PAIR[1:])
    answer(order, RefundState.CONFIRMED, now=now)
    invoice(order.id, language="en", now=now)
    assert credit_links(order.id) == ()


def test_what_failed_and_was_tried_again_is_one_note(order, now):
    invoice(order.id, language="en", now=now)
    ask(order, now=now, parts=PAIR[1:])
    answer(order, RefundState.FAILED, now=now)
    assert credit_links(order.id) == ()
    (failed,) = refunds_of(order.id)
    finn = make_staff("finn@shop.example", name="Finn", password="long-enough", roles=[Role.FINANCE])
    try_again(failed.id, by=finn.pk, now=now + timedelta(hours=1))
    answer(order, RefundState.CONFIRMED, now=now + timedelta(hours=1))
    written(order, now=now)
    assert [note.cause for note in CreditNote.objects.all()] == ["return:1"]


def test_what_was_given_back_out_of_goodwill_is_less_tax_too(order, now):
    invoice(order.id, language="en", now=now)
    ask(order, now=now, parts=(Part(PartKind.GOODS, 1_000),), why=Why.GOODWILL, cause="goodwill:1")
    answer(order, RefundState.CONFIRMED, now=now)
    said = written(order, now=now)
    assert all(part in said for part in ("Price reduction", "-€10.00", "-€2.00", "-€8.00"))


def test_a_charge_that_came_too_late_is_no_card_of_the_order(order, now):
    Payment.objects.filter(cause="").update(card_hint="Visa 4242")
    late = Payment.objects.get(cause="change:1")
    Payment.objects.filter(pk=late.pk).update(card_hint="Visa 3155")
    before = invoice(order.id, language="en", now=now)
    with transaction.atomic():
        request_locked(
            order.id, (Part(PartKind.GOODS, 2_000),), why=Why.CHANGE, cause="change:1", by=None, now=now, charge=late.pk
        )
    assert Refund.objects.get().payment_id == late.pk
    after = invoice(order.id, language="en", now=now)
    assert before != after
    assert "Visa 3155" not in " ".join(text for page in pages(after) for text in texts(page))
    assert Order.objects.get(pk=order.pk).total_minor == order.total_minor
