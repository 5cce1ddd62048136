"""The open pages of this process, and what each is still to be told."""

import asyncio
from typing import Final

from severshop.domain.snapshots.queries import PublicStatus
from severshop.infra.metrics import open_streams

HEARTBEAT_EVERY: Final = 15.0
"""Seconds. Proxies close what is silent for a minute or less."""
HEARTBEAT: Final = b": still here\n\n"


def event(status: PublicStatus) -> bytes:
    """Return a version of an order as a server-sent event."""
    data = status.body.replace(b"\r", b"").replace(b"\n", b"\ndata: ")
    return b"id: %d\nevent: status\ndata: %s\n\n" % (status.version, data)


class Stream:
    """One open page. It holds one event at most: who reads slowly gets the newest and nothing older."""

    __slots__ = ("_closed", "_news", "_pending", "version")

    def __init__(self) -> None:
        self.version = 0
        self._pending: bytes | None = None
        self._closed = False
        self._news = asyncio.Event()

    def push(self, version: int, encoded: bytes) -> None:
        """Have an event sent, in place of one that still waits. What is not newer is left out."""
        if version > self.version:
            self.version = version
            self._pending = encoded
            self._news.set()

    def start_from(self, version: int) -> None:
        """Leave out what is not newer than what the reader holds, also if it waits already."""
        if self.version <= version:
            self.version = version
            self._pending = None
            if not self._closed:
                self._news.clear()

    def close(self) -> None:
        """End the stream."""
        self._closed = True
        self._news.set()

    async def next(self) -> bytes | None:
        """Return what to send next, a heartbeat when there is no news for long, or None at the end."""
        try:
            async with asyncio.timeout(HEARTBEAT_EVERY):
                await self._news.wait()
        except TimeoutError:
            return HEARTBEAT
        if self._closed:
            return None
        self._news.clear()
        pending, self._pending = self._pending, None
        return pending if pending is not None else HEARTBEAT


class Streams:
    """All open pages, by the hash of their link."""

    def __init__(self) -> None:
        self._by_hash: dict[str, set[Stream]] = {}
        self._open = asyncio.Event()
        self._closed = False
        self.count = 0

    def open(self, token_hash: str) -> Stream:
        """Open a stream that is told of every change from now on."""
        stream = Stream()
        self._by_hash.setdefault(token_hash, set()).add(stream)
        self.count += 1
        open_streams["status"] += 1
        self._open.set()
        if self._closed:
            stream.close()
        return stream

    def leave(self, token_hash: str, stream: Stream) -> None:
        """Forget a stream."""
        group = self._by_hash[token_hash]
        group.remove(stream)
        self.count -= 1
        open_streams["status"] -= 1
        if not group:
            del self._by_hash[token_hash]
        if not self._by_hash:
            self._open.clear()

    def watched(self) -> set[str]:
        """Return the links that have an open page."""
        return set(self._by_hash)

    async def some_open(self) -> None:
        """Return when at least one page is open."""
        await self._open.wait()

    def push(self, statuses: dict[str, PublicStatus]) -> None:
        """Tell the open pages what they say now."""
        for token_hash, status in statuses.items():
            encoded = event(status)
            for stream in self._by_hash.get(token_hash, ()):
                stream.push(status.version, encoded)

    def close_all(self) -> None:
        """End every stream, and each that is opened from now on: browsers come back to the next process."""
        self._closed = True
        for group in self._by_hash.values():
            for stream in group:
                stream.close()
