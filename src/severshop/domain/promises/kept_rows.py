"""The rows of the calendars as their editors see them: what holds, what comes, what was; who wrote it and when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import models

from severshop.domain.promises.models import (
    AvailabilityDays,
    CarrierWeek,
    CustomsDays,
    PeakSeason,
    SpecialDay,
    WarehouseHours,
)


class Kind(StrEnum):
    """Which calendar."""

    HOURS = "hours"
    CARRIERS = "carriers"
    AVAILABILITY = "availability"
    CUSTOMS = "customs"
    SEASONS = "seasons"
    DAYS = "days"


class Table(NamedTuple):
    """Where a calendar's rows are, the field with the day on which they begin, and which fields tell them apart."""

    model: type[models.Model]
    begins: str
    key: tuple[str, ...] = ()


TABLES: Mapping[Kind, Table] = {
    Kind.HOURS: Table(WarehouseHours, "valid_from"),
    Kind.CARRIERS: Table(CarrierWeek, "valid_from", ("carrier", "country")),
    Kind.AVAILABILITY: Table(AvailabilityDays, "valid_from", ("availability",)),
    Kind.CUSTOMS: Table(CustomsDays, "valid_from", ("country",)),
    Kind.SEASONS: Table(PeakSeason, "first_day"),
    Kind.DAYS: Table(SpecialDay, "day"),
}
WRITTEN = {"id", "changed_at", "changed_by"}


class KeptRow(NamedTuple):
    """A row: the day on which it begins, what it says by the names of its columns, who wrote it (empty: the shop)."""

    kind: Kind
    id: int
    begins: date
    says: Mapping[str, Any]
    changed_at: datetime
    changed_by: str

    def may_go(self, today: date) -> bool:
        """Tell whether it may be removed: only what has not begun, so that the past stays as it was."""
        return self.begins > today


class Line(NamedTuple):
    """All rows of one key: what holds today, what comes (the soonest first), what was (the latest first)."""

    now: KeptRow | None
    coming: tuple[KeptRow, ...]
    past: tuple[KeptRow, ...]

    @property
    def any(self) -> KeptRow:
        """Return a row to speak of the line by."""
        return self.now or self.coming[0]


def kept_rows(kind: Kind) -> tuple[KeptRow, ...]:
    """Return all rows of a calendar, the latest first."""
    table = TABLES[kind]
    rows = table.model._default_manager.select_related("changed_by")  # noqa: SLF001 - Django's name for it
    return tuple(_kept(kind, row) for row in rows.order_by(f"-{table.begins}", "pk"))


def kept_row(kind: Kind, row_id: int) -> KeptRow | None:
    """Return one row, or None."""
    table = TABLES[kind]
    row = table.model._default_manager.select_related("changed_by").filter(pk=row_id).first()  # noqa: SLF001
    return _kept(kind, row) if row else None


def lines(kind: Kind, *, today: date) -> tuple[Line, ...]:
    """Return the rows of a calendar by their keys, in the order of the keys."""
    by_key: defaultdict[tuple[str, ...], list[KeptRow]] = defaultdict(list)
    for row in kept_rows(kind):
        by_key[tuple(str(row.says[name]) for name in TABLES[kind].key)].append(row)
    return tuple(_line(rows, today=today) for _key, rows in sorted(by_key.items()))


def seasons(*, today: date) -> tuple[tuple[KeptRow, ...], tuple[KeptRow, ...]]:
    """Return peak seasons that are on or come, the soonest first, and those that are over, the latest first."""
    return _halves(kept_rows(Kind.SEASONS), today=today, ends="last_day")


def special_days(*, today: date) -> tuple[tuple[KeptRow, ...], tuple[KeptRow, ...]]:
    """Return special days from today on, the soonest first, and those that are over, the latest first."""
    return _halves(kept_rows(Kind.DAYS), today=today, ends="day")


def says_of(row: models.Model) -> dict[str, Any]:
    """Return what a row says, saved or not, by the names of its columns."""
    return {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in WRITTEN}  # noqa: SLF001


def _line(rows: Iterable[KeptRow], *, today: date) -> Line:
    begun = [row for row in rows if row.begins <= today]
    coming = [row for row in rows if row.begins > today]
    return Line(begun[0] if begun else None, tuple(reversed(coming)), tuple(begun[1:]))


def _halves(rows: tuple[KeptRow, ...], *, today: date, ends: str) -> tuple[tuple[KeptRow, ...], tuple[KeptRow, ...]]:
    over = tuple(row for row in rows if row.says[ends] < today)
    return tuple(reversed([row for row in rows if row.says[ends] >= today])), over


def _kept(kind: Kind, row: Any) -> KeptRow:
    table = TABLES[kind]
    says = says_of(row)
    by = getattr(row, "changed_by", None)
    return KeptRow(
        kind,
        row.pk,
        says[table.begins],
        says,
        row.changed_at,
        (by.name or str(by)) if by else "",
    )
