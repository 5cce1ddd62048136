"""Parameters in PostgreSQL's binary form are read there as what they are, and statements travel together."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from severshop.infra.db.reads import ask, rows_of, together
from tests.factories import placed_order

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL"),
]

EAST = timezone(timedelta(hours=5, minutes=45))
COLUMNS = {
    "boolean": [True, None, False],
    "bytea": [b"\x00\xff", None, b""],
    "bigint": [2**40, None, -7],
    "smallint": [-720, None, 840],
    "integer": [2**31 - 1, None, -1],
    "text": ["ü'\"\\{},NULL", None, ""],
    "date": [date(1999, 12, 31), None, date(2026, 11, 23)],
    "timestamp with time zone": [
        datetime(1999, 12, 31, 23, 59, 59, 7, UTC),
        None,
        datetime(2026, 1, 2, 3, tzinfo=EAST),
    ],
    "uuid": [UUID(int=1), None, UUID(int=2**128 - 1)],
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_an_array_is_read_as_its_values(kind):
    from severshop.infra.db import postgresql

    rows = postgresql.execute("SELECT * FROM unnest(%s)", [postgresql.array(kind, COLUMNS[kind])])
    assert [value for (value,) in postgresql.fetch(rows)] == COLUMNS[kind]
    none = postgresql.execute("SELECT * FROM unnest(%s)", [postgresql.array(kind, [])])
    assert postgresql.fetch(none) == []


def test_a_document_is_read_as_it_was_written():
    from severshop.infra.db import postgresql

    rows = postgresql.execute("SELECT * FROM unnest(%s)", [postgresql.array("jsonb", ['{"a": ["ü", 1, null]}', None])])
    assert postgresql.fetch(rows) == [({"a": ["ü", 1, None]},), (None,)]


def test_statements_sent_together_are_answered_each(now):
    orders = [placed_order(now=now).id for _ in range(3)]
    sql = "SELECT id FROM orders_order WHERE id {among}"
    with together():
        asked = [ask(sql, [order], kinds=("uuid",)) for order in orders]
        with together():
            inner = ask(sql, orders[:1], kinds=("uuid",))
        found = [rows() for rows in asked]
    assert found == [[(order,)] for order in orders]
    assert inner() == [(orders[0],)]


def test_what_goes_wrong_among_them_is_raised_as_django_raises_it():
    with pytest.raises(DatabaseError), transaction.atomic(), together():
        ask("SELECT 1 / (id::text = '')::int FROM nowhere WHERE id {among}", ["x"], kinds=())
    assert rows_of("SELECT 1", [], kinds=()) == [(1,)]
