"""The shopper's bank takes money back: it is written down, and nothing is paid twice because of us."""

import pytest

from severshop.domain.payments.books import chargebacks, order_balance, refund
from severshop.domain.payments.refunds import ChargebackState, RefundState
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.paying.hear_gateway import hear_chargeback
from severshop.usecases.paying.refund import MoreThanLeftError, give_back
from severshop.usecases.paying.settle_refunds import UnknownChargebackError, settle_chargeback, settle_refund
from tests.usecases.paying.conftest import said
from tests.usecases.paying.test_refunds import TOTAL, back, charge, deliver

pytestmark = pytest.mark.django_db


def take_back(gateway, order, amount=TOTAL):
    made = gateway.line.behind.post(
        f"/v1/sandbox/charges/{charge(order)}/chargeback", json={"amount_minor": amount}, headers=said()
    )
    return made.json()["id"]


def close(gateway, taken, *, won):
    gateway.line.behind.post(f"/v1/sandbox/chargebacks/{taken}/close", json={"won": won}, headers=said())


def test_a_chargeback_counts_at_once_and_again_is_no_news(paid, gateway, staff, now):
    order = paid()
    taken = take_back(gateway, order, 10_000)
    hear_chargeback(taken, news="opened", now=now)
    deliver(now)
    assert settle_chargeback(taken, now=now) is False
    (found,) = chargebacks(order.id)
    assert (found.state, found.amount_minor, found.seen_at) == (ChargebackState.OPEN, 10_000, None)
    assert order_balance(order.id).left == TOTAL - 10_000
    with pytest.raises(MoreThanLeftError):
        give_back(order.id, amount_minor=TOTAL, note="", form="a", by=staff["sam"], now=now)


@pytest.mark.parametrize(("won", "left"), [(True, TOTAL), (False, 0)])
def test_news_in_the_wrong_order_ends_the_same(paid, gateway, now, won, left):
    order = paid()
    taken = take_back(gateway, order)
    close(gateway, taken, won=won)
    for news in ("closed", "opened", "closed"):
        hear_chargeback(taken, news=news, now=now)
        deliver(now)
    (found,) = chargebacks(order.id)
    assert found.state is (ChargebackState.WON if won else ChargebackState.LOST)
    assert order_balance(order.id).left == left


def test_a_refund_that_the_gateway_has_not_heard_of_is_called_off(paid, gateway, staff, now):
    order = paid()
    asked = give_back(order.id, amount_minor=5_000, note="", form="a", by=staff["sam"], now=now)
    settle_chargeback(take_back(gateway, order), now=now)
    assert refund(asked.id).state is RefundState.OVERTAKEN
    assert settle_refund(asked.id, now=now) is RefundState.OVERTAKEN
    balance = order_balance(order.id)
    assert (balance.charged_back, balance.contested, balance.left) == (TOTAL, 0, 0)
    assert back(gateway, order) == []


def test_one_that_is_paid_stays_and_the_rest_is_contested(paid, gateway, staff, now):
    order = paid()
    asked = give_back(order.id, amount_minor=5_000, note="", form="a", by=staff["sam"], now=now)
    settle_refund(asked.id, now=now)
    settle_chargeback(take_back(gateway, order), now=now)
    balance = order_balance(order.id)
    assert (balance.refunded, balance.charged_back, balance.contested, balance.left) == (5_000, 8_390, 5_000, 0)


def test_one_under_way_is_refused_by_the_gateway_itself(paid, gateway, staff, now):
    order = paid()
    asked = give_back(order.id, amount_minor=5_000, note="", form="a", by=staff["sam"], now=now)
    gateway.line.faults[:] = ["lose_request"]
    deliver(now)
    settle_chargeback(take_back(gateway, order), now=now)
    assert refund(asked.id).state is RefundState.UNKNOWN
    assert settle_refund(asked.id, now=now) is RefundState.FAILED
    assert refund(asked.id).failure_code == "more_than_left"
    assert order_balance(order.id).charged_back == TOTAL


def test_what_is_won_can_be_refunded_again(paid, gateway, staff, now):
    order = paid()
    taken = take_back(gateway, order)
    settle_chargeback(taken, now=now)
    close(gateway, taken, won=True)
    settle_chargeback(taken, now=now)
    asked = give_back(order.id, amount_minor=TOTAL, note="", form="a", by=staff["sam"], now=now)
    assert settle_refund(asked.id, now=now) is RefundState.CONFIRMED


def test_nobody_knows_of_it(gateway, db, now):
    with pytest.raises(UnknownChargebackError):
        settle_chargeback("cb_nothing", now=now)
    hear_chargeback("cb_nothing", news="opened", now=now)
    deliver(now)
    assert OutboxEntry.objects.get().failed_at is not None
