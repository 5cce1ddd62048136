"""Whatever happens to an order, in whatever order and however often: money, stock and words stay true."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from severshop.domain.customers.actions import make_staff
from severshop.domain.fulfilment.rules import UnpackableError
from severshop.domain.orders.cancellations import open_request
from severshop.domain.payments.books import chargebacks, refunds_of
from severshop.domain.payments.gateway import NoCertainAnswerError
from severshop.domain.promises.seed import load_calendars
from severshop.domain.shipping.actions import load_shipping
from severshop.infra.ids import uuid7
from severshop.usecases.aftercare.cancel_order import (
    NotCancellableError,
    NothingChosenError,
    RequestOpenError,
    Wish,
    ask_to_cancel,
    ask_to_cancel_all,
    decide,
)
from severshop.usecases.fulfilling.facts import StepNotPossibleError, read_work
from severshop.usecases.fulfilling.hand_over import UnknownParcelError, hand_over
from severshop.usecases.fulfilling.pack import pack
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.paying.refund import MoreThanLeftError, NotPossibleError, decide_refund, give_back, try_again
from severshop.usecases.paying.settle_refunds import settle_chargeback, settle_refund
from severshop.vocabulary.cancelling import AskedBy, CancelReason
from severshop.vocabulary.roles import Role
from tests.usecases.buying.gateways import SECRET, Gateway, running_gateway
from tests.usecases.lives import BEGUN, SCANS, Life, Staff
from tests.usecases.paying.conftest import said

pytestmark = pytest.mark.django_db

which = st.integers(0, 5)
"""One of several: of those that are there, counted around."""
amounts = st.sampled_from([1, 490, 12_900, 25_801, 39_190])
FAULTS = ["", "", "lose_request", "lose_answer", "error", "nonsense"]


class OrderLife(RuleBasedStateMachine):
    """Every step is done twice: what was done is done once."""

    gateway: ClassVar[Gateway]
    staff: ClassVar[Staff]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        # As Django marks the block that a test is wrapped in: the shop's own are still refused to call out of.
        self.undone._from_testcase = True
        self.undone.__enter__()
        self.gateway.line.faults.clear()
        self.life = Life(self.gateway, self.staff)
        self.forms = (f"form-{number}" for number in itertools.count())
        self.life.check()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def step(self, do: Callable[[], Any], *refusals: type[Exception]) -> bool:
        """Do it, then again, which changes nothing; tell whether it was done. What is refused changes nothing."""
        before = self.life.digest()
        try:
            do()
        except refusals:
            assert self.life.digest() == before
            return False
        after = self.life.digest()
        with suppress(*refusals):
            do()
        assert self.life.digest() == after
        self.life.check()
        return True

    # time and the carrier

    @rule(hours=st.sampled_from([1, 5, 24, 72, 240]))
    def time_passes(self, hours: int) -> None:
        self.life.pass_time(hours)
        self.life.check()

    @precondition(lambda self: self.life.parcels())
    @rule(number=which, kind=st.sampled_from(list(SCANS)))
    def the_carrier_scans(self, number: int, kind: str) -> None:
        parcels = self.life.parcels()
        parcel = parcels[number % len(parcels)]
        self.life.pass_time(1)
        self.step(lambda: self.life.scan(parcel, kind))

    # the warehouse

    @rule(number=which)
    def picking_begins(self, number: int) -> None:
        order_id = self.order(number)
        self.step(lambda: start_picking(order_id, by=self.staff.sam, now=self.life.now), StepNotPossibleError)

    @rule(number=which, units=st.lists(st.integers(0, 2), min_size=2, max_size=2))
    def a_parcel_is_packed(self, number: int, units: list[int]) -> None:
        order_id, parcel_id = self.order(number), uuid7()
        lines = list(read_work(order_id).left)
        self.step(
            lambda: pack(
                order_id,
                parcel_id=parcel_id,
                items=dict(zip(lines, units, strict=False)),
                carrier="ups",
                tracking_number=ups_number_of(parcel_id.int),
                by=self.staff.sam,
                now=self.life.now,
            ),
            StepNotPossibleError,
            UnpackableError,
        )

    @precondition(lambda self: self.life.parcels())
    @rule(number=which)
    def a_parcel_leaves(self, number: int) -> None:
        parcels = self.life.parcels()
        parcel = parcels[number % len(parcels)]
        self.step(
            lambda: hand_over([parcel.id], by=self.staff.sam, now=self.life.now),
            StepNotPossibleError,
            UnknownParcelError,
        )

    # cancelling

    @rule(units=st.dictionaries(st.integers(1, 2), st.integers(0, 2)), number=which)
    def something_is_cancelled(self, units: dict[int, int], number: int) -> None:
        wish = Wish(order_id=self.order(number), units=units, reason=CancelReason.CHANGED_MIND, form=next(self.forms))
        self.step(
            lambda: ask_to_cancel(wish, now=self.life.now),
            NotCancellableError,
            NothingChosenError,
            RequestOpenError,
        )

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

    # money

    @rule(amount=amounts)
    def something_is_given_back(self, amount: int) -> None:
        form = next(self.forms)
        self.step(
            lambda: give_back(
                self.life.id, amount_minor=amount, note="", form=form, by=self.staff.sam, now=self.life.now
            ),
            MoreThanLeftError,
        )

    @precondition(lambda self: refunds_of(self.life.id))
    @rule(number=which, approved=st.booleans())
    def a_refund_is_decided(self, number: int, approved: bool) -> None:
        refund = self.refund(number)
        self.step(
            lambda: decide_refund(refund.id, approved=approved, by=self.staff.finn, now=self.life.now),
            NotPossibleError,
        )

    @precondition(lambda self: refunds_of(self.life.id))
    @rule(number=which, fault=st.sampled_from(FAULTS))
    def the_gateway_is_told(self, number: int, fault: str) -> None:
        refund = self.refund(number)
        self.gateway.line.faults[:] = [fault] if fault else []
        try:
            settle_refund(refund.id, now=self.life.now)
        except NoCertainAnswerError:
            assert fault
        self.gateway.line.faults.clear()
        self.life.check()
        settle_refund(refund.id, now=self.life.now)
        self.step(lambda: settle_refund(refund.id, now=self.life.now))

    @precondition(lambda self: refunds_of(self.life.id))
    @rule(number=which)
    def a_refund_is_tried_again(self, number: int) -> None:
        refund = self.refund(number)
        self.step(
            lambda: try_again(refund.id, by=self.staff.sam, now=self.life.now), NotPossibleError, MoreThanLeftError
        )

    @rule()
    def the_card_is_closed(self) -> None:
        self.at_the_gateway(f"/v1/sandbox/charges/{self.life.charge}/close-card")

    @rule(amount=st.sampled_from([490, 12_900, 39_190]))
    def the_bank_takes_back(self, amount: int) -> None:
        taken = self.at_the_gateway(
            f"/v1/sandbox/charges/{self.life.charge}/chargeback", {"amount_minor": min(amount, self.life.paid)}
        )
        self.step(lambda: settle_chargeback(taken["id"], now=self.life.now))

    @precondition(lambda self: chargebacks(self.life.id))
    @rule(number=which, won=st.booleans())
    def the_bank_decides(self, number: int, won: bool) -> None:
        taken = chargebacks(self.life.id)
        ref = taken[number % len(taken)].provider_ref
        self.at_the_gateway(f"/v1/sandbox/chargebacks/{ref}/close", {"won": won})
        self.step(lambda: settle_chargeback(ref, now=self.life.now))

    # helpers

    def order(self, number: int) -> Any:
        """One of the orders; mostly the first."""
        orders = self.life.orders()
        return orders[number % len(orders)]

    def refund(self, number: int) -> Any:
        refunds = refunds_of(self.life.id)
        return refunds[number % len(refunds)]

    def at_the_gateway(self, path: str, document: dict[str, object] | None = None) -> dict[str, Any]:
        answer = self.gateway.line.behind.post(path, json=document or {}, headers=said())
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def ups_number_of(seed: int) -> str:
    """A number that only one parcel has."""
    from severshop.domain.carriers.numbers.check_digits import mod10

    body = f"999AA1{seed % 10**9:09d}"
    return f"1Z{body}{mod10(body, (1, 2))}"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with running_gateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def machine(db: None, gateway: Gateway, settings: Any) -> type[OrderLife]:
    """The machine in a shop that ships, with two who work there and a gateway."""
    settings.GATEWAY_URL = gateway.url
    settings.GATEWAY_SECRET = SECRET
    settings.PUBLIC_URL = "http://127.0.0.1:9"
    load_shipping()
    load_calendars(now=BEGUN)
    people = {"sam": Role.SUPPORT, "finn": Role.FINANCE}
    OrderLife.staff = Staff(
        *(
            make_staff(f"{name}@shop.example", name=name.title(), password="long-enough", roles=[role]).pk
            for name, role in people.items()
        )
    )
    OrderLife.gateway = gateway
    return OrderLife


def run(machine: type[OrderLife], *, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )


def test_an_orders_life_stays_true(machine):
    run(machine, examples=20, steps=15)


@pytest.mark.long
def test_many_long_lives_stay_true(machine):
    run(machine, examples=400, steps=60)
