"""Received, looked at, paid back, on the shelf again: once each, whoever presses twice, and on the public page."""

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.inventory.models import Stock
from severshop.domain.payments.books import order_balance, refunds_of
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import RefundAnswer, RefundState
from severshop.domain.returns.desk import to_inspect
from severshop.domain.returns.models import GoodsReceived
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.returning.complete import NotReadyError, complete
from severshop.usecases.returning.inspect import NotSayableError, Problem
from severshop.usecases.returning.receive import Box, TooManyError, receive_return
from severshop.vocabulary.refunds import Why
from severshop.vocabulary.roles import Role
from tests.factories import public_page
from tests.usecases.returning.desk import GOOD, ON_HAND, announced, desk, look_at, received, sold_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return sold_order(now=now)


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.RETURNS]).pk


def shown(order):
    return public_page(order.id)["returns"]


def on_hand():
    return dict(Stock.objects.values_list("sku", "on_hand"))


def confirm(order, now):
    for refund in refunds_of(order.id):
        note_told(refund.id, now=now)
        apply_refund_answer(refund.id, RefundAnswer(state=RefundState.CONFIRMED, provider_ref="re_1"), now=now)
    refresh_status([order.id], now=now)


def test_from_the_box_to_the_money_and_the_shelf(order, sam, now):
    return_id = announced(order, {1: 1}, now=now)
    assert receive_return(return_id, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    assert shown(order)[0]["state"] == "received"
    assert [case.id for case in to_inspect(10)] == [return_id]
    look_at(return_id, by=sam, now=now)
    assert shown(order)[0]["state"] == "inspected"
    assert on_hand()["STR-RUST-42"] == ON_HAND - 2
    done = complete(return_id, is_last=False, by=sam, now=now)
    assert done.on_the_shelf == 1
    assert on_hand()["STR-RUST-42"] == ON_HAND - 1
    (refund,) = refunds_of(order.id)
    assert (refund.amount_minor, refund.why, refund.cause) == (12_900, Why.RETURN, f"return:{return_id}")
    assert [(part.line, part.quantity) for part in refund.parts] == [(1, 1)]
    assert to_inspect(10) == ()
    confirm(order, now)
    assert shown(order)[0]["state"] == "refunded"
    assert [step["state"] for step in shown(order)[0]["steps"]] == ["announced", "received", "inspected", "refunded"]
    assert [entry.act for entry in noted()] == ["complete return", "inspect return", "receive return"]


def test_the_same_act_twice_is_done_once(order, sam, now):
    return_id = announced(order, {1: 2}, now=now)
    assert receive_return(return_id, {1: 2}, seen=0, box=Box(), by=sam, now=now)
    assert not receive_return(return_id, {1: 2}, seen=0, box=Box(), by=sam, now=now)
    assert GoodsReceived.objects.count() == 1
    assert [look_at(return_id, by=sam, now=now, form=form) for form in ("a", "a", "b")] == [True, False, True]
    with pytest.raises(NotSayableError) as refused:
        look_at(return_id, by=sam, now=now, form="c")
    assert refused.value.problem is Problem.TOO_MANY
    complete(return_id, is_last=False, by=sam, now=now)
    with pytest.raises(NotReadyError):
        complete(return_id, is_last=False, by=sam, now=now)
    assert order_balance(order.id).on_its_way == 25_800
    assert on_hand()["STR-RUST-42"] == ON_HAND


def test_more_than_was_announced_is_not_received(order, sam, now):
    return_id = announced(order, {1: 1}, now=now)
    with pytest.raises(TooManyError) as refused:
        receive_return(return_id, {1: 2}, seen=0, box=Box(), by=sam, now=now)
    assert refused.value.left == {1: 1}


def test_what_is_not_looked_at_is_not_acted_on(order, sam, now):
    return_id = received(order, {1: 2}, by=sam, now=now)
    look_at(return_id, by=sam, now=now)
    with pytest.raises(NotReadyError):
        complete(return_id, is_last=False, by=sam, now=now)


def test_the_delivery_comes_back_with_the_last_piece_and_all_of_it_to_the_cent(order, sam, now):
    first = received(order, {1: 2}, by=sam, now=now)
    look_at(first, said=GOOD._replace(quantity=2), by=sam, now=now)
    assert complete(first, is_last=False, by=sam, now=now).refund.amount_minor == 25_800
    second = received(order, {2: 1}, by=sam, now=now, form="second")
    look_at(second, position=2, by=sam, now=now)
    assert complete(second, is_last=False, by=sam, now=now).refund.amount_minor == 12_900 + 490
    assert sum(refund.amount_minor for refund in refunds_of(order.id)) == order.total_minor
    assert sum(refund.tax_minor for refund in refunds_of(order.id)) == order.tax_minor
    assert desk(second).completions[0].refund_minor == 13_390
