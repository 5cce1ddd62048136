"""Investigations: carriers asked where a parcel is. The caller holds the order's lock wherever something is written."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from severshop.domain.watch.models import Investigation
from severshop.vocabulary.watching import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigationRecord:
    """An investigation as the staff see it. `opened_by` is a name, empty where the policy opened it."""

    id: uuid.UUID
    order_id: uuid.UUID
    parcel_id: uuid.UUID
    opened_at: datetime
    opened_by: str
    dossier: dict[str, Any]
    asked_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None


def start_investigation(
    order_id: uuid.UUID, *, parcel_id: uuid.UUID, dossier: Mapping[str, Any], by: uuid.UUID | None, now: datetime
) -> bool:
    """Open an investigation of a parcel; return whether that is new. One is open at a time.

    `by` is the member of staff, None for the policy.
    """
    _row, is_new = Investigation.objects.get_or_create(
        parcel_id=parcel_id,
        closed_at=None,
        defaults={"order_id": order_id, "opened_at": now, "opened_by_id": by, "dossier": dict(dossier)},
    )
    return is_new


def note_asked(investigation_id: uuid.UUID, *, now: datetime) -> bool:
    """Note that a person asked the carrier; return whether that is new."""
    open_ones = Investigation.objects.filter(pk=investigation_id, closed_at=None, asked_at=None)
    return bool(open_ones.update(asked_at=now))


def end_investigation(investigation_id: uuid.UUID, *, outcome: Outcome, now: datetime) -> bool:
    """Close an investigation with what came of it; return whether it was open."""
    open_ones = Investigation.objects.filter(pk=investigation_id, closed_at=None)
    return bool(open_ones.update(closed_at=now, outcome=outcome.value))


def investigation(investigation_id: uuid.UUID) -> InvestigationRecord | None:
    """Return an investigation, or None."""
    rows = Investigation.objects.select_related("opened_by").filter(pk=investigation_id)
    return next((_record(row) for row in rows), None)


def open_investigation_of(parcel_id: uuid.UUID) -> uuid.UUID | None:
    """Return the investigation of a parcel that is open, or None."""
    return Investigation.objects.filter(parcel_id=parcel_id, closed_at=None).values_list("pk", flat=True).first()


def investigations_of(order_ids: Collection[uuid.UUID]) -> tuple[InvestigationRecord, ...]:
    """Return the orders' investigations, the newest first."""
    rows = Investigation.objects.select_related("opened_by").filter(order_id__in=order_ids)
    return tuple(_record(row) for row in rows.order_by("-opened_at", "-pk"))


def _record(row: Investigation) -> InvestigationRecord:
    return InvestigationRecord(
        id=row.pk,
        order_id=row.order_id,
        parcel_id=row.parcel_id,
        opened_at=row.opened_at,
        opened_by=str(getattr(row.opened_by, "name", "") or row.opened_by or ""),
        dossier=row.dossier,
        asked_at=row.asked_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
    )
