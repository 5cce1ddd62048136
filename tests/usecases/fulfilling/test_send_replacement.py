"""What is sent once more costs nothing, goes to the same place, is kept on the shelf, and is picked first."""

import uuid
from datetime import timedelta

import pytest

from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.orders.actions import NewLine
from severshop.domain.orders.models import Address, Order, OrderLine
from severshop.domain.orders.replacements import replacement_for, replacements_of, replaces
from severshop.domain.promises.facts import promised
from severshop.usecases.fulfilling.send_replacement import (
    NotInOrderError,
    SoldOutError,
    UnknownOrderError,
    send_replacement,
)
from severshop.usecases.reading.staff_lists import Worklist, worklist
from tests.factories import placed_order, public_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    """Two of one shoe and one of another; three of each are on the shelf."""
    order = placed_order(now=now, quantities=(2, 1))
    lines = dict(OrderLine.objects.filter(order=order).values_list("sku", "quantity"))
    for sku in lines:
        set_stock(sku, on_hand=3)
    reserve(order.id, lines, now=now)
    return order


def send(order, lines, *, now, key="claim:1"):
    return send_replacement(order_id=order.id, lines=lines, because="lost", key=key, now=now)


def test_it_costs_nothing_and_goes_to_the_same_place(order, now):
    later = now + timedelta(days=9)
    new_id = send(order, {1: 1}, now=later)
    new = Order.objects.get(pk=new_id)
    assert (new.total_minor, new.items_minor, new.delivery_minor, new.tax_minor) == (0, 0, 0, 0)
    assert (new.email, new.language, new.delivery_option) == (order.email, order.language, order.delivery_option)
    assert new.number != order.number
    there, here = (Address.objects.filter(order_id=one).values().get() for one in (new_id, order.id))
    assert there | {"order_id": None} == here | {"order_id": None}
    (line,) = OrderLine.objects.filter(order=new)
    assert (line.sku, line.quantity, line.unit_minor, line.hs_code) == ("STR-RUST-42", 1, 0, "640411")
    page = public_page(new_id)
    assert page["status"] == "received"
    assert (page["makes_good"], public_page(order.id)["makes_good"]) == (True, False)
    assert page["promised"]["latest"] == promised([new_id])[new_id].first.latest.isoformat() > later.date().isoformat()


def test_both_know_of_each_other(order, now):
    new_id = send(order, {1: 1}, now=now)
    assert [one.order_id for one in replacements_of([order.id])] == [new_id]
    assert (replaces(new_id).original_id, replaces(new_id).because) == (order.id, "lost")
    assert (replaces(order.id), replacement_for("another")) == (None, None)


def test_its_stock_is_kept_at_once(order, now):
    new_id = send(order, {1: 1, 2: 1}, now=now)
    kept = Reservation.objects.filter(order_id=new_id).values_list("sku", "quantity")
    assert sorted(kept) == [("STR-RUST-42", 1), ("STR-RUST-43", 1)]
    assert Stock.objects.get(sku="STR-RUST-42").reserved == 3


def test_the_same_cause_sends_once(order, now):
    assert send(order, {1: 1}, now=now) == send(order, {1: 2}, now=now)
    assert len(replacements_of([order.id])) == 1


def test_what_is_sold_out_is_not_sent(order, now):
    with pytest.raises(SoldOutError):
        send(order, {1: 2}, now=now)
    assert replacements_of([order.id]) == ()


def test_stock_that_is_counted_elsewhere_is_not_reserved_here(now):
    order = placed_order(now=now)
    assert Reservation.objects.filter(order_id=send(order, {1: 1}, now=now)).count() == 0


def test_something_else_can_be_sent_instead(order, now):
    set_stock("STR-RUST-44", on_hand=1)
    line = NewLine(sku="STR-RUST-44", name="Strada Runner", variant="Rust, EU 44", quantity=1, unit_minor=12_900)
    new = Order.objects.get(pk=send(order, [line], now=now))
    assert (new.total_minor, [one.sku for one in OrderLine.objects.filter(order=new)]) == (0, ["STR-RUST-44"])


@pytest.mark.parametrize("lines", [{}, {1: 0}, {1: 3}, {1: -1}, {3: 1}, []])
def test_only_what_was_ordered_is_sent_again(order, now, lines):
    with pytest.raises(NotInOrderError):
        send(order, lines, now=now)


def test_an_order_that_nobody_knows_is_not_made_good(now):
    with pytest.raises(UnknownOrderError):
        send_replacement(order_id=uuid.uuid4(), lines={1: 1}, because="lost", key="x", now=now)


def test_it_is_picked_before_what_was_bought(order, now):
    new_id = send(order, {1: 1}, now=now + timedelta(days=9))
    assert [row.order.id for row in worklist(Worklist.TO_PICK).rows] == [new_id, order.id]
