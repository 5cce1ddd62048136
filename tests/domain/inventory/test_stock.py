import uuid
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from severshop.domain.inventory.actions import (
    BelowReservedError,
    NotReservedError,
    SoldOutError,
    put_back,
    release,
    reserve,
    set_stock,
    ship,
    stock_new,
)
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.inventory.queries import available

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def shelf(sku: str) -> tuple[int, int]:
    row = Stock.objects.get(sku=sku)
    return row.on_hand, row.reserved


def test_what_is_reserved_is_no_longer_available() -> None:
    set_stock("boot-42", on_hand=3)
    reserve(uuid.uuid4(), {"boot-42": 2}, now=NOW)
    assert available(["boot-42", "never-seen"]) == {"boot-42": 1, "never-seen": 0}


def test_all_or_nothing_is_reserved_and_everything_short_is_named() -> None:
    set_stock("a", on_hand=1)
    set_stock("b", on_hand=5)
    with pytest.raises(SoldOutError) as caught, transaction.atomic():
        reserve(uuid.uuid4(), {"c": 1, "b": 2, "a": 2}, now=NOW)
    assert caught.value.skus == ("a", "c")
    assert shelf("b") == (5, 0)
    assert not Reservation.objects.exists()


def test_releasing_twice_gives_back_once() -> None:
    order = uuid.uuid4()
    set_stock("a", on_hand=4)
    reserve(order, {"a": 3}, now=NOW)
    release(order, now=NOW)
    release(order, now=NOW)
    assert shelf("a") == (4, 0)


def test_an_order_can_reserve_again_after_a_release() -> None:
    order = uuid.uuid4()
    set_stock("a", on_hand=4)
    reserve(order, {"a": 3}, now=NOW)
    release(order, now=NOW)
    reserve(order, {"a": 1}, now=NOW)
    assert shelf("a") == (4, 1)


def test_what_ships_leaves_the_shelf_in_parts() -> None:
    order = uuid.uuid4()
    set_stock("a", on_hand=4)
    reserve(order, {"a": 3}, now=NOW)
    ship({order: {"a": 2}}, now=NOW)
    assert shelf("a") == (2, 1)
    release(order, now=NOW)
    assert shelf("a") == (2, 0)


def test_several_orders_ship_at_once() -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    set_stock("a", on_hand=9)
    set_stock("b", on_hand=9)
    reserve(first, {"a": 2}, now=NOW)
    reserve(second, {"a": 3, "b": 1}, now=NOW)
    ship({first: {"a": 2}, second: {"b": 1, "a": 1}, uuid.uuid4(): {"a": 1}}, now=NOW)
    assert (shelf("a"), shelf("b")) == ((6, 2), (8, 0))


def test_what_is_on_the_shelf_already_is_not_stocked_anew() -> None:
    set_stock("a", on_hand=4)
    stock_new({"a": 9, "b": 2})
    assert (shelf("a"), shelf("b")) == ((4, 0), (2, 0))


def test_more_than_is_kept_cannot_ship() -> None:
    order = uuid.uuid4()
    set_stock("a", on_hand=9)
    reserve(order, {"a": 2}, now=NOW)
    ship({order: {"a": 1}}, now=NOW)
    with pytest.raises(NotReservedError):
        ship({order: {"a": 2}}, now=NOW)
    assert shelf("a") == (8, 1)


def test_an_order_from_another_shop_ships_without_our_stock() -> None:
    set_stock("a", on_hand=2)
    ship({uuid.uuid4(): {"a": 1}}, now=NOW)
    assert shelf("a") == (2, 0)


def test_stock_cannot_be_set_below_what_is_sold() -> None:
    set_stock("a", on_hand=5)
    reserve(uuid.uuid4(), {"a": 3}, now=NOW)
    with pytest.raises(BelowReservedError) as caught:
        set_stock("a", on_hand=2)
    assert caught.value.reserved == 3
    set_stock("a", on_hand=3)
    assert shelf("a") == (3, 3)


@pytest.mark.parametrize("wrong", [{"on_hand": 1, "reserved": 2}, {"on_hand": -1}])
def test_the_database_refuses_impossible_stock(wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError):
        Stock.objects.create(sku="a", **wrong)


@pytest.mark.parametrize("wrong", [{"quantity": 0}, {"quantity": 1, "shipped": 2}])
def test_the_database_refuses_impossible_reservations(wrong: dict[str, int]) -> None:
    with pytest.raises(IntegrityError):
        Reservation.objects.create(order_id=uuid.uuid4(), sku="a", reserved_at=NOW, **wrong)


def test_what_came_back_lies_on_the_shelf_again_once() -> None:
    set_stock("boot-42", on_hand=3)
    assert put_back("boot-42", quantity=2, cause="inspection:1", now=NOW)
    assert not put_back("boot-42", quantity=2, cause="inspection:1", now=NOW)
    assert shelf("boot-42") == (5, 0)
    assert put_back("never-stocked", quantity=1, cause="inspection:2", now=NOW)
    assert available(["boot-42", "never-stocked"]) == {"boot-42": 5, "never-stocked": 1}
