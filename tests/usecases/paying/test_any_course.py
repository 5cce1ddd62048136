"""Whatever happens to an order's money, in whatever order and however often: the books of the database balance."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from severshop.domain.customers.actions import make_staff
from severshop.domain.payments.books import charge_balances, order_balance, refunds_for, refunds_of
from severshop.domain.payments.ledger import MoreThanLeftError
from severshop.domain.payments.models import Payment
from severshop.domain.payments.refunding import (
    NewRefund,
    NotPossibleError,
    apply_refund_answer,
    call_off_overtaken,
    decide,
    note_chargeback,
    note_told,
    request_refund,
)
from severshop.domain.payments.refunds import ENDS, ChargebackState, ChargebackTold, RefundAnswer, RefundState
from severshop.vocabulary.refunds import Part, PartKind, Why
from severshop.vocabulary.roles import Role

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
CHARGES = (70, 30)
"""An order, and what was paid beside it."""
PAID = sum(CHARGES)
STEPS = ("ask", "ask much", "approve", "refuse", "tell", "sent", "paid", "failed", "bank", "won", "lost")


class Books(TestCase):
    """One order's money."""

    @settings(max_examples=40)
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 130), st.booleans()), max_size=25))
    def test_they_balance_after_every_step(self, course):
        self.person = make_staff("finn@shop.example", name="Finn", password="long-enough", roles=[Role.FINANCE]).pk
        self.order_id = uuid.uuid4()
        self.payments = [
            Payment.objects.create(
                order_id=self.order_id,
                cause=f"change:{place}" if place else "",
                amount_minor=amount,
                method="card_ok",
                state="succeeded",
                started_at=NOW,
            )
            for place, amount in enumerate(CHARGES)
        ]
        self.at_the_gateway = 0
        for place, (step, number, again) in enumerate(course):
            now = NOW + timedelta(minutes=place)
            for _ in range(1 + again):
                self.take(step, number, now=now)
                self.check()

    def take(self, step, number, *, now):
        refunds = refunds_of(self.order_id)
        chosen = refunds[number % len(refunds)] if refunds else None
        match step:
            case "ask" | "ask much":
                self.ask(number, much=step == "ask much", now=now)
            case "bank" | "won" | "lost":
                self.bank(number, ChargebackState("open" if step == "bank" else step), now=now)
            case "approve" | "refuse" if chosen:
                try:
                    decide(chosen.id, approved=step == "approve", by=self.person, now=now)
                except NotPossibleError:
                    assert chosen.state is not RefundState.WAITING
            case "tell" if chosen:
                was_told = note_told(chosen.id, now=now)
                assert was_told is (chosen.state not in {RefundState.WAITING, *ENDS})
            case "sent" | "paid" | "failed" if chosen:
                words = {"sent": RefundState.SENT, "paid": RefundState.CONFIRMED, "failed": RefundState.FAILED}
                apply_refund_answer(chosen.id, RefundAnswer(state=words[step]), now=now)

    def ask(self, number, *, much, now):
        left = order_balance(self.order_id).left
        new = NewRefund(
            order_id=self.order_id,
            parts=(Part(PartKind.GOODS, amount_minor=number),),
            why=Why.GOODWILL,
            cause=f"{number}{much}",
            needs_approval=much,
        )
        known = {refund.cause for refund in refunds_of(self.order_id)}
        try:
            written = request_refund(new, now=now)
        except MoreThanLeftError:
            assert number > left
        except ValueError:
            assert number == 0
        else:
            assert new.cause in known or sum(one.amount_minor for one in written) == number <= left
            assert {one.id for one in written} == {one.id for one in refunds_for(new.cause)}

    def bank(self, number, state, *, now):
        told = ChargebackTold(
            provider_ref=f"cb_{number % 3}",
            charge=self.payments[number % 2].pk,
            state=state,
            amount_minor=min(10 + number % 3 * 25, CHARGES[number % 2]),
            currency="EUR",
            reason="",
        )
        note_chargeback(told, now=now)
        call_off_overtaken(self.order_id, now=now)

    def check(self):
        balance = order_balance(self.order_id)
        assert balance.left >= 0
        assert balance.refunded + balance.on_its_way + balance.charged_back + balance.left == PAID
        # what ever went to the gateway and was not refused there is never more than was paid, of no charge
        for payment in self.payments:
            told = [
                refund.amount_minor
                for refund in refunds_of(self.order_id)
                if refund.charge == payment.pk and refund.tries and refund.state is not RefundState.FAILED
            ]
            assert sum(told) <= payment.amount_minor
            of_charge = charge_balances(self.order_id)[str(payment.pk)]
            assert of_charge.left >= 0
            assert of_charge.paid == payment.amount_minor
        assert all((refund.ended_at is not None) == (refund.state in ENDS) for refund in refunds_of(self.order_id))
