"""What never came: called off, or paid all the same; and what comes after all is paid no second time."""

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.payments.books import refunds_of
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import RefundAnswer, RefundState
from severshop.domain.returns.desk import not_received
from severshop.domain.returns.queries import returned_units
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.returning.complete import complete
from severshop.usecases.returning.receive import Box, receive_return
from severshop.usecases.returning.unseen import NotReadyError, TooLateToChangeError, call_off_unseen, pay_unseen
from severshop.vocabulary.roles import Role
from tests.factories import public_page
from tests.usecases.returning.desk import announced, look_at, received, sold_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return sold_order(now=now, quantities=(1,))


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.RETURNS]).pk


def state(order):
    return public_page(order.id)["returns"][0]["state"]


def test_what_was_lost_on_its_way_is_paid_once_also_when_it_turns_up(order, sam, now):
    return_id = announced(order, {1: 1}, now=now)
    assert pay_unseen(return_id, by=sam, now=now).amount_minor == order.total_minor
    with pytest.raises(NotReadyError):
        pay_unseen(return_id, by=sam, now=now)
    assert (state(order), returned_units(order.id), not_received().count()) == ("inspected", {1: 1}, 0)
    (refund,) = refunds_of(order.id)
    note_told(refund.id, now=now)
    apply_refund_answer(refund.id, RefundAnswer(state=RefundState.CONFIRMED, provider_ref="re_1"), now=now)
    refresh_status([order.id], now=now)
    assert state(order) == "refunded"
    receive_return(return_id, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(return_id, by=sam, now=now)
    done = complete(return_id, is_last=False, by=sam, now=now)
    assert (done.refund, done.on_the_shelf, state(order)) == (None, 1, "refunded")
    assert "pay return unseen" in {entry.act for entry in noted()}


def test_what_nobody_handed_in_is_called_off(order, sam, now):
    return_id = announced(order, {1: 1}, now=now)
    for _again in range(2):
        call_off_unseen(return_id, by=sam, now=now)
    assert (state(order), returned_units(order.id)) == ("cancelled", {})
    assert [entry.act for entry in noted()] == ["call off return"]
    with pytest.raises(NotReadyError):
        pay_unseen(return_id, by=sam, now=now)


def test_what_is_here_is_not_called_lost(order, sam, now):
    return_id = received(order, {1: 1}, by=sam, now=now)
    with pytest.raises(NotReadyError):
        pay_unseen(return_id, by=sam, now=now)
    with pytest.raises(TooLateToChangeError):
        call_off_unseen(return_id, by=sam, now=now)
