"""Putting entries into the outbox. Delivering them: `runner`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from severshop.infra.outbox.models import OutboxEntry


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the world must hear. `key` is unique for ever: the same key again is no second entry."""

    topic: str
    key: str
    order_id: uuid.UUID | None = None
    payload: dict[str, Any] = field(default_factory=dict)


def put(entries: Iterable[NewEntry], *, now: datetime) -> None:
    """Put entries into the outbox, in the caller's transaction; those whose key is known are left alone."""
    rows = [
        OutboxEntry(
            topic=entry.topic,
            key=entry.key,
            order_id=entry.order_id,
            payload=entry.payload,
            created_at=now,
            due_at=now,
        )
        for entry in entries
    ]
    OutboxEntry.objects.bulk_create(rows, ignore_conflicts=True)
