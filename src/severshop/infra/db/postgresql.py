"""Statements to PostgreSQL past Django's cursors: parameters and rows in binary, planned once, sent without waiting.

Django's cursors write every parameter into the statement as text, and read every row from text; for 500 rows that is
most of what a statement costs this process. They also wait for each answer before the next statement is sent.
"""

import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.rows import tuple_row

type Value = Any
type Encode = Callable[[Sequence[Value]], list[bytes]]
"""Each value with its length before it."""

NEVER: Final = sys.maxsize
"""Executions after which the driver by itself has a statement planned for good. Ours are at once, Django's differ."""


class Array(NamedTuple):
    """A column of values as PostgreSQL's binary form of an array. `oid` is the array's type."""

    oid: int
    data: bytes


class _ArrayDumper(Dumper):
    """Hands over what is encoded already."""

    format = Format.BINARY

    def get_key(self, obj: Array, format: Any) -> Any:  # noqa: A002, ARG002 - as the driver names it
        return (self.cls, obj.oid)

    def upgrade(self, obj: Array, format: Any) -> Dumper:  # noqa: A002, ARG002 - as the driver names it
        dumper = type(self)(self.cls, None)
        dumper.oid = obj.oid
        return dumper

    def dump(self, obj: Array) -> Buffer:
        return obj.data


def execute(sql: str, parameters: Sequence[Value] = ()) -> "psycopg.Cursor[tuple[Any, ...]]":
    """Run a constant statement on Django's connection, in its transaction; fetch from the cursor.

    Inside of `sent_together` it is only sent: what goes wrong is raised when rows are fetched, or at the end.
    """
    own = _own()
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": "0"})
    cursor = psycopg.Cursor(own, row_factory=tuple_row)

    def run(sql: str, parameters: Sequence[Value], _many: bool, _context: object) -> None:  # noqa: FBT001 - as Django calls it
        cursor.execute(sql.encode(), parameters, binary=True, prepare=True)

    for wrapper in reversed(connection.execute_wrappers):
        run = partial(wrapper, run)
    with connection.wrap_database_errors:
        run(sql, parameters, False, {"connection": connection, "cursor": cursor})
    return cursor


def fetch(cursor: "psycopg.Cursor[tuple[Any, ...]]") -> list[tuple[Any, ...]]:
    """Return all rows."""
    with connection.wrap_database_errors:
        return cursor.fetchall()


@contextmanager
def sent_together() -> Iterator[None]:
    """Send the block's statements one after the other, without waiting for the answers in between."""
    with connection.wrap_database_errors, _own().pipeline():
        yield


def array(kind: str, values: Sequence[Value]) -> Array:
    """Return values as an array of a type such as `uuid`; None is NULL."""
    oid, array_oid, encode = TYPES[kind]
    if not values:
        return Array(array_oid, EMPTY.pack(0, 0, oid))
    return Array(array_oid, HEAD.pack(1, 1, oid, len(values), 1) + b"".join(encode(values)))


def _own() -> "psycopg.Connection[Any]":
    connection.validate_no_broken_transaction()
    connection.ensure_connection()
    own: psycopg.Connection[Any] = connection.connection
    if own.prepare_threshold != NEVER:
        own.prepare_threshold = NEVER
        own.adapters.register_dumper(Array, _ArrayDumper)
    return own


LENGTH: Final = struct.Struct("!i")
NULL: Final = LENGTH.pack(-1)
SIXTEEN: Final = LENGTH.pack(16)
HEAD: Final = struct.Struct("!iiIii")
"""Dimensions, whether there may be NULLs, the elements' type, how many, and the index of the first."""
EMPTY: Final = struct.Struct("!iiI")
MOMENT: Final = struct.Struct("!iq")
DAY: Final = struct.Struct("!ii")
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_DAY: Final = EPOCH.date().toordinal()
MICROSECOND: Final = timedelta(microseconds=1)


def _uuids(values: Sequence[Value]) -> list[bytes]:
    return [
        NULL if value is None else SIXTEEN + (value if type(value) is UUID else UUID(value)).bytes for value in values
    ]


def _text(value: str) -> bytes:
    return _bytes(value.encode())


def _bytes(value: bytes) -> bytes:
    return LENGTH.pack(len(value)) + value


def _document(value: str) -> bytes:
    return _bytes(b"\x01" + value.encode())


def _moment(value: datetime) -> bytes:
    return MOMENT.pack(8, (value - EPOCH) // MICROSECOND)


def _day(value: date) -> bytes:
    return DAY.pack(4, value.toordinal() - FIRST_DAY)


def _each(encode: Callable[[Value], bytes]) -> Encode:
    return lambda values: [NULL if value is None else encode(value) for value in values]


def _each_once(encode: Callable[[Value], bytes], values: Sequence[Value]) -> list[bytes]:
    """Encode values of which many are the same."""
    known = {value: NULL if value is None else encode(value) for value in set(values)}
    return [known[value] for value in values]


def _number(form: str) -> Encode:
    packed = struct.Struct(f"!i{form}")
    pack, size = packed.pack, packed.size - LENGTH.size
    return lambda values: [NULL if value is None else pack(size, value) for value in values]


class _Type(NamedTuple):
    oid: int
    array_oid: int
    encode: Encode


TYPES: Final = {
    "boolean": _Type(16, 1000, _number("?")),
    "bytea": _Type(17, 1001, _each(_bytes)),
    "bigint": _Type(20, 1016, _number("q")),
    "smallint": _Type(21, 1005, _number("h")),
    "integer": _Type(23, 1007, _number("i")),
    "text": _Type(25, 1009, partial(_each_once, _text)),
    "date": _Type(1082, 1182, _each(_day)),
    "timestamp with time zone": _Type(1184, 1185, partial(_each_once, _moment)),
    "uuid": _Type(2950, 2951, _uuids),
    "jsonb": _Type(3802, 3807, _each(_document)),
}
"""PostgreSQL's types by name, with the fixed numbers of the type and of its array."""
