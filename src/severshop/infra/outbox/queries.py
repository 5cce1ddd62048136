"""What waits in the outbox, and what was given up."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from severshop.infra.outbox.models import OutboxEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicState:
    """A topic in numbers. `oldest_at` is when the longest-waiting pending entry was put in, None when none waits."""

    topic: str
    waiting: int
    failing: int
    """Of those waiting: tried at least once, in vain."""
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedEntry:
    """An entry that was given up."""

    id: uuid.UUID
    topic: str
    key: str
    order_id: uuid.UUID | None
    created_at: datetime
    failed_at: datetime
    attempts: int
    last_error: str


def topics() -> tuple[TopicState, ...]:
    """Return every topic with something pending or given up, by name."""
    pending = Q(done_at=None, failed_at=None)
    rows = (
        OutboxEntry.objects.filter(done_at=None)
        .values("topic")
        .annotate(
            waiting=Count("id", filter=pending),
            failing=Count("id", filter=pending & Q(attempts__gt=0)),
            failed=Count("id", filter=Q(failed_at__isnull=False)),
            oldest_at=Min("created_at", filter=pending),
        )
        .order_by("topic")
    )
    return tuple(TopicState(**row) for row in rows)


def failed(*, limit: int = 50) -> tuple[FailedEntry, ...]:
    """Return what was given up, newest first."""
    fields = ("id", "topic", "key", "order_id", "created_at", "failed_at", "attempts", "last_error")
    rows = OutboxEntry.objects.filter(failed_at__isnull=False).order_by("-failed_at").values(*fields)[:limit]
    return tuple(FailedEntry(**row) for row in rows)


def id_of(key: str) -> uuid.UUID | None:
    """Return the id of the entry with this key, delivered or not."""
    return OutboxEntry.objects.filter(key=key).values_list("id", flat=True).first()


def known(keys: Collection[str]) -> set[str]:
    """Return which of the keys have an entry already, delivered or not."""
    return set(OutboxEntry.objects.filter(key__in=keys).values_list("key", flat=True))


def sent(entry_id: uuid.UUID) -> tuple[uuid.UUID | None, datetime | None]:
    """Return which order an entry is about and when it was delivered; nothing for what is not, or not yet."""
    row = OutboxEntry.objects.filter(id=entry_id, done_at__isnull=False).values_list("order_id", "done_at").first()
    return row or (None, None)
