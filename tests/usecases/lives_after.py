"""What a shopper may do with an order after buying it, at any moment, whether it makes sense or not."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from severshop.domain.orders.cancellations import open_request
from severshop.domain.orders.pending import open_pending
from severshop.domain.payments.queries import payment_for
from severshop.usecases.aftercare.cancel_order import (
    NotCancellableError,
    NothingChosenError,
    RequestOpenError,
    Wish,
    ask_to_cancel,
    ask_to_cancel_all,
    decide,
)
from severshop.usecases.aftercare.change_order import (
    NewContact,
    NewDelivery,
    NewSize,
    NotChangedError,
    NothingChangedError,
    OutdatedError,
    change_order,
)
from severshop.usecases.aftercare.follow_withdrawals import follow_withdrawals
from severshop.usecases.aftercare.pay_change import pay_for_change
from severshop.usecases.aftercare.settle_charges import settle_charges
from severshop.usecases.aftercare.withdraw import NotInOrderError, Statement, TooOftenError, withdraw
from severshop.usecases.reading.planned_change import plan_change, present_of
from severshop.vocabulary.cancelling import AskedBy, CancelReason
from tests.factories import DENMARK
from tests.usecases.lives import BEGUN, SIZES
from tests.usecases.lives_course import Course, which

CHANGES = (
    *(NewSize(position=position, sku=size.sku) for position in (1, 2) for size in SIZES),
    NewDelivery(option="express"),
    NewDelivery(option="standard"),
    NewContact(email="ada.winter@example.com"),
    replace(DENMARK, street="Vestergade 1", city="Odense", postal_code="5000"),
)
IN_MONEY = CHANGES[:-2]
DEARER = NewSize(position=1, sku="STR-GOLD-42")
units_of_lines = st.sampled_from([{1: 1}, {1: 2}, {2: 1}, {1: 1, 2: 1}, {1: 2, 2: 1}, {2: 2}, {1: 0}, {}])


class AfterBuying(Course):
    """The shopper's steps."""

    @rule(units=units_of_lines, number=which)
    def something_is_cancelled(self, units: dict[int, int], number: int) -> None:
        wish = Wish(order_id=self.order(number), units=units, reason=CancelReason.CHANGED_MIND, form=next(self.forms))
        self.step(
            lambda: ask_to_cancel(wish, now=self.life.now),
            NotCancellableError,
            NothingChosenError,
            RequestOpenError,
        )

    @precondition(lambda self: self.life.now > BEGUN)
    @rule()
    def all_is_cancelled(self) -> None:
        form = next(self.forms)
        self.step(
            lambda: ask_to_cancel_all(
                self.life.id,
                reason=CancelReason.TOO_LATE,
                asked_by=AskedBy.DELAY_CHOICE,
                form=form,
                now=self.life.now,
            ),
            NothingChosenError,
        )

    @precondition(lambda self: open_request(self.life.id))
    @rule(granted=st.booleans())
    def a_request_is_decided(self, granted: bool) -> None:
        request = open_request(self.life.id)
        assert request
        self.step(lambda: decide(request.id, granted=granted, note="", by=self.staff.sam, now=self.life.now))
        assert open_request(self.life.id) is None

    @rule(wished=st.sampled_from(CHANGES))
    def it_is_changed(self, wished) -> None:
        plan = plan_change(wished, present=present_of(self.life.id, now=self.life.now), now=self.life.now)
        form = next(self.forms)
        self.step(
            lambda: change_order(self.life.id, wished, seal=plan.seal, form=form, by=None, now=self.life.now),
            NotChangedError,
            NothingChangedError,
            OutdatedError,
        )

    @rule(wished=st.sampled_from(IN_MONEY), method=st.sampled_from(["card_ok", "card_challenge", "card_declined"]))
    def it_is_changed_for_more(self, wished, method: str) -> None:
        plan = plan_change(wished, present=present_of(self.life.id, now=self.life.now), now=self.life.now)
        said = {"seal": plan.seal, "form": next(self.forms), "method": method, "by": None}
        self.step(
            lambda: pay_for_change(self.life.id, wished, now=self.life.now, **said),
            NotChangedError,
            NothingChangedError,
            OutdatedError,
        )

    @precondition(lambda self: open_pending(self.life.id))
    @rule(decision=st.sampled_from(["approve", "refuse", ""]))
    def the_bank_is_asked_about_it(self, decision: str) -> None:
        pending = open_pending(self.life.id)
        payment = payment_for(pending.cause) if pending else None
        assert payment
        if decision and payment.action_url:
            self.gateway.decide(payment.action_url, decision=decision)
        self.step(lambda: settle_charges(now=self.life.now + timedelta(minutes=1)))

    @rule(units=st.none() | units_of_lines | units_of_lines)
    def it_is_withdrawn_from(self, units: dict[int, int] | None) -> None:
        said = Statement(form=next(self.forms), name="Ada", language="en", order_id=self.life.id, units=units)
        self.step(lambda: withdraw(said, origin="192.0.2.1", now=self.life.now), NotInOrderError, TooOftenError)

    @rule()
    def withdrawals_are_followed(self) -> None:
        self.step(lambda: follow_withdrawals(now=self.life.now))
