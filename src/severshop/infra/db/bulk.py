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
    if not rows:
        return
    plan = _plan(model, columns, connection.vendor)
    values = [
        convert(column) if convert else list(column)
        for convert, column in zip(plan.converts, zip(*rows, strict=True), strict=True)
    ]
    if connection.vendor == "postgresql":
        from severshop.infra.db import postgresql  # noqa: PLC0415 - the driver of the other database may be missing

        arrays = [postgresql.array(kind, column) for kind, column in zip(plan.kinds, values, strict=True)]
        postgresql.execute(f"{plan.statement} {then}", arrays)
        return
    with connection.cursor() as cursor:
        cursor.executemany(f"{plan.statement} {then}", list(zip(*values, strict=True)))


def upsert(model: type[Model], columns: tuple[str, ...], rows: Sequence[Sequence[Any]], *, key: str) -> None:
    """Insert rows, or give those whose `key` is there the new values."""
    changing = ", ".join(f"{column} = excluded.{column}" for column in columns if column != key)
    insert(model, columns, rows, then=f"ON CONFLICT ({key}) DO UPDATE SET {changing}")


def update(sql: str, keys: Collection[Any], *, values: Sequence[Any]) -> None:
    """Run an UPDATE of the rows with these keys, asked for with `{among}`. `values` stand ahead of the keys."""
    ask(sql, keys, kinds=(), before=values)


IGNORE = "ON CONFLICT DO NOTHING"


class _Plan:
    """The statement for some columns, and how their values become the driver's."""

    def __init__(self, model: type[Model], columns: tuple[str, ...], vendor: str) -> None:
        fields = [_field(model, column) for column in columns]
        table = model._meta.db_table  # noqa: SLF001 - Django's documented name for it
        head = f"INSERT INTO {table} ({', '.join(columns)})"
        if vendor == "postgresql":
            self.converts = [_postgresql(field) for field in fields]
            self.kinds = [_kind(field) for field in fields]
            self.statement = f"{head} SELECT * FROM unnest({', '.join(['%s'] * len(fields))})"  # noqa: S608 - names from models
        else:
            self.kinds = []
            self.converts = [_sqlite(field) for field in fields]
            self.statement = f"{head} VALUES ({', '.join(['%s'] * len(fields))})"


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
