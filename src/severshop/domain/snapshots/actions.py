"""Writes the read model. Called by `usecases.refresh_status` and by nobody else."""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from severshop.domain.snapshots.models import Snapshot, SnapshotChange
from severshop.infra.db.bulk import insert, rewrite
from severshop.infra.db.reads import Row, ask
from severshop.vocabulary.statuses import OrderStatus

CHANNEL = "severshop_changes"
"""PostgreSQL's wake-up call for the watchers of open pages."""

COLUMNS = (
    "token_hash",
    "order_id",
    "version",
    "content_hash",
    "status",
    "attention",
    "placed_at",
    "updated_at",
    "refresh_due_at",
    "public_json",
)

KNOWN = (
    "SELECT order_id, version, content_hash, token_hash, refresh_due_at FROM snapshots_snapshot WHERE order_id {among}"
)


ENCODE = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class KnownSnapshot(NamedTuple):
    """What a snapshot that is there says of itself."""

    version: int
    content_hash: str
    token_hash: str
    refresh_due_at: datetime | None


KnownSnapshots = Mapping[uuid.UUID, KnownSnapshot]
"""By order."""


class NewSnapshot(NamedTuple):
    """What an order's page should say from now on. `updated_at` is the moment as the page tells it."""

    order_id: uuid.UUID
    token_hash: str
    status: OrderStatus
    attention: str
    placed_at: datetime
    refresh_due_at: datetime | None
    document: dict[str, Any]
    updated_at: str


def write_snapshots(new: Sequence[NewSnapshot], *, known: KnownSnapshots, now: datetime) -> None:
    """Write the snapshots whose words changed, each as its next version, and log the change for open pages.

    `known` are those that are there, read since the caller has the locks of the orders: versions rise one by one.
    """
    fresh: list[Row] = []
    renewed: list[Row] = []
    put_off, replaced = [], []
    for snapshot in new:
        old = known.get(snapshot.order_id)
        body = ENCODE(snapshot.document)
        content_hash = base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()[:18]).decode()
        if old and (old.content_hash, old.token_hash) == (content_hash, snapshot.token_hash):
            if old.refresh_due_at != snapshot.refresh_due_at:
                put_off.append((snapshot.token_hash, snapshot.refresh_due_at))
            continue
        version = old.version + 1 if old else 1
        row = _row(snapshot, version=version, content_hash=content_hash, body=body, now=now)
        (renewed if old and old.token_hash == snapshot.token_hash else fresh).append(row)
        if old and old.token_hash != snapshot.token_hash:
            replaced.append(old.token_hash)
    if replaced:
        # A new link means a new key: the old one opens nothing from this moment on.
        Snapshot.objects.filter(token_hash__in=replaced).delete()
    insert(Snapshot, COLUMNS, fresh)
    rewrite(Snapshot, COLUMNS, renewed, keep=("order_id", "placed_at"))
    rewrite(Snapshot, ("token_hash", "refresh_due_at"), put_off)
    _log([*fresh, *renewed], now=now)


def ask_known_snapshots(order_ids: Collection[uuid.UUID]) -> Callable[[], KnownSnapshots]:
    """Ask which snapshots the orders have; call what is returned for the answer, by order."""
    rows = ask(KNOWN, order_ids, kinds=("uuid", "plain", "plain", "plain", "moment"))
    return lambda: {row[0]: KnownSnapshot(*row[1:]) for row in rows()}


def _row(snapshot: NewSnapshot, *, version: int, content_hash: str, body: str, now: datetime) -> Row:
    """Return the values of `COLUMNS`."""
    head = f'{{"version":{version},"updated_at":"{snapshot.updated_at}"'
    return (
        snapshot.token_hash,
        snapshot.order_id,
        version,
        content_hash,
        snapshot.status,
        snapshot.attention,
        snapshot.placed_at,
        now,
        snapshot.refresh_due_at,
        f"{head},{body[1:]}".encode(),
    )


def _log(changed: Sequence[Row], *, now: datetime) -> None:
    if not changed:
        return
    insert(SnapshotChange, ("token_hash", "version", "changed_at"), [(row[0], row[2], now) for row in changed])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
