"""Reads of the public page's read model, past the ORM: the hottest paths of the shop."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from severshop.infra.db.fast import Reader
from severshop.infra.db.together import Together

CHANNEL: Final = "severshop_changes"
"""On PostgreSQL a writer of snapshots notifies this channel, so that open pages learn of it at once."""

CHUNK = 500
"""Snapshots read in one statement, so that no single read holds the event loop for long."""
LOG_PAGE = 5000
"""Entries read at once, as the statement below says."""
LATE_SECONDS = 60.0
"""How long an id missing from the log may still turn up: the longest that a writer's transaction lasts."""
GAPS_CONSIDERED = 10_000

_VERSION = "SELECT version FROM snapshots_snapshot WHERE token_hash = %s"
_ONE = "SELECT version, public_json FROM snapshots_snapshot WHERE token_hash = %s"
_VERSIONS = "SELECT token_hash, version FROM snapshots_snapshot WHERE token_hash = ANY(%s)"
_MANY = {
    "sqlite": "SELECT token_hash, version, public_json FROM snapshots_snapshot"
    " WHERE token_hash IN (SELECT value FROM json_each(%s))",
    "postgresql": "SELECT token_hash, version, public_json FROM snapshots_snapshot WHERE token_hash = ANY(%s)",
}
_NEWEST_CHANGE = "SELECT coalesce(max(id), 0) FROM snapshots_snapshotchange"
_CHANGES = "SELECT id, token_hash FROM snapshots_snapshotchange WHERE id > %s ORDER BY id LIMIT 5000"
_LATE_CHANGES = {
    "sqlite": "SELECT id, token_hash FROM snapshots_snapshotchange WHERE id IN (SELECT value FROM json_each(%s))",
    "postgresql": "SELECT id, token_hash FROM snapshots_snapshotchange WHERE id = ANY(%s)",
}


class PublicStatus(NamedTuple):
    """What a page says: its version and its JSON as ready bytes."""

    version: int
    body: bytes


class PublicPages:
    """Reads pages one by one, as they are asked for. On PostgreSQL askings at the same time share a statement."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._is_local = reader.vendor == "sqlite"
        self._versions = Together(self._fetch_versions)
        self._statuses = Together(self._fetch_statuses)

    async def version(self, token_hash: str) -> int | None:
        """Return the version of the page that a link opens, or None if it opens none."""
        if not self._is_local:
            return await self._versions.get(token_hash)
        rows = await self._reader.rows(_VERSION, token_hash)
        return rows[0][0] if rows else None

    async def status(self, token_hash: str) -> PublicStatus | None:
        """Return what the page that a link opens says, or None if it opens none."""
        if not self._is_local:
            return await self._statuses.get(token_hash)
        rows = await self._reader.rows(_ONE, token_hash)
        return PublicStatus._make(rows[0]) if rows else None

    async def _fetch_versions(self, token_hashes: Collection[str]) -> dict[str, int]:
        return dict(await self._reader.rows(_VERSIONS, list(token_hashes)))

    async def _fetch_statuses(self, token_hashes: Collection[str]) -> dict[str, PublicStatus]:
        return await public_statuses(self._reader, token_hashes)


async def public_statuses(reader: Reader, token_hashes: Collection[str]) -> dict[str, PublicStatus]:
    """Return what several pages say, by the hash of their link."""
    found: dict[str, PublicStatus] = {}
    wanted = sorted(token_hashes)
    for start in range(0, len(wanted), CHUNK):
        rows = await reader.rows(_MANY[reader.vendor], _list(reader, wanted[start : start + CHUNK]))
        found.update((token_hash, PublicStatus(version, body)) for token_hash, version, body in rows)
    return found


@dataclass
class ChangeLog:
    """Reads the log of changes on from where it stands, each entry once.

    Concurrent writers commit their ids out of order, so that an id can turn up after a higher
    one was read. Missing ids are asked for again until no writer can still hold them.
    """

    reader: Reader
    newest: int = 0
    _missing: dict[int, float] = field(default_factory=dict)

    async def go_to_end(self) -> None:
        """Forget what was; from now on only what is new is read."""
        ((self.newest,),) = await self.reader.rows(_NEWEST_CHANGE)
        self._missing.clear()

    async def read(self, *, at: float) -> set[str]:
        """Return the hashes of the links whose pages changed since the last call. `at` is in seconds, monotonic."""
        changed = await self._read_late(at=at)
        while True:
            rows = await self.reader.rows(_CHANGES, self.newest)
            if not rows:
                return changed
            changed.update(token_hash for _, token_hash in rows)
            self._note_missing({row[0] for row in rows}, at=at)
            self.newest = rows[-1][0]
            if len(rows) < LOG_PAGE:
                return changed

    async def _read_late(self, *, at: float) -> set[str]:
        self._missing = {number: until for number, until in self._missing.items() if until > at}
        if not self._missing:
            return set()
        rows = await self.reader.rows(_LATE_CHANGES[self.reader.vendor], _list(self.reader, list(self._missing)))
        for number, _ in rows:
            del self._missing[number]
        return {token_hash for _, token_hash in rows}

    def _note_missing(self, seen: set[int], *, at: float) -> None:
        highest = max(seen)
        first = max(self.newest + 1, highest - GAPS_CONSIDERED)
        self._missing.update((number, at + LATE_SECONDS) for number in range(first, highest) if number not in seen)


def _list(reader: Reader, values: Sequence[object]) -> object:
    """Return a list as the database takes it in one parameter."""
    return json.dumps(values) if reader.vendor == "sqlite" else values
