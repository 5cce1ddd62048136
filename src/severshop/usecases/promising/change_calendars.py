"""The owner changes a calendar. Dates that were promised already stay as they were given."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from severshop.domain.audit.actions import note
from severshop.domain.promises.kept_rows import TABLES, Kind, kept_row
from severshop.domain.promises.models import PeakSeason
from severshop.domain.promises.queries import forget_calendars


class UnknownRowError(LookupError):
    """There is no such row (any more)."""


class HasBegunError(Exception):
    """The row has begun: it is history and stays."""


class IsOverError(Exception):
    """The season is over: it is history and stays."""


class SameDayError(Exception):
    """Somebody else wrote a row for the same day at the same time."""


def add_row(row: models.Model, *, by: uuid.UUID, now: datetime) -> int:
    """Keep a row that a form of `domain.promises.forms` has checked; return its id. Raises `SameDayError`."""
    row.changed_at, row.changed_by_id = now, by  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            note("write calendar", by=by, at=now, about=f"{row._meta.model_name} {row.pk}")  # noqa: SLF001
            transaction.on_commit(forget_calendars)
    except IntegrityError as error:
        raise SameDayError from error
    return int(row.pk)


@transaction.atomic
def remove_row(kind: Kind, row_id: int, *, today: date, by: uuid.UUID, now: datetime) -> None:
    """Remove a row that has not begun on the warehouse's `today`. Raises `UnknownRowError`, `HasBegunError`."""
    row = kept_row(kind, row_id)
    if row is None:
        raise UnknownRowError(kind, row_id)
    if not row.may_go(today):
        raise HasBegunError(kind, row_id)
    TABLES[kind].model._default_manager.filter(pk=row_id).delete()  # noqa: SLF001
    transaction.on_commit(forget_calendars)
    note("remove calendar", by=by, at=now, about=f"{kind.value} {row_id}", detail=_plain(row.says))


@transaction.atomic
def end_season(row_id: int, *, last_day: date, today: date, by: uuid.UUID, now: datetime) -> None:
    """Let a peak season that is on or comes end on another day. Raises `UnknownRowError`, `IsOverError`."""
    season = PeakSeason.objects.select_for_update().filter(pk=row_id).first()
    if season is None:
        raise UnknownRowError(Kind.SEASONS, row_id)
    if season.last_day < today:
        raise IsOverError(row_id)
    said = season.last_day
    season.last_day, season.changed_at, season.changed_by_id = last_day, now, by
    season.save(update_fields=["last_day", "changed_at", "changed_by"])
    transaction.on_commit(forget_calendars)
    told = {"said": str(said), "last_day": str(last_day)}
    note("end season", by=by, at=now, about=f"seasons {row_id}", detail=told)


def _plain(says: Any) -> dict[str, str]:
    return {name: str(value) for name, value in says.items()}
