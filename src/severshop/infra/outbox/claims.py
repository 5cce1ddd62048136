"""Who handles which entry for how long. A claim is a lease: when its holder dies, it runs out."""

import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet

from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.retries import describe

log = structlog.get_logger()

SECRET = "secret"  # noqa: S105 - the name of a key, not a secret
"""The part of a payload that is forgotten as soon as its entry is done or given up: a code, an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a handler gets. `id` never changes: use it wherever the world needs to know a repetition."""

    id: uuid.UUID
    topic: str
    key: str
    order_id: uuid.UUID | None
    payload: dict[str, Any]
    created_at: datetime
    attempts: int
    """How often it was tried before, in vain."""

    @property
    def keeps(self) -> dict[str, Any] | None:
        """Return what of the payload outlives the entry, or None when all of it does: its secret does not."""
        if SECRET not in self.payload:
            return None
        return {key: value for key, value in self.payload.items() if key != SECRET}


@dataclass(slots=True, kw_only=True)
class Claim:
    """Entries that are ours alone until the lease runs out."""

    id: uuid.UUID
    entries: tuple[Entry, ...]
    lost_at: float = field(default=float("inf"))
    """On this process's own clock, which no correction of the time of day can move."""

    @property
    def is_lost(self) -> bool:
        return time.monotonic() >= self.lost_at


def take(topics: Collection[str], *, now: datetime, limit: int, lease: timedelta) -> Claim:
    """Claim up to `limit` entries that are due, oldest first; none is claimed by two."""
    claim_id = uuid.uuid4()
    lost_at = time.monotonic() + lease.total_seconds()
    # Looking first keeps an idle worker out of the writers' queue.
    if not _due(topics, now=now).exists():
        return Claim(id=claim_id, entries=())
    with transaction.atomic():
        rows = _due(topics, now=now).select_for_update(skip_locked=True).order_by("due_at", "id")[:limit]
        entries = tuple(_entry(row) for row in rows)
        OutboxEntry.objects.filter(id__in=[entry.id for entry in entries]).update(
            claimed_by=claim_id, lease_until=now + lease
        )
    return Claim(id=claim_id, entries=entries, lost_at=lost_at)


@contextmanager
def kept(claim: Claim, *, clock: Callable[[], datetime], lease: timedelta) -> Iterator[None]:
    """Renew the lease from another thread while the block runs, so that slow handling is not mistaken for death."""
    if not claim.entries:
        yield
        return
    over = threading.Event()
    keeper = threading.Thread(target=_renew, args=(claim, over, clock, lease), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def mark_done(entry: Entry, *, now: datetime, note: str = "") -> None:
    """Note that an entry was handled. Insists until the database takes it: the world has heard it already."""
    done: dict[str, Any] = {"done_at": now, "last_error": note, "claimed_by": None, "lease_until": None}
    done |= _without_secret(entry)
    _insist(lambda: _pending().filter(id=entry.id).update(**done))


def mark_failed(entry: Entry, *, claim: Claim, error: str, now: datetime, due_at: datetime | None) -> None:
    """Note a failure: to be tried again at `due_at`, or given up when there is none."""
    failed: dict[str, Any] = {
        "attempts": F("attempts") + 1,
        "last_error": error,
        "claimed_by": None,
        "lease_until": None,
    }
    failed |= {"due_at": due_at} if due_at else {"failed_at": now, **_without_secret(entry)}
    _insist(lambda: _pending().filter(id=entry.id, claimed_by=claim.id).update(**failed))


def mark_postponed(entry: Entry, *, claim: Claim, due_at: datetime) -> None:
    """Put an entry off until a later moment: nobody is to blame, and no attempt is counted."""
    later = {"due_at": due_at, "claimed_by": None, "lease_until": None}
    _insist(lambda: _pending().filter(id=entry.id, claimed_by=claim.id).update(**later))


def mark_waiting(entry_id: uuid.UUID, *, claim: Claim, error: str) -> None:
    """Note what an entry waits for, without blaming it."""
    _insist(lambda: _pending().filter(id=entry_id, claimed_by=claim.id).update(last_error=error))


def release(claim: Claim) -> None:
    """Give back what is left of a claim."""
    _insist(lambda: _pending().filter(claimed_by=claim.id).update(claimed_by=None, lease_until=None))


def _without_secret(entry: Entry) -> dict[str, Any]:
    kept = entry.keeps
    return {} if kept is None else {"payload": kept}


def _pending() -> QuerySet[OutboxEntry]:
    return OutboxEntry.objects.filter(done_at=None, failed_at=None)


def _due(topics: Collection[str], *, now: datetime) -> QuerySet[OutboxEntry]:
    is_free = Q(lease_until=None) | Q(lease_until__lte=now)
    return _pending().filter(is_free, topic__in=topics, due_at__lte=now)


def _entry(row: OutboxEntry) -> Entry:
    return Entry(
        id=row.id,
        topic=row.topic,
        key=row.key,
        order_id=row.order_id,
        payload=row.payload,
        created_at=row.created_at,
        attempts=row.attempts,
    )


def _renew(claim: Claim, over: threading.Event, clock: Callable[[], datetime], lease: timedelta) -> None:
    try:
        while not over.wait(lease.total_seconds() / 3):
            lost_at = time.monotonic() + lease.total_seconds()
            try:
                with transaction.atomic():
                    _pending().filter(claimed_by=claim.id).update(lease_until=clock() + lease)
            except DatabaseError as error:
                log.warning("outbox.lease", error=describe(error))
                close_old_connections()
            else:
                claim.lost_at = lost_at
    finally:
        connection.close()


def _insist(write: Callable[[], object], *, pause_max: float = 5.0, patience: float = 60.0) -> None:
    """Write, through an outage of the database if need be; raises when it lasts longer than `patience` seconds."""
    pause, until = 0.1, time.monotonic() + patience
    while True:
        try:
            with transaction.atomic():
                write()
            return
        except DatabaseError as error:
            if connection.in_atomic_block or time.monotonic() > until:
                raise
            log.warning("outbox.database", error=describe(error))
            close_old_connections()
            time.sleep(pause)
            pause = min(pause * 2, pause_max)
