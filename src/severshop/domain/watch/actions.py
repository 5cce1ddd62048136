"""Writes what the watch has found. Called by `usecases.watching.watch_orders` with the orders locked."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from severshop.domain.watch.models import Flag
from severshop.infra.db.bulk import insert, update
from severshop.infra.ids import uuid7
from severshop.vocabulary.watching import Level, Trouble

COLUMNS = ("id", "order_id", "parcel_id", "level", "trouble", "raised_at", "evidence", "cleared_at")
CLEAR = "UPDATE watch_flag SET cleared_at = %s WHERE cleared_at IS NULL AND id {among}"


class NewFlag(NamedTuple):
    """A flag to raise; `parcel_id` is None for the part of the order that has not left."""

    order_id: uuid.UUID
    parcel_id: uuid.UUID | None
    level: Level
    trouble: Trouble
    evidence: dict[str, Any]


def change_flags(raised: Sequence[NewFlag], *, cleared: Collection[uuid.UUID], now: datetime) -> None:
    """Clear those flags, and raise these. Nothing is written where nothing changes."""
    if cleared:
        update(CLEAR, cleared, values=[now])
    rows = [(uuid7(), *flag[:4], now, flag.evidence, None) for flag in raised]
    insert(Flag, COLUMNS, rows)
