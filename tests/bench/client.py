"""A small HTTP client that is faster than what it measures: raw sockets under asyncio, prepared requests."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HOST = "127.0.0.1"
LENGTH = b"content-length: "
OPENING = 256
"""Pages that have not got their first words yet: a system's own queue of newcomers is short."""
Answered = Callable[[bytes], None]


def get(path: str, *, headers: str = "") -> bytes:
    """Return a GET as a browser sends it, reduced to what servers look at."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{headers}\r\n".encode()


def post(path: str, body: bytes, *, headers: str = "") -> bytes:
    """Return a POST of JSON."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Connection(asyncio.Protocol):
    """One keep-alive connection: sends a request, calls `answered` with the status and waits for the next."""

    def __init__(self) -> None:
        self.answered: Answered = lambda _status: None
        self._transport: asyncio.Transport | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def ask(self, request: bytes) -> None:
        if self._transport is None:
            raise ConnectionError("the server closed the connection")
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        got = self._got + data if self._got else data
        head = got.find(b"\r\n\r\n")
        if head < 0 or len(got) < head + 4 + _body_length(got, head):
            self._got = got
            return
        self._got = b""
        self.answered(got[9:12])

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _body_length(got: bytes, head: int) -> int:
    found = got.find(LENGTH, 0, head + 2)
    return 0 if found < 0 else int(got[found + len(LENGTH) : got.index(b"\r", found)])


async def connect(port: int) -> Connection:
    """Open a connection."""
    _, connection = await asyncio.get_running_loop().create_connection(Connection, HOST, port)
    return connection


@dataclass(frozen=True)
class Load:
    """What a closed loop got: answers a second, and how busy the client itself was (1 is a whole core)."""

    rate: float
    client: float


async def closed_loop(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float, expected: bytes
) -> Load:
    """Keep so many requests in flight for a while. Raises `AssertionError` on any other status than expected."""
    pool = [await connect(port) for _ in range(connections)]
    statuses: Counter[bytes] = Counter()
    running = True

    def asker(connection: Connection) -> Answered:
        def answered(status: bytes) -> None:
            statuses[status] += 1
            if running:
                connection.ask(next(requests))

        return answered

    for connection in pool:
        connection.answered = asker(connection)
        connection.ask(next(requests))
    await asyncio.sleep(min(0.2, seconds / 3))
    before, wall, cpu = statuses.total(), time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    answers, wall, cpu = statuses.total() - before, time.perf_counter() - wall, time.process_time() - cpu
    running = False
    await _drain(statuses)
    for connection in pool:
        connection.close()
    assert set(statuses) == {expected}, f"expected {expected.decode()}, got {dict(statuses)}"
    return Load(rate=answers / wall, client=cpu / wall)


async def _drain(statuses: Counter[bytes]) -> None:
    """Wait until what is under way has been answered, so that it does not weigh on the next round."""
    while True:
        before = statuses.total()
        await asyncio.sleep(0.03)
        if statuses.total() == before:
            return


class Page(asyncio.Protocol):
    """An open page: calls `heard` at every event of its stream."""

    def __init__(self, path: str, heard: Callable[[], None], opened: Callable[[], None]) -> None:
        self._path, self._heard, self._opened = path, heard, opened
        self._is_open = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._transport.write(get(self._path, headers="Accept: text/event-stream\r\n"))

    def data_received(self, data: bytes) -> None:
        if not self._is_open and b"retry:" in data:
            self._is_open = True
            self._opened()
        elif b"event: status" in data:
            self._heard()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


async def open_pages(port: int, paths: list[str], heard: Callable[[int], None]) -> list[Page]:
    """Open a page for each path, `OPENING` at a time; return when all have got their first words."""
    loop = asyncio.get_running_loop()
    opening = asyncio.Semaphore(OPENING)
    pages = []
    async with asyncio.timeout(60):
        for index, path in enumerate(paths):
            await opening.acquire()
            page = Page(path, lambda index=index: heard(index), opening.release)  # type: ignore[misc]
            await loop.create_connection(lambda page=page: page, HOST, port)  # type: ignore[misc]
            pages.append(page)
        for _ in range(OPENING):
            await opening.acquire()
    return pages
