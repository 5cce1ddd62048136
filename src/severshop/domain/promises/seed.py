"""Fills the calendars that a shop starts with. Where the carriers publish them: docs/reference/calendars.md."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from severshop.domain.promises.models import (
    AvailabilityDays,
    CarrierWeek,
    CustomsDays,
    PeakSeason,
    SpecialDay,
    WarehouseHours,
)
from severshop.domain.promises.models.calendars import WEEK, Whose
from severshop.domain.promises.queries import forget_calendars
from severshop.domain.promises.usual import FIRST_DAY, usual_cutoffs

SEED = files("severshop.domain.promises") / "data" / "calendars.json"

type Values = Mapping[str, Any]


@transaction.atomic
def load_calendars(*, now: datetime) -> None:
    """Fill the tables with the shop's defaults. A table that has rows is the merchant's own: it is left alone."""
    seed = json.loads(SEED.read_text(encoding="utf-8"))
    cutoffs = dict(zip(WEEK, usual_cutoffs(settings.WAREHOUSE_CUTOFF_HOUR), strict=True))
    _fill(WarehouseHours, [{"time_zone": settings.SHOP_TIME_ZONE, **cutoffs, **BEGUN}], now=now)
    _fill(AvailabilityDays, [row | BEGUN for row in seed["availability"]], now=now)
    _fill(CustomsDays, [row | BEGUN for row in seed["customs"]], now=now)
    _fill(CarrierWeek, [row | BEGUN for row in seed["weeks"]], now=now)
    _fill(SpecialDay, _special_days(seed["carrier_days"]), now=now)
    _fill(PeakSeason, [_season(row) for row in seed["peaks"]], now=now)
    transaction.on_commit(forget_calendars)


BEGUN = {"valid_from": FIRST_DAY}


def _fill(table: type[Model], rows: Iterable[Values], *, now: datetime) -> None:
    kept = table._default_manager  # noqa: SLF001 - Django's name for it
    if not kept.exists():
        kept.bulk_create(table(changed_at=now, **row) for row in rows)


def _special_days(carriers: Iterable[Values]) -> list[Values]:
    return [
        {
            "whose": Whose.CARRIER,
            "day": date.fromisoformat(day),
            **{name: row[name] for name in ("carrier", "country", "works", "name")},
        }
        for row in carriers
        for day in row["days"]
    ]


def _season(row: Values) -> Values:
    return {**row, **{name: date.fromisoformat(row[name]) for name in ("first_day", "last_day")}}
