"""Reads of the log, and whether it is as it was sealed."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from severshop.domain.audit.models import AuditEntry, AuditSeal
from severshop.domain.audit.rules import digest

PAGE = 50
READ_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An entry as it is shown."""

    id: int
    at: datetime
    act: str
    by_id: uuid.UUID | None
    order_id: uuid.UUID | None
    about: str
    detail: dict[str, Any]


def noted(
    *,
    order_id: uuid.UUID | None = None,
    by: uuid.UUID | None = None,
    act: str = "",
    before: int | None = None,
    limit: int = PAGE,
) -> list[Noted]:
    """Return entries, the newest first: all, or of one order, person or act; `before` is the number to go on from."""
    rows = AuditEntry.objects.order_by("-id")
    if order_id:
        rows = rows.filter(order_id=order_id)
    if by:
        rows = rows.filter(by_id=by)
    if act:
        rows = rows.filter(act=act)
    if before:
        rows = rows.filter(id__lt=before)
    fields = ("id", "at", "act", "by_id", "order_id", "about", "detail")
    return [Noted(**row) for row in rows.values(*fields)[:limit]]


def first_broken_seal() -> AuditSeal | None:
    """Return the first seal that its entries do not fit any more; None where all is as it was sealed."""
    before, since = "", 0
    for kept in AuditSeal.objects.all():
        entries = AuditEntry.objects.filter(id__gt=since, id__lte=kept.up_to).order_by("id")
        found = [entry.said() for some in batched(entries.iterator(READ_AT_ONCE), READ_AT_ONCE) for entry in some]
        if len(found) != kept.entries or digest(before, found) != kept.digest:
            return kept
        before, since = kept.digest, kept.up_to
    return None
