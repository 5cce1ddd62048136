"""Whatever happens to an order, in whatever order and however often: money, stock and words stay true."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from severshop.domain.customers.actions import make_staff
from severshop.domain.fulfilment.rules import UnpackableError, Work
from severshop.domain.orders.cancellations import open_request
from severshop.domain.payments.books import chargebacks, refunds_of
from severshop.domain.payments.gateway import NoCertainAnswerError
from severshop.domain.payments.refunds import ENDS, RefundState
from severshop.domain.promises.seed import load_calendars
from severshop.domain.shipping.actions import load_shipping
from severshop.infra.ids import uuid7
from severshop.usecases.aftercare.cancel_order import decide
from severshop.usecases.fulfilling.facts import StepNotPossibleError, read_work
from severshop.usecases.fulfilling.hand_over import UnknownParcelError, hand_over
from severshop.usecases.fulfilling.pack import pack
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.paying.refund import MoreThanLeftError, NotPossibleError, decide_refund, give_back, try_again
from severshop.usecases.paying.settle_refunds import settle_chargeback, settle_refund
from severshop.vocabulary.claiming import ClaimKind
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.returning import ReturnReason
from severshop.vocabulary.roles import Role
from tests.usecases.buying.gateways import SECRET, Gateway, running_gateway
from tests.usecases.lives import BEGUN, SCANS, Staff, ups_number_of
from tests.usecases.lives_after import DEARER
from tests.usecases.lives_cases import GOOD, Cases
from tests.usecases.lives_course import which

pytestmark = pytest.mark.django_db

amounts = st.sampled_from([1, 490, 12_900, 25_801, 39_190])
ARRIVED = ("delivered", "claimed", "returned", "exchanged", "looked at")
FAR = ("placed", "paying", "paid more", "picking", "packed", "in parts", "sent", *ARRIVED)
FAULTS = ["", "", "lose_request", "lose_answer", "error", "nonsense"]


class OrderLife(Cases):
    """What the warehouse, the carrier and the money do; `Cases` has what goes wrong, `AfterBuying` what else can be."""

    @initialize(far=st.sampled_from(FAR))
    def it_has_come_so_far(self, far: str) -> None:
        """Lives begin anywhere, so that short ones reach what comes late."""
        if far in {"paying", "paid more"}:
            self.it_is_changed_for_more(DEARER, "card_challenge" if far == "paying" else "card_ok")
        if far in {"placed", "paying", "paid more"}:
            return
        self.picking_begins(0)
        if far == "picking":
            return
        for units in ([1, 1], [1, 0]) if far == "in parts" else ([2, 1],):
            self.a_parcel_is_packed(0, units)
        if far != "packed":
            self.a_parcel_leaves(0)
        if far in ARRIVED:
            self.life.pass_time(24)
            self.the_carrier_scans(0, "delivered")
        if far == "claimed":
            self.something_is_claimed(1, ClaimKind.DAMAGED, Remedy.REFUND, {1: 1})
        if far in {"returned", "exchanged", "looked at"}:
            other = "STR-RUST-43" if far == "exchanged" else ""
            self.a_return_is_announced({1: 2}, ReturnReason.TOO_SMALL, other)
            self.a_return_is_taken_in(0, all_of_it=True)
        if far == "looked at":
            self.it_is_looked_at(0, GOOD._replace(quantity=2), first=True)

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

    @rule(number=which)
    def the_warehouse_finishes(self, number: int) -> None:
        """Wherever an order is, the warehouse gets it out of the house in three steps."""
        order_id = self.order(number)
        if read_work(order_id).work is Work.RECEIVED:
            self.picking_begins(number)
        if any(left := list(read_work(order_id).left.values())):
            self.a_parcel_is_packed(number, left)
        for parcel in read_work(order_id).parcels:
            hand_over([parcel.id], by=self.staff.sam, now=self.life.now)
        self.life.check()
        assert read_work(order_id).work in {Work.HANDED_OVER, Work.NOTHING_TO_SEND}

    # money

    @rule()
    def all_that_waits_is_decided(self) -> None:
        """Whatever somebody has to decide can be decided, and whatever is on its way arrives or fails."""
        if request := open_request(self.life.id):
            decide(request.id, granted=True, note="", by=self.staff.sam, now=self.life.now)
        for refund in refunds_of(self.life.id):
            if refund.state is RefundState.WAITING:
                decide_refund(refund.id, approved=True, by=self.staff.finn, now=self.life.now)
        for refund in refunds_of(self.life.id):
            settle_refund(refund.id, now=self.life.now)
        self.life.check()
        assert open_request(self.life.id) is None
        assert all(refund.state in ENDS for refund in refunds_of(self.life.id))

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
            f"/v1/sandbox/charges/{self.life.charge}/chargeback", {"amount_minor": min(amount, self.life.sale)}
        )
        self.step(lambda: settle_chargeback(taken["id"], now=self.life.now))

    @precondition(lambda self: chargebacks(self.life.id))
    @rule(number=which, won=st.booleans())
    def the_bank_decides(self, number: int, won: bool) -> None:
        taken = chargebacks(self.life.id)
        ref = taken[number % len(taken)].provider_ref
        self.at_the_gateway(f"/v1/sandbox/chargebacks/{ref}/close", {"won": won})
        self.step(lambda: settle_chargeback(ref, now=self.life.now))


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
    settings.OTHER_SIZES = "tests.usecases.lives.tell_sizes"
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
    run(machine, examples=100, steps=30)
