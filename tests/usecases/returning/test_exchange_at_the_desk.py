"""The desk finds what was to be exchanged: the other pair goes out, or money, and nothing stays kept for nobody."""

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.inventory.actions import ship
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.orders.models import Order, OrderLine, Replacement
from severshop.domain.payments.books import order_balance, refunds_of
from severshop.domain.payments.models import Payment
from severshop.domain.payments.refunding import note_told
from severshop.domain.payments.refunds import ChargebackState, ChargebackTold, RefundAnswer, RefundState
from severshop.domain.returns.rules import Chosen
from severshop.usecases.aftercare.announce_return import Announcement, announce_return
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.aftercare.exchange import take_money_instead
from severshop.usecases.paying import settle_refunds
from severshop.usecases.paying.behind import money_behind
from severshop.usecases.reading.exchangeable import pairs_by_line
from severshop.usecases.refresh_status import refresh_due, refresh_status
from severshop.usecases.returning.complete import complete
from severshop.usecases.returning.receive import Box, receive_return
from severshop.usecases.returning.unseen import pay_unseen
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.returning import ReturnReason, Wants, WhyNotExchanged
from severshop.vocabulary.roles import Role
from tests.factories import packed_parcel, public_page
from tests.returning import arrived_order, hear, sold_here
from tests.usecases.returning.desk import look_at

pytestmark = pytest.mark.django_db
SMALL, PAIR = ReturnReason.TOO_SMALL, "STR-RUST-43"


@pytest.fixture
def order(settings, now):
    """Three of a shoe and one of another size, paid here; of each size and colour two are left."""
    order = arrived_order(now=now, quantities=(3, 1))
    sold_here(order, settings=settings, now=now, left=2)
    return order


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.RETURNS]).pk


def announce(order, *, now, pairs=1, money=0):
    lines = {1: Chosen(pairs, SMALL, wants=Wants.EXCHANGE, exchange_sku=PAIR)}
    if money:
        lines[2] = Chosen(money, SMALL)
    return announce_return(Announcement(order_id=order.id, lines=lines, form="form"), now=now).id


def announce_for(order, sku, *, now):
    chosen = Chosen(1, SMALL, wants=Wants.EXCHANGE, exchange_sku=sku)
    return announce_return(Announcement(order_id=order.id, lines={1: chosen}, form=f"{order.id}"), now=now).id


def through_the_desk(order, case, sam, *, now):
    receive_return(case, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(case, by=sam, now=now)
    return complete(case, is_last=False, by=sam, now=now)


def arrive(order, *, now):
    """Let an order reach its shopper."""
    units = dict(OrderLine.objects.filter(order=order).values_list("sku", "quantity"))
    hear(packed_parcel(order, now=now), now=now, kind="D", code="FS")
    ship({order.id: units}, now=now)


def shown(order):
    (one,) = public_page(order.id)["returns"]
    return one


def kept(sku=PAIR):
    return Stock.objects.get(pk=sku).reserved


def test_accepted_it_is_exchanged_without_money_and_noted(order, sam, now):
    case = announce(order, now=now)
    receive_return(case, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(case, by=sam, now=now)
    done = complete(case, is_last=False, by=sam, now=now)
    assert done.refund is None
    assert done.exchange == Replacement.objects.get().order_id
    assert (shown(order)["state"], len(shown(order)["exchange_orders"])) == ("exchanged", 1)
    assert [entry.act for entry in noted(order_id=order.id)].count("send exchange") == 1
    assert refunds_of(order.id) == ()
    assert Stock.objects.get(pk="STR-RUST-42").on_hand == 2 + 1


def test_one_line_is_exchanged_and_the_other_paid_back(order, sam, now):
    case = announce(order, money=1, now=now)
    receive_return(case, {1: 1, 2: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(case, by=sam, now=now)
    look_at(case, position=2, by=sam, now=now)
    done = complete(case, is_last=False, by=sam, now=now)
    assert done.exchange
    assert [part.line for part in done.refund.parts] == [2]
    assert shown(order)["state"] == "inspected", "the money is on its way"
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
    assert shown(order)["state"] == "exchanged", "a bank took the money before it was paid"


def test_what_never_comes_is_not_kept_for_ever(order, sam, now):
    case = announce(order, pairs=2, now=now)
    receive_return(case, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(case, by=sam, now=now)
    first = complete(case, is_last=False, by=sam, now=now)
    assert OrderLine.objects.get(order_id=first.exchange).quantity == 1
    assert (kept(), Reservation.objects.get(order_id=case).still_kept) == (2, 1)
    last = complete(case, is_last=True, by=sam, now=now)
    assert (last.exchange, kept()) == (None, 1)
    assert shown(order)["state"] == "exchanged"


def test_who_would_rather_have_money_gets_it(order, sam, now):
    case = announce(order, now=now)
    take_money_instead(order.id, position=1, now=now)
    receive_return(case, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(case, by=sam, now=now)
    done = complete(case, is_last=False, by=sam, now=now)
    assert (done.exchange, done.refund.amount_minor) == (None, 12_900)
    assert (kept(), Replacement.objects.count()) == (0, 0)


def test_what_came_in_exchange_is_paid_back_from_the_order_that_was_paid(order, sam, now):
    """Exchanged for a cheaper one, and that one exchanged again, and then sent back for money."""
    case = announce_for(order, "STR-SAND-42", now=now)
    second = Order.objects.get(pk=through_the_desk(order, case, sam, now=now).exchange)
    arrive(second, now=now)
    why = {choices[0].size.colour: choices[0].why for choices in pairs_by_line(second.id)[1]}
    assert why == {"Sand": None, "Rust": WhyNotExchanged.COSTS_MORE, "Gold": WhyNotExchanged.COSTS_MORE}
    case = announce_for(second, "STR-SAND-42", now=now)
    third = Order.objects.get(pk=through_the_desk(second, case, sam, now=now).exchange)
    arrive(third, now=now)
    case = announce_return(Announcement(order_id=third.id, lines={1: Chosen(1, SMALL)}, form="money"), now=now).id
    done = through_the_desk(third, case, sam, now=now)
    assert (done.exchange, done.refund.order_id, done.refund.amount_minor) == (None, order.id, 11_900)
    assert [part.line for part in done.refund.parts] == [1]
    balance = order_balance(order.id)
    assert balance.on_its_way == 1_000 + 11_900
    assert shown(third)["state"] == "inspected"
    for refund in refunds_of(order.id):
        note_told(refund.id, now=now)
        settle_refunds._finish(refund, RefundAnswer(state=RefundState.CONFIRMED, provider_ref="re_1"), now=now)
    refresh_due(now=now)
    assert shown(third)["state"] == "refunded"


def test_cancelled_the_other_pair_is_paid_back_at_its_price(order, sam, now):
    case = announce_for(order, "STR-SAND-42", now=now)
    second = through_the_desk(order, case, sam, now=now).exchange
    ask_to_cancel(Wish(order_id=second, units={1: 1}, reason=CancelReason.NOT_SAID, form="off"), now=now)
    refresh_due(now=now)
    assert sorted(refund.amount_minor for refund in refunds_of(order.id)) == [1_000, 11_900]
    assert shown(order)["exchange_orders"][0]["status"] == "cancelled"
    assert kept("STR-SAND-42") == 0


def test_another_size_chosen_before_it_is_packed_is_worth_the_same(order, sam, now):
    case = announce_for(order, PAIR, now=now)
    second = through_the_desk(order, case, sam, now=now).exchange
    OrderLine.objects.filter(order_id=second).update(sku="STR-RUST-42")
    assert money_behind(second) == (order.id, {1: (1, 12_900)})


def test_lost_on_its_way_to_us_it_is_exchanged_all_the_same(order, sam, now):
    case = announce(order, now=now)
    assert pay_unseen(case, by=sam, now=now) is None
    assert (shown(order)["state"], len(shown(order)["exchange_orders"])) == ("exchanged", 1)
    receive_return(case, {1: 1}, seen=0, box=Box(), by=sam, now=now)
    look_at(case, by=sam, now=now)
    done = complete(case, is_last=False, by=sam, now=now)
    assert (done.exchange, done.refund, Replacement.objects.count()) == (None, None, 1)
    assert shown(order)["state"] == "exchanged"
