"""The staff's half of withdrawals: once each, and in the audit log."""

import uuid

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.orders.cancellations import open_request, requests_of
from severshop.domain.withdrawals.queries import waiting, withdrawal
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel, decide
from severshop.usecases.aftercare.settle_withdrawal import (
    NotClearError,
    UnknownWithdrawalError,
    carry_out_withdrawal,
    settle_withdrawal,
)
from severshop.usecases.aftercare.withdraw import Statement, withdraw
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.reading.waiting_withdrawals import waiting_withdrawals
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.roles import Role
from severshop.vocabulary.withdrawing import Outcome, WhyPeople, WithdrawalState
from tests.factories import packed_parcel, placed_order, public_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return placed_order(now=now, quantities=(2,))


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.SUPPORT]).pk


def declared(*, now, number, email="else@example.com", words=""):
    said = Statement(form="f", name="Ada", language="en", number=number, email=email, words=words)
    return withdraw(said, origin="192.0.2.1", now=now)


def acts():
    return [entry.act for entry in noted()]


def test_what_came_from_another_address_is_carried_out_when_it_is_theirs(order, now, sam):
    record = declared(now=now, number=order.number)
    assert public_page(order.id)["withdrawals"] == []
    for _again in range(2):
        carry_out_withdrawal(record.id, by=sam, now=now)
    assert len(requests_of(order.id)) == 1
    assert acts() == ["carry out withdrawal"]
    assert [told["state"] for told in public_page(order.id)["withdrawals"]] == ["cancelled"]
    assert waiting(10) == ()


def test_what_has_left_waits_until_it_is_settled(order, now, sam):
    packed_parcel(order, now=now)
    record = declared(now=now, number=order.number, email="ada@example.com")
    (row,) = waiting_withdrawals(10)
    assert (row.record.id, row.receipt_at, str(row.refund_by)) == (record.id, None, "2026-12-08")
    for outcome in (Outcome.DONE, Outcome.ANSWERED):
        settle_withdrawal(record.id, outcome=outcome, by=sam, now=now)
    assert withdrawal(record.id).state is WithdrawalState.SETTLED
    assert acts() == ["settle withdrawal"]
    assert noted()[0].detail == {"outcome": "done"}
    assert waiting(10) == ()


def test_an_open_cancellation_is_decided_first(order, now, sam):
    start_picking(order.id, by=sam, now=now)
    ask_to_cancel(Wish(order_id=order.id, units={1: 1}, reason=CancelReason.OTHER, form="x"), now=now)
    record = declared(now=now, number=order.number, email="ada@example.com")
    carry_out_withdrawal(record.id, by=sam, now=now)
    assert [one.why_people for one in waiting(10)] == [WhyPeople.CANCELLATION_OPEN]
    decide(open_request(order.id).id, granted=True, note="", by=sam, now=now)
    carry_out_withdrawal(record.id, by=sam, now=now)
    assert withdrawal(record.id).state is WithdrawalState.BEING_CANCELLED


@pytest.mark.parametrize("words", ["", "the left one"])
def test_what_only_a_person_can_tell_is_not_carried_out(order, now, sam, words):
    number = order.number if words else "BS-7K3M-94Q3"
    record = declared(now=now, number=number, email="ada@example.com", words=words)
    with pytest.raises(NotClearError):
        carry_out_withdrawal(record.id, by=sam, now=now)
    settle_withdrawal(record.id, outcome=Outcome.ANSWERED, by=sam, now=now)
    assert waiting(10) == ()


def test_what_there_is_not(now, sam):
    with pytest.raises(UnknownWithdrawalError):
        carry_out_withdrawal(uuid.uuid4(), by=sam, now=now)
    with pytest.raises(UnknownWithdrawalError):
        settle_withdrawal(uuid.uuid4(), outcome=Outcome.DONE, by=sam, now=now)
