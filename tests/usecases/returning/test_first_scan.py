"""Paid back as soon as the carrier has it: by the policy, once, to those who are trusted; the desk adds, never takes."""

from datetime import timedelta

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import refunds_of
from severshop.domain.payments.models import Chargeback, Payment
from severshop.usecases.aftercare.label_return import label_return
from severshop.usecases.returning.complete import complete
from severshop.usecases.returning.first_scan import pay_at_first_scan, standing_of
from severshop.usecases.returning.receive import Box, receive_return
from severshop.vocabulary.policies import RefundWhen
from severshop.vocabulary.roles import Role
from tests.factories import public_page
from tests.returning import arrived_order, carrier, hear
from tests.usecases.returning.desk import announced, look_at, sold_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def ups(settings):
    with carrier(settings) as server:
        yield server


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.RETURNS]).pk


def under_way(order, *, now, policy=None, units=None):
    """A return that its carrier has, announced under a policy of its own."""
    from severshop.domain.returns.models import Return

    return_id = announced(order, units or {1: 1}, now=now)
    case = Return.objects.get(pk=return_id)
    case.policy |= policy or {}
    case.save()
    label_return(return_id, now=now)
    hear(Parcel.objects.get(way="back"), now=now + timedelta(hours=1), kind="I", code="DP")
    return return_id


FIRST = {"refund_when": RefundWhen.FIRST_SCAN.value}
TRUST = {"trusted_after_orders": 1}


def kept_before(order, person, *, now):
    """Another order of the same customer, that they kept."""
    other = arrived_order(now=now, ago=timedelta(days=9))
    Order.objects.filter(pk__in=[order.pk, other.pk]).update(customer_id=person)
    return other


def test_to_everybody_where_the_policy_says_so_once_and_the_desk_pays_no_more(ups, sam, now):
    order = sold_order(now=now, quantities=(1,))
    return_id = under_way(order, now=now, policy=FIRST)
    assert [pay_at_first_scan(now=now) for _twice in range(2)] == [1, 0]
    assert [refund.amount_minor for refund in refunds_of(order.id)] == [order.total_minor]
    assert public_page(order.id)["returns"][0]["state"] == "under_way"
    assert [entry.act for entry in noted()] == ["pay at first scan"]
    receive_return(return_id, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(return_id, by=sam, now=now)
    done = complete(return_id, is_last=False, by=sam, now=now)
    assert (done.refund, done.on_the_shelf) == (None, 1)
    assert len(refunds_of(order.id)) == 1


def test_not_where_the_policy_wants_to_see_it_first(ups, now):
    under_way(sold_order(now=now), now=now)
    assert pay_at_first_scan(now=now) == 0


def test_not_before_the_first_scan(ups, now):
    order = sold_order(now=now)
    return_id = announced(order, {1: 1}, now=now)
    from severshop.domain.returns.models import Return

    Return.objects.update(policy=Return.objects.get(pk=return_id).policy | FIRST)
    label_return(return_id, now=now)
    assert pay_at_first_scan(now=now) == 0


def test_to_whom_the_shop_trusts(ups, sam, now):
    order = sold_order(now=now)
    under_way(order, now=now, policy=TRUST)
    assert pay_at_first_scan(now=now) == 0
    other = kept_before(order, sam, now=now)
    assert standing_of(order.id).kept == 1
    Chargeback.objects.create(
        provider_ref="cb_1",
        payment=Payment.objects.get(order_id=order.id),
        order_id=other.id,
        amount_minor=1,
        currency="EUR",
        reason="fraud",
        state="open",
        heard_at=now,
    )
    assert pay_at_first_scan(now=now) == 0
    Chargeback.objects.all().delete()
    assert pay_at_first_scan(now=now) == 1


def test_an_order_that_came_back_was_not_kept(ups, sam, now):
    order = sold_order(now=now)
    announced(kept_before(order, sam, now=now), {1: 1}, now=now, form="other")
    assert standing_of(order.id).kept == 0
    assert standing_of(arrived_order(now=now).id).kept == 0
