"""The desk finds what was to be exchanged: the other pair goes out, or money, and nothing stays kept for nobody."""

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.orders.models import OrderLine, Replacement
from severshop.domain.payments.books import refunds_of
from severshop.domain.returns.rules import Chosen
from severshop.usecases.aftercare.announce_return import Announcement, announce_return
from severshop.usecases.aftercare.exchange import take_money_instead
from severshop.usecases.returning.complete import complete
from severshop.usecases.returning.receive import Box, receive_return
from severshop.vocabulary.returning import ReturnReason, Wants
from severshop.vocabulary.roles import Role
from tests.factories import public_page
from tests.returning import arrived_order, sold_here
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
