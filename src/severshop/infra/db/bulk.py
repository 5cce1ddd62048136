"""Many rows in one constant statement, past the ORM: an insert of 500 costs a fifth of `bulk_create`.

For the few tables that messages stream through. Values are what the model's fields take, without
defaults: every column is named. The same on both databases, in the caller's transaction.
"""

import json
import uuid
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, ForeignKey, JSONField, Model, UUIDField

from severshop.infra.db.reads import ask

Convert = Callable[[Sequence[Any]], list[Any]]


def insert(model: type[Model], columns: tuple[str, ...], rows: Sequence[Sequence[Any]], *, then: str = "") -> None:
    """Insert rows, each with the values of `columns` in their order. `then` is an ON CONFLICT clause."""
    plan = _plan(model, columns, connection.vendor)
    _send(plan, f"{plan.insert} {then}", rows)


def rewrite(
    model: type[Model], columns: tuple[str, ...], rows: Sequence[Sequence[Any]], *, keep: Collection[str] = ()
) -> None:
    """Give rows that are there new values. The first of `columns` is the key; those of `keep` stay as they are.

    An upsert would do more: SQLite writes the indexes of every column that is named, changed or not.
    """
    key, *_others = columns
    changing = tuple(column for column in columns[1:] if column not in keep)
    places = [columns.index(column) for column in (*changing, key)]
    plan = _plan(model, (*changing, key), connection.vendor)
    _send(plan, plan.rewrite, [[row[place] for place in places] for row in rows])


def run(sql: str, columns: Sequence[tuple[str, Sequence[Any]]], *, then: Sequence[Any] = ()) -> None:
    """Run a statement of PostgreSQL's own over columns of values, each with the name of its type."""
    from severshop.infra.db import postgresql  # noqa: PLC0415 - the driver of the other database need not be installed

    postgresql.execute(sql, [*(postgresql.array(kind, column) for kind, column in columns), *then])


def update(sql: str, keys: Collection[Any], *, values: Sequence[Any]) -> None:
    """Run an UPDATE of the rows with these keys, asked for with `{among}`. `values` stand ahead of the keys."""
    ask(sql, keys, kinds=(), before=values)


IGNORE = "ON CONFLICT DO NOTHING"


class _Plan:
    """The statements for some columns, and how their values become the driver's. To rewrite, the last is the key."""

    def __init__(self, model: type[Model], columns: tuple[str, ...], vendor: str) -> None:
        fields = [_field(model, column) for column in columns]
        table = model._meta.db_table  # noqa: SLF001 - Django's documented name for it
        *changing, key = columns
        into = f"INSERT INTO {table} ({', '.join(columns)})"
        places = ", ".join(["%s"] * len(fields))
        self.kinds: list[str] = []
        if vendor == "postgresql":
            self.kinds = [_kind(field) for field in fields]
            self.converts = [_postgresql(field) for field in fields]
            self.insert = f"{into} SELECT * FROM unnest({places})"  # noqa: S608 - names from models
            changes = ", ".join(f"{column} = new.{column}" for column in changing)
            rows = f"unnest({places}) AS new ({', '.join(columns)})"
            self.rewrite = f"UPDATE {table} SET {changes} FROM {rows} WHERE {table}.{key} = new.{key}"  # noqa: S608
        else:
            self.converts = [_sqlite(field) for field in fields]
            self.insert = f"{into} VALUES ({places})"
            changes = ", ".join(f"{column} = %s" for column in changing)
            self.rewrite = f"UPDATE {table} SET {changes} WHERE {key} = %s"  # noqa: S608 - names from models


def _send(plan: _Plan, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    values = [
        convert(column) if convert else list(column)
        for convert, column in zip(plan.converts, zip(*rows, strict=True), strict=True)
    ]
    if plan.kinds:
        # The driver of the other database need not be installed.
        from severshop.infra.db import postgresql  # noqa: PLC0415

        arrays = [postgresql.array(kind, column) for kind, column in zip(plan.kinds, values, strict=True)]
        postgresql.execute(statement, arrays)
        return
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*values, strict=True)))


@cache
def _plan(model: type[Model], columns: tuple[str, ...], vendor: str) -> _Plan:
    return _Plan(model, columns, vendor)


def _field(model: type[Model], column: str) -> "Field[Any, Any]":
    field = next(each for each in model._meta.concrete_fields if each.column == column)  # noqa: SLF001
    while isinstance(field, ForeignKey):
        field = field.target_field
    return field


def _postgresql(field: "Field[Any, Any]") -> Convert | None:
    return _documents if isinstance(field, JSONField) else None


def _kind(field: "Field[Any, Any]") -> str:
    """Return PostgreSQL's name of a field's type, without its width."""
    kind = str(field.db_type(connection))
    return "text" if kind.startswith("varchar") else kind


def _sqlite(field: "Field[Any, Any]") -> Convert | None:
    if isinstance(field, UUIDField):
        return _hexes
    if isinstance(field, DateTimeField):
        return _moments
    return _documents if isinstance(field, JSONField) else None


def _hexes(column: Sequence[Any]) -> list[Any]:
    return [None if value is None else _hex(value) for value in column]


def _hex(value: Any) -> str:
    return value.hex if isinstance(value, uuid.UUID) else uuid.UUID(value).hex


def _moments(column: Sequence[Any]) -> list[Any]:
    # One moment stands in many rows.
    known = {value: connection.ops.adapt_datetimefield_value(value) for value in set(column)}
    return [known[value] for value in column]


def _documents(column: Sequence[Any]) -> list[Any]:
    return [None if value is None else json.dumps(value) for value in column]
