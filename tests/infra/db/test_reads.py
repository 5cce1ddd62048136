"""Rows that are read past the ORM are those that the ORM would read."""

from datetime import UTC, timedelta
from datetime import timezone as fixed

import pytest
from django.db import transaction

from severshop.domain.orders.models import Order
from severshop.domain.promises.models import Promise
from severshop.infra.db.reads import select
from severshop.infra.ids import uuid7
from tests.factories import placed_order

pytestmark = pytest.mark.django_db

PROMISES = "SELECT order_id, made_at, earliest, evidence, version FROM promises_promise WHERE order_id {among}"
KINDS = ("uuid", "moment", "day", "json")


def test_what_is_read_is_what_the_orm_reads(now):
    orders = [placed_order(now=now + timedelta(microseconds=7)).id for _ in range(3)]
    placed_order(now=now)
    expected = set(orders)
    rows = select(PROMISES, orders, kinds=KINDS)
    assert {row[0] for row in rows} == expected
    for order_id, made_at, earliest, evidence, version in rows:
        promise = Promise.objects.get(order_id=order_id)
        assert (made_at, earliest, evidence, version) == (
            promise.made_at,
            promise.earliest,
            promise.evidence,
            promise.version,
        )
        assert made_at.utcoffset() == timedelta(0)


def test_a_moment_written_at_another_offset_is_the_same_moment(now):
    order = placed_order(now=now.astimezone(fixed(timedelta(hours=-4))))
    ((moment,),) = select("SELECT placed_at FROM orders_order WHERE id {among}", [order.id], kinds=("moment",))
    assert moment == now
    assert moment.tzinfo == UTC


def test_nothing_stays_nothing(now):
    order = placed_order(now=now)
    sql = "SELECT id, NULL, NULL, NULL, NULL FROM orders_order WHERE id {among}"
    assert select(sql, [order.id], kinds=("uuid", "moment", "day", "json", "uuid")) == [(order.id, *[None] * 4)]


def test_unknown_keys_and_no_keys_find_nothing(django_assert_num_queries):
    assert select(PROMISES, [uuid7()], kinds=KINDS) == []
    with django_assert_num_queries(0):
        assert select(PROMISES, [], kinds=KINDS) == []


def test_keys_may_be_texts_with_quotes_and_other_parameters_stand_before(now):
    order = placed_order(now=now)
    sql = "SELECT id FROM orders_order WHERE delivery_option = %s AND number {among}"
    numbers = ["'\"\\{}", order.number]
    assert select(sql, numbers, before=["standard"], kinds=("uuid",)) == [(order.id,)]
    assert select(sql, numbers, before=["express"], kinds=("uuid",)) == []


def test_a_thousand_keys_are_one_statement(now, django_assert_num_queries):
    order = placed_order(now=now)
    keys = [*(uuid7() for _ in range(1000)), order.id]
    with transaction.atomic(), django_assert_num_queries(1):
        found = select("SELECT id FROM orders_order WHERE id {among}", keys, kinds=("uuid",), lock="FOR UPDATE")
    assert found == [(Order.objects.get(id=order.id).id,)]
