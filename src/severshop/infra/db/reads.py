"""Reads by a set of keys in one constant statement, past the ORM: for what is read at every message.

Django builds a query anew each time, which costs more than the query. Here the statement is text,
with `{among}` where the keys are asked for: `WHERE order_id {among}`. It runs in the caller's
transaction, on both databases, for any number of keys.
"""

import json
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal

from django.db import connection

Kind = Literal["plain", "uuid", "moment", "day", "json"]
"""What a column holds. SQLite knows only texts and numbers, so that it must be said."""
Row = tuple[Any, ...]
Values = Sequence[Any]
Convert = Callable[[Values], Values]

AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def select(
    sql: str, keys: Collection[Any], *, kinds: Sequence[Kind], before: Sequence[Any] = (), lock: str = ""
) -> list[Row]:
    """Return the rows for the keys. `kinds` are those of the first columns; the others are plain.

    `before` are the parameters that stand ahead of the keys.
    `lock` ends the statement where rows can be locked: on SQLite the writer is alone anyway.
    """
    if not keys:
        return []
    vendor = connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(_statement(sql, vendor, lock), [*before, _keys(keys, vendor)])
        rows: list[Row] = cursor.fetchall()
    return _read(rows, [CONVERTS[vendor].get(kind) for kind in kinds])


def _read(rows: list[Row], converts: list[Convert | None]) -> list[Row]:
    if not rows or not any(converts):
        return rows
    columns: list[Values] = list(zip(*rows, strict=True))
    for place, convert in enumerate(converts):
        if convert:
            columns[place] = convert(columns[place])
    return list(zip(*columns, strict=True))


@cache
def _statement(sql: str, vendor: str, lock: str) -> str:
    return sql.replace("{among}", AMONG[vendor]) + (f" {lock}" if vendor == "postgresql" else "")


def _keys(keys: Collection[Any], vendor: str) -> Any:
    if vendor == "postgresql":
        return list(keys)
    return json.dumps([key.hex if isinstance(key, uuid.UUID) else key for key in keys])


def _uuids(column: Values) -> Values:
    # The same order and parcel stand in many rows.
    known = {value: uuid.UUID(value) for value in set(column) if value is not None}
    return [known.get(value) for value in column]


def _moments(column: Values) -> Values:
    return [None if value is None else _moment(value) for value in column]


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _days(column: Values) -> Values:
    return [date.fromisoformat(value) if isinstance(value, str) else value for value in column]


def _documents(column: Values) -> Values:
    return [json.loads(value) if isinstance(value, str) else value for value in column]


CONVERTS: dict[str, dict[Kind, Convert]] = {
    "sqlite": {"uuid": _uuids, "moment": _moments, "day": _days, "json": _documents},
    "postgresql": {"json": _documents},
}
