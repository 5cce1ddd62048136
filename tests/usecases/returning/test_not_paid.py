"""What was asked for and not paid: refused by the second person, or tried again where the gateway failed."""

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.payments.books import order_balance, refunds_of
from severshop.domain.payments.models import Payment
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import ChargebackState, ChargebackTold, RefundAnswer, RefundState
from severshop.usecases.paying import settle_refunds
from severshop.usecases.paying.refund import decide_refund, try_again
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.returning.complete import NotReadyError, ask_again, complete
from severshop.usecases.returning.money import due_now
from severshop.vocabulary.roles import Role
from tests.factories import public_page
from tests.usecases.returning.desk import look_at, received, sold_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return sold_order(now=now, quantities=(2,))


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.RETURNS]).pk


@pytest.fixture
def finn(db):
    return make_staff("finn@shop.example", name="Finn", password="long-enough", roles=[Role.FINANCE]).pk


def completed(order, sam, now):
    return_id = received(order, {1: 1}, by=sam, now=now)
    look_at(return_id, by=sam, now=now)
    return return_id, complete(return_id, is_last=False, by=sam, now=now).refund


def answered(refund_id, state, now):
    note_told(refund_id, now=now)
    apply_refund_answer(refund_id, RefundAnswer(state=state, provider_ref="re_1", failure_code=""), now=now)


def test_what_a_second_person_refused_is_asked_for_once_more(order, sam, finn, now, settings):
    settings.REFUND_APPROVAL_LIMIT = 100
    return_id, refund = completed(order, sam, now)
    with pytest.raises(NotReadyError):
        ask_again(return_id, by=sam, now=now)
    decide_refund(refund.id, approved=False, by=finn, now=now)
    assert due_now(return_id).amount_minor == 12_900
    again = ask_again(return_id, by=sam, now=now)
    assert (again.amount_minor, again.cause) == (12_900, f"return:{return_id}:again:1")
    with pytest.raises(NotReadyError):
        ask_again(return_id, by=sam, now=now)
    assert order_balance(order.id).on_its_way == 12_900


def test_what_the_gateway_failed_at_is_paid_once_and_ends_the_return(order, sam, now):
    return_id, refund = completed(order, sam, now)
    answered(refund.id, RefundState.FAILED, now)
    with pytest.raises(NotReadyError):
        ask_again(return_id, by=sam, now=now)
    again = try_again(refund.id, by=sam, now=now)
    answered(again.id, RefundState.CONFIRMED, now)
    refresh_status([order.id], now=now)
    assert public_page(order.id)["returns"][0]["state"] == "refunded"
    assert due_now(return_id).parts == ()
    assert sum(one.amount_minor for one in refunds_of(order.id) if one.state is RefundState.CONFIRMED) == 12_900


def test_what_a_bank_took_first_ends_the_return(order, sam, now):
    completed(order, sam, now)
    told = ChargebackTold(
        provider_ref="cb_1",
        charge=Payment.objects.get(order_id=order.id).pk,
        state=ChargebackState.OPEN,
        amount_minor=order.total_minor,
        currency="EUR",
        reason="fraud",
    )
    settle_refunds._take_in(told, now=now)
    refresh_status([order.id], now=now)
    told = public_page(order.id)["returns"][0]
    assert (told["state"], told["next"]) == ("closed", None)
    assert order_balance(order.id).left == 0
