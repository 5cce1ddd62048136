"""The one watcher of a process: reads the log of changes and tells the open pages."""

import asyncio

import structlog

from severshop.domain.snapshots.queries import ChangeLog, public_statuses
from severshop.domain.snapshots.streams import Streams
from severshop.infra.db.fast import DatabaseAway, Reader

log = structlog.get_logger()

REST_AFTER_FAILURE = 1.0
"""Seconds."""


class Watcher:
    """Follows the log of changes for as long as a page is open."""

    def __init__(self, reader: Reader, streams: Streams) -> None:
        self._reader = reader
        self._streams = streams
        self._changes = ChangeLog(reader)

    async def run(self) -> None:
        """Follow until cancelled, coming back after every failure."""
        while True:
            try:
                await self._streams.some_open()
                await self._follow()
            except DatabaseAway as error:
                log.warning("watcher waits for the database", error=str(error))
                await asyncio.sleep(REST_AFTER_FAILURE)
            except Exception:
                log.exception("watcher failed and goes on")
                await asyncio.sleep(REST_AFTER_FAILURE)

    async def _follow(self) -> None:
        await self._changes.go_to_end()
        # What changed while nobody followed.
        await self._tell(self._streams.watched())
        while self._streams.count:
            await self._reader.changed()
            changed = await self._changes.read(at=asyncio.get_running_loop().time())
            await self._tell(changed & self._streams.watched())

    async def _tell(self, token_hashes: set[str]) -> None:
        if token_hashes:
            self._streams.push(await public_statuses(self._reader, token_hashes))
