"""Reads of what the watch has found, for many orders at once."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from severshop.infra.db.reads import Row, ask
from severshop.vocabulary.watching import Level, Trouble

OPEN = (
    "SELECT id, order_id, parcel_id, raised_at, level, trouble FROM watch_flag"
    " WHERE cleared_at IS NULL AND order_id {among} ORDER BY order_id, id"
)
LEVELS = {level.value: level for level in Level}
TROUBLES = {trouble.value: trouble for trouble in Trouble}


class OpenFlag(NamedTuple):
    """A flag that stands. `parcel_id` is None for the part of the order that has not left."""

    id: uuid.UUID
    parcel_id: uuid.UUID | None
    level: Level
    trouble: Trouble
    raised_at: datetime


OpenFlags = dict[uuid.UUID, list[OpenFlag]]
"""By order."""


def open_flags(order_ids: Collection[uuid.UUID]) -> OpenFlags:
    """Return the flags that stand, by order."""
    return ask_open_flags(order_ids)()


def ask_open_flags(order_ids: Collection[uuid.UUID]) -> Callable[[], OpenFlags]:
    """Ask for what `open_flags` returns; call what is returned for the answer."""
    rows = ask(OPEN, order_ids, kinds=("uuid", "uuid", "uuid", "moment"))
    return lambda: _by_order(rows())


def _by_order(rows: list[Row]) -> OpenFlags:
    found: OpenFlags = {}
    for flag_id, order_id, parcel_id, raised_at, level, trouble in rows:
        flag = OpenFlag(flag_id, parcel_id, LEVELS[level], TROUBLES[trouble], raised_at)
        found.setdefault(order_id, []).append(flag)
    return found
