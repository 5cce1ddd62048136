"""Adds to the log. Nothing else can be done to it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from severshop.domain.audit.models import AuditEntry, AuditSeal
from severshop.domain.audit.rules import digest

SETTLED_AFTER = timedelta(minutes=10)
"""No transaction is open for so long: no entry with a smaller number can still appear."""


def note(
    act: str,
    *,
    by: uuid.UUID | None,
    at: datetime,
    order_id: uuid.UUID | None = None,
    about: str = "",
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Write down what somebody of the staff did; call it in the transaction in which it is done.

    `act` is a verb and its object, such as `approve refund`. `detail` holds keys, figures and codes; nothing
    personal of a shopper.
    """
    AuditEntry.objects.create(act=act, by_id=by, at=at, order_id=order_id, about=about, detail=dict(detail or {}))


def note_each(act: str, *, by: uuid.UUID | None, at: datetime, about: Iterable[tuple[uuid.UUID | None, str]]) -> None:
    """Write down what somebody did to several things at once, each with its order."""
    AuditEntry.objects.bulk_create(
        AuditEntry(act=act, by_id=by, at=at, order_id=order_id, about=what) for order_id, what in about
    )


@transaction.atomic
def seal(now: datetime) -> int:
    """Seal what was added since the last seal, but for the newest minutes; return how many entries."""
    last = AuditSeal.objects.last()
    fresh = AuditEntry.objects.filter(id__gt=last.up_to if last else 0).order_by("id")
    newest = fresh.filter(at__gt=now - SETTLED_AFTER).first()
    entries = list(fresh.filter(id__lt=newest.id) if newest else fresh)
    if entries:
        AuditSeal.objects.create(
            up_to=entries[-1].id,
            entries=len(entries),
            digest=digest(last.digest if last else "", (entry.said() for entry in entries)),
            made_at=now,
        )
    return len(entries)
