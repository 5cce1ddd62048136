"""Writes the read model. Called by `usecases.refresh_status` and by nobody else."""

import base64
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from severshop.domain.snapshots.models import Snapshot, SnapshotChange
from severshop.vocabulary.statuses import OrderStatus

CHANNEL = "severshop_changes"
"""PostgreSQL's wake-up call for the watchers of open pages."""

CHANGING = ["version", "content_hash", "status", "attention", "updated_at", "refresh_due_at", "public_json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSnapshot:
    """What an order's page should say from now on. `updated_at` is the moment as the page tells it."""

    order_id: uuid.UUID
    token_hash: str
    status: OrderStatus
    attention: str
    placed_at: datetime
    refresh_due_at: datetime | None
    document: dict[str, Any]
    updated_at: str


def write_snapshots(new: Sequence[NewSnapshot], *, now: datetime) -> None:
    """Write the snapshots whose words changed, each as its next version, and log the change for open pages.

    The caller holds the locks of the orders, so that versions rise one by one.
    """
    known = {row.order_id: row for row in _known(new)}
    changed, put_off, replaced = [], [], []
    for snapshot in new:
        old = known.get(snapshot.order_id)
        fresh = _row(snapshot, version=old.version + 1 if old else 1, now=now)
        if old and (old.content_hash, old.token_hash) == (fresh.content_hash, fresh.token_hash):
            if old.refresh_due_at != fresh.refresh_due_at:
                put_off.append(snapshot)
            continue
        changed.append(fresh)
        if old and old.token_hash != fresh.token_hash:
            replaced.append(old.token_hash)
    # A new link means a new key: the old one opens nothing from this moment on.
    Snapshot.objects.filter(token_hash__in=replaced).delete()
    Snapshot.objects.bulk_create(changed, update_conflicts=True, unique_fields=["order_id"], update_fields=CHANGING)
    _log(changed, now=now)
    for snapshot in put_off:
        Snapshot.objects.filter(order_id=snapshot.order_id).update(refresh_due_at=snapshot.refresh_due_at)


def _known(new: Sequence[NewSnapshot]) -> list[Snapshot]:
    rows = Snapshot.objects.filter(order_id__in=[snapshot.order_id for snapshot in new])
    return list(rows.only("order_id", "version", "content_hash", "token_hash", "refresh_due_at"))


def _row(snapshot: NewSnapshot, *, version: int, now: datetime) -> Snapshot:
    body = json.dumps(snapshot.document, separators=(",", ":"), ensure_ascii=False)
    head = json.dumps({"version": version, "updated_at": snapshot.updated_at}, separators=(",", ":"))
    return Snapshot(
        token_hash=snapshot.token_hash,
        order_id=snapshot.order_id,
        version=version,
        content_hash=base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()[:18]).decode(),
        status=snapshot.status,
        attention=snapshot.attention,
        placed_at=snapshot.placed_at,
        updated_at=now,
        refresh_due_at=snapshot.refresh_due_at,
        public_json=f"{head[:-1]},{body[1:]}".encode(),
    )


def _log(changed: Sequence[Snapshot], *, now: datetime) -> None:
    if not changed:
        return
    SnapshotChange.objects.bulk_create(
        SnapshotChange(token_hash=row.token_hash, version=row.version, changed_at=now) for row in changed
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
