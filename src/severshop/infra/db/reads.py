"""Reads by a set of keys in one constant statement, past the ORM: for what is read at every message.

Django builds a query anew each time, which costs more than the query. Here the statement is text,
with `{among}` where the keys are asked for: `WHERE order_id {among}`. It runs in the caller's
transaction, on both databases, for any number of keys.
"""

import json
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Literal

from django.db import connection, transaction

Kind = Literal["plain", "uuid", "moment", "day", "json"]
"""What a column holds. SQLite knows only texts and numbers, so that it must be said."""
Row = tuple[Any, ...]
Values = Sequence[Any]
Convert = Callable[[Values], Values]
Rows = Callable[[], list[Row]]
"""Rows that were asked for. They may still be on their way; calling this waits for them."""

AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def select(
    sql: str, keys: Collection[Any], *, kinds: Sequence[Kind], before: Sequence[Any] = (), lock: str = ""
) -> list[Row]:
    """Return the rows for the keys. `kinds` are those of the first columns; the others are plain.

    `before` are the parameters that stand ahead of the keys.
    `lock` ends the statement where rows can be locked: on SQLite the writer is alone anyway.
    """
    return ask(sql, keys, kinds=kinds, before=before, lock=lock)()


def ask(sql: str, keys: Collection[Any], *, kinds: Sequence[Kind], before: Sequence[Any] = (), lock: str = "") -> Rows:
    """Ask as `select` does, and return what waits for the rows: inside of `together` the next can be asked before."""
    if not keys:
        return list
    vendor = connection.vendor
    return _ask(_statement(sql, vendor, lock), [*before, _keys(tuple(keys), vendor)], kinds)


def rows_of(sql: str, parameters: Sequence[Any], *, kinds: Sequence[Kind]) -> list[Row]:
    """Return the rows of a constant statement without keys."""
    return _ask(sql, parameters, kinds)()


def adapt(value: Any) -> Any:
    """Return a parameter as SQLite keeps it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


@contextmanager
def together() -> Iterator[None]:
    """On PostgreSQL, send the statements of `ask` and `bulk` in the block without waiting for each answer."""
    if connection.vendor == "postgresql":
        # The driver of the other database need not be installed.
        from severshop.infra.db import postgresql  # noqa: PLC0415

        with postgresql.sent_together():
            yield
    else:
        yield


def durable() -> AbstractContextManager[object]:
    """Return the frame of a write that must be durable when it is left.

    On PostgreSQL one statement is a transaction by itself, and needs no way there and back for BEGIN
    and another for COMMIT. On SQLite a transaction is what holds the writer's ticket.
    """
    is_enough = connection.vendor == "postgresql" and not connection.in_atomic_block
    return nullcontext() if is_enough else transaction.atomic()


def others_write() -> bool:
    """Tell whether others can write while a transaction of ours is under way: on SQLite the writer is alone."""
    return connection.vendor != "sqlite"


def _read(rows: list[Row], converts: list[Convert | None]) -> list[Row]:
    if not rows or not any(converts):
        return rows
    columns: list[Values] = list(zip(*rows, strict=True))
    for place, convert in enumerate(converts):
        if convert:
            columns[place] = convert(columns[place])
    return list(zip(*columns, strict=True))


def _ask(statement: str, parameters: Sequence[Any], kinds: Sequence[Kind]) -> Rows:
    converts = [CONVERTS[connection.vendor].get(kind) for kind in kinds]
    if connection.vendor == "postgresql":
        from severshop.infra.db import postgresql  # noqa: PLC0415 - see above

        cursor = postgresql.execute(statement, parameters)
        return lambda: _read(postgresql.fetch(cursor), converts)
    with connection.cursor() as plain_cursor:
        plain_cursor.execute(statement, [adapt(value) for value in parameters])
        rows: list[Row] = plain_cursor.fetchall()
    return lambda: _read(rows, converts)


@cache
def _statement(sql: str, vendor: str, lock: str) -> str:
    return sql.replace("{among}", AMONG[vendor]) + (f" {lock}" if vendor == "postgresql" else "")


@lru_cache(maxsize=4)
def _keys(keys: tuple[Any, ...], vendor: str) -> Any:
    """Return keys as the database takes them. The same orders are asked for in one table after the other."""
    if vendor == "postgresql":
        from severshop.infra.db import postgresql  # noqa: PLC0415 - see above

        one = keys[0]
        kind = "uuid" if isinstance(one, uuid.UUID) else "bigint" if isinstance(one, int) else "text"
        return postgresql.array(kind, keys)
    return json.dumps([key.hex if isinstance(key, uuid.UUID) else key for key in keys])


_uuid = lru_cache(maxsize=65_536)(uuid.UUID)
"""The same orders and parcels stand in many rows of many tables, and reading a UUID costs a microsecond."""


def _uuids(column: Values) -> Values:
    return [None if value is None else _uuid(value) for value in column]


def _moments(column: Values) -> Values:
    # As Django writes them: UTC, and not said to be.
    return [None if value is None else datetime.fromisoformat(value + "+00:00") for value in column]


def _days(column: Values) -> Values:
    return [date.fromisoformat(value) if isinstance(value, str) else value for value in column]


def _documents(column: Values) -> Values:
    return [json.loads(value) if isinstance(value, str) else value for value in column]


CONVERTS: dict[str, dict[Kind, Convert]] = {
    "sqlite": {"uuid": _uuids, "moment": _moments, "day": _days, "json": _documents},
    "postgresql": {"day": _days, "json": _documents},
}
