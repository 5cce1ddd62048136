"""Rows that were written past the ORM are those that the ORM would have written."""

import uuid
from datetime import timedelta

import pytest

from severshop.domain.snapshots.models import Snapshot
from severshop.infra.db.bulk import IGNORE, insert, rewrite, update
from severshop.infra.ids import uuid7
from severshop.infra.outbox.models import OutboxEntry
from severshop.vocabulary.statuses import OrderStatus
from tests.factories import placed_order

pytestmark = pytest.mark.django_db

COLUMNS = ("id", "topic", "key", "order_id", "payload", "created_at", "due_at", "attempts", "last_error")


def entry(now, key, **payload):
    return (uuid7(), "mail", key, uuid.uuid4(), payload, now, now + timedelta(microseconds=5), 0, "")


def as_read(row):
    return tuple(getattr(OutboxEntry.objects.get(key=row[2]), column) for column in COLUMNS)


def test_what_is_read_is_what_was_written(now):
    rows = [entry(now, "a", kind="received", says=["ü'\"\\{}", 1, None]), entry(now, "b")]
    insert(OutboxEntry, COLUMNS, rows)
    assert [as_read(row) for row in rows] == rows


def test_nothing_stays_nothing(now):
    row = list(entry(now, "a"))
    row[3] = None
    insert(OutboxEntry, COLUMNS, [row])
    assert OutboxEntry.objects.get(key="a").order_id is None


def test_the_orm_finds_by_moment_and_key_what_bulk_wrote(now):
    row = entry(now, "a")
    insert(OutboxEntry, COLUMNS, [row])
    assert OutboxEntry.objects.filter(id=row[0], created_at=now, due_at__gt=now, order_id=row[3]).exists()


def test_what_is_there_can_be_left_alone(now):
    first, again, other = entry(now, "a", n=1), entry(now, "a", n=2), entry(now, "b", n=3)
    insert(OutboxEntry, COLUMNS, [first], then=IGNORE)
    insert(OutboxEntry, COLUMNS, [again, other], then=IGNORE)
    assert [as_read(row) for row in (first, other)] == [first, other]


def test_what_is_there_can_be_replaced(now):
    order = placed_order(now=now)
    snapshot = Snapshot.objects.get(order_id=order.id)
    columns = (
        "token_hash",
        "order_id",
        "version",
        "content_hash",
        "status",
        "attention",
        "placed_at",
        "updated_at",
        "public_json",
    )
    later = now + timedelta(days=1)
    row = (snapshot.token_hash, order.id, 7, "hash", OrderStatus.SHIPPED, "", later, now, b"\x00{'\\")
    rewrite(Snapshot, columns, [row], keep=("order_id", "placed_at"))
    placed_at = snapshot.placed_at
    snapshot.refresh_from_db()
    assert snapshot.placed_at == placed_at
    assert (snapshot.version, snapshot.status, bytes(snapshot.public_json)) == (7, "shipped", b"\x00{'\\")
    assert Snapshot.objects.filter(status=OrderStatus.SHIPPED, version=7).count() == 1


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert(OutboxEntry, COLUMNS, [])
        rewrite(OutboxEntry, COLUMNS, [])


def test_rows_are_changed_by_their_keys(now):
    rows = [entry(now, key) for key in "abc"]
    insert(OutboxEntry, COLUMNS, rows)
    sql = "UPDATE outbox_outboxentry SET done_at = %s WHERE id {among}"
    update(sql, [row[0] for row in rows[:2]], values=[now + timedelta(microseconds=3)])
    done = OutboxEntry.objects.filter(done_at=now + timedelta(microseconds=3))
    assert {one.key for one in done} == {"a", "b"}
