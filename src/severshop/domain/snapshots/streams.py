"""The open pages of this process, and what each is still to be told."""

import asyncio
from abc import abstractmethod
from collections.abc import Iterable
from typing import Final

from severshop.domain.snapshots.queries import PublicStatus
from severshop.infra.metrics import open_streams

HEARTBEAT_EVERY: Final = 15.0
"""Seconds. Proxies close what is silent for a minute or less."""
HEARTBEAT: Final = b": still here\n\n"
MOST: Final = 12_000
"""Open pages in one process, at 20 kB each. Those beyond are told to come back; their page polls meanwhile."""


def event(status: PublicStatus) -> bytes:
    """Return a version of an order as a server-sent event."""
    data = status.body.replace(b"\r", b"").replace(b"\n", b"\ndata: ")
    return b"id: %d\nevent: status\ndata: %s\n\n" % (status.version, data)


class Stream:
    """One open page. It keeps the newest of what it hears until the reader takes it, and nothing older."""

    __slots__ = ("_closed", "_news", "token_hashes")

    of = "status"
    """What kind of page it is, for those who count."""

    def __init__(self, token_hashes: Iterable[str] = ()) -> None:
        self.token_hashes = tuple(token_hashes)
        self._closed = False
        self._news = asyncio.Event()

    @abstractmethod
    def hear(self, token_hash: str, status: PublicStatus, encoded: bytes) -> None:
        """Learn what an order's page says from now on; `encoded` is the same as an event."""

    @abstractmethod
    def take(self) -> bytes | None:
        """Return what waits to be sent, and let it wait no longer."""

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
        pending = self.take()
        return pending if pending is not None else HEARTBEAT

    def _forget_news(self) -> None:
        if not self._closed:
            self._news.clear()


class PageStream(Stream):
    """The open page of one order."""

    __slots__ = ("_pending", "version")

    def __init__(self, token_hashes: Iterable[str] = ()) -> None:
        super().__init__(token_hashes)
        self.version = 0
        self._pending: bytes | None = None

    def hear(self, token_hash: str, status: PublicStatus, encoded: bytes) -> None:
        del token_hash
        self.push(status.version, encoded)

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
            self._forget_news()

    def take(self) -> bytes | None:
        pending, self._pending = self._pending, None
        return pending


class Streams:
    """All open pages, by the hashes of the links that they follow."""

    def __init__(self) -> None:
        self._all: set[Stream] = set()
        self._by_hash: dict[str, set[Stream]] = {}
        self._open = asyncio.Event()
        self._closed = False

    @property
    def count(self) -> int:
        """How many pages are open."""
        return len(self._all)

    @property
    def is_full(self) -> bool:
        """Whether this process holds as many open pages as it can."""
        return self.count >= MOST

    def join[Kind: Stream](self, stream: Kind) -> Kind:
        """Let a stream hear of every change from now on."""
        for token_hash in stream.token_hashes:
            self._by_hash.setdefault(token_hash, set()).add(stream)
        self._all.add(stream)
        open_streams[stream.of] += 1
        self._open.set()
        if self._closed:
            stream.close()
        return stream

    def leave(self, stream: Stream) -> None:
        """Forget a stream."""
        for token_hash in stream.token_hashes:
            group = self._by_hash[token_hash]
            group.remove(stream)
            if not group:
                del self._by_hash[token_hash]
        self._all.remove(stream)
        open_streams[stream.of] -= 1
        if not self._all:
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
                stream.hear(token_hash, status, encoded)

    def close_all(self) -> None:
        """End every stream, and each that is opened from now on: browsers come back to the next process."""
        self._closed = True
        for stream in self._all:
            stream.close()
