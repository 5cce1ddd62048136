"""Whatever the buyer does, whatever breaks and in whichever order: one charge and one order, or neither."""

import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from severshop.domain.inventory.models import Stock
from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Payment
from severshop.domain.payments.rules import METHODS, OPEN
from severshop.usecases.buying import checkout, place_order
from tests.usecases.buying.gateways import Gateway
from tests.usecases.buying.seeds import SHOE, ready_checkout

pytestmark = [pytest.mark.django_db, pytest.mark.shop, pytest.mark.usefixtures("open_shop")]

CARDS = [method for method in METHODS if method != "card_timeout"]
FAULTS = ["lose_request", "lose_answer", "error", "nonsense", ""]
DECISIONS = ["approve", "refuse"]
MINUTES = [0, 1, 2, 31]
steps = st.lists(
    st.tuples(st.just("pay"), st.sampled_from(CARDS))
    | st.tuples(st.just("die after begin"), st.sampled_from(CARDS))
    | st.tuples(st.just("break"), st.sampled_from(FAULTS))
    | st.tuples(st.just("decide"), st.sampled_from(DECISIONS))
    | st.tuples(st.just("pass"), st.sampled_from(MINUTES)),
    max_size=12,
)


class Course:
    """One checkout and all that happens to it."""

    def __init__(self, gateway: Gateway, *, now: datetime) -> None:
        self.gateway = gateway
        self.now = now
        self.id, _seal = ready_checkout(now=now)

    def take(self, step: str, choice: object) -> None:
        if step == "pay":
            place_order.place(self.id, method=str(choice), seal=self.seal(), now=self.now)
        elif step == "die after begin":
            place_order._begin(self.id, method=str(choice), seal=self.seal(), now=self.now)
        elif step == "break":
            self.gateway.line.faults.append(str(choice))
        elif step == "decide":
            self.decide(str(choice))
        else:
            self.now += timedelta(minutes=int(str(choice)), seconds=11)
            place_order.settle_open(now=self.now)

    def seal(self) -> str:
        offer = checkout.review(self.id, now=self.now).offer
        return offer.seal if offer else ""

    def decide(self, decision: str) -> None:
        """Go to the bank's page, even if the shop no longer waits for it."""
        for charge in self.charges("action_needed"):
            self.gateway.decide(charge, decision=decision)

    def charges(self, state: str) -> list[str]:
        return [
            charge["action_url"] or charge["key"]
            for charge in self.gateway.charges(self.id)
            if charge["state"] == state
        ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps)
@example(steps=[("pay", "card_challenge"), ("decide", "approve"), ("pass", 31)])
@example(steps=[("pay", "card_challenge"), ("pay", "card_ok"), ("decide", "approve")])
@example(steps=[("break", "lose_answer"), ("pay", "card_ok"), ("break", "error"), ("pass", 1), ("pay", "card_ok")])
@example(steps=[("die after begin", "card_ok"), ("pass", 2), ("pay", "card_ok")])
@example(steps=[("pay", "card_challenge"), ("break", ""), ("break", "lose_answer"), ("pass", 31), ("pay", "card_ok")])
def test_any_course_ends_well(gateway: Gateway, now: datetime, steps: list[tuple[str, object]]) -> None:
    gateway.line.faults.clear()
    before = Stock.objects.get(sku=SHOE).reserved
    course = Course(gateway, now=now)
    for step, choice in steps:
        course.take(step, choice)
        assert len(course.charges("succeeded")) <= 1
    gateway.line.faults.clear()
    course.take("pass", 31)
    assert not Payment.objects.filter(order_id=course.id, state__in=OPEN).exists()
    check_end(course, reserved=Stock.objects.get(sku=SHOE).reserved - before)
    # Somebody who finds the bank's page in an old tab must not be charged for an order that is none.
    course.decide("approve")
    check_end(course, reserved=Stock.objects.get(sku=SHOE).reserved - before)
    # The shelf of the next course.
    Stock.objects.filter(sku=SHOE).update(on_hand=1000)


def check_end(course: Course, *, reserved: int) -> None:
    paid = [uuid.UUID(key) for key in course.charges("succeeded")]
    orders = Order.objects.filter(pk=course.id)
    assert len(paid) == orders.count() == reserved
    assert [payment.id for payment in Payment.objects.filter(order_id=course.id, state="succeeded")] == paid
