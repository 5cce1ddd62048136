"""Putting entries into the outbox, and taking up again what was given up. Delivering them: `runner`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from severshop.infra.db.bulk import IGNORE, insert
from severshop.infra.ids import uuid7
from severshop.infra.outbox.models import OutboxEntry

COLUMNS = ("id", "topic", "key", "order_id", "payload", "created_at", "due_at", "attempts", "last_error")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the world must hear. `key` is unique for ever: the same key again is no second entry."""

    topic: str
    key: str
    order_id: uuid.UUID | None = None
    payload: dict[str, Any] = field(default_factory=dict)


def put(entries: Iterable[NewEntry], *, now: datetime) -> None:
    """Put entries into the outbox, in the caller's transaction; those whose key is known are left alone."""
    entries = tuple(entries)
    # Ascending, so that what was put first is told first.
    ids = sorted(uuid7() for _ in entries)
    rows = [
        (entry_id, entry.topic, entry.key, entry.order_id, entry.payload, now, now, 0, "")
        for entry_id, entry in zip(ids, entries, strict=True)
    ]
    insert(OutboxEntry, COLUMNS, rows, then=IGNORE)


def try_again(entry_id: uuid.UUID, *, now: datetime) -> bool:
    """Take up an entry that was given up, as if it were new; return whether there was one to take up."""
    with transaction.atomic():
        changed = OutboxEntry.objects.filter(id=entry_id, failed_at__isnull=False).update(
            failed_at=None, attempts=0, due_at=now, last_error="", claimed_by=None, lease_until=None
        )
    return changed == 1
