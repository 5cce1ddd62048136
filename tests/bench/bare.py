"""The limits: servers and writers that do the least that the task needs, and think nothing.

`python -m tests.bench.bare read|hook|stream --port N` serves one of them with granian, set as the shop sets it.
"""

import argparse
import asyncio
import contextlib
import os
import queue
import threading
from collections.abc import Awaitable, Callable
from itertools import cycle
from typing import Any

from tests.bench.drivers import connect

LANES = 4
LOOK_EVERY = 0.01
READ = "SELECT public_json FROM snapshots_snapshot WHERE token_hash = %s"
CHANGES = "SELECT id, token_hash, body FROM change WHERE id > %s ORDER BY id"
TABLES = {
    "sqlite": (
        "CREATE TABLE message (id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE change (id INTEGER PRIMARY KEY, token_hash TEXT NOT NULL, body BLOB NOT NULL)",
    ),
    "postgresql": (
        "CREATE TABLE message (id bigserial PRIMARY KEY, body bytea NOT NULL)",
        "CREATE TABLE change (id bigserial PRIMARY KEY, token_hash text NOT NULL, body bytea NOT NULL)",
    ),
}

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def make_tables(url: str) -> None:
    """Make the bare servers' own tables."""
    with contextlib.closing(connect(url)) as database:
        for statement in TABLES[database.vendor]:
            database.rows(statement)


async def whole(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Rows:
    """Reads with the same drivers as the shop's."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.is_sqlite = url.startswith("sqlite")

    async def start(self) -> None:
        if self.is_sqlite:
            database = connect(self._url)
            database.rows("PRAGMA mmap_size = 1073741824")
            self.sqlite = database.raw
        else:
            import psycopg

            opened = [await psycopg.AsyncConnection.connect(self._url, autocommit=True) for _ in range(LANES)]
            self.lanes = cycle(opened)

    async def rows(self, sql: str, *parameters: Any) -> list[Any]:
        if self.is_sqlite:
            return self.sqlite.execute(sql.replace("%s", "?"), parameters).fetchall()
        cursor = await next(self.lanes).execute(sql, parameters, prepare=True, binary=True)
        return await cursor.fetchall()


class Read(Rows):
    """One SELECT by primary key, one answer."""

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        rows = await self.rows(READ, scope["path"][3:])
        await whole(send, 200, rows[0][0] if rows else b"")


class Hook:
    """A group commit: one row a message, all that wait in one transaction, and only then the answers."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: queue.SimpleQueue[tuple[bytes, asyncio.Future[None]]] = queue.SimpleQueue()

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._write, daemon=True).start()

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive()).get("body", b"")
        done: asyncio.Future[None] = self._loop.create_future()
        self._waiting.put((body, done))
        await done
        await whole(send, 202, b"")

    def _write(self) -> None:
        database = connect(self._url)
        while True:
            batch = [self._waiting.get()]
            with contextlib.suppress(queue.Empty):
                while True:
                    batch.append(self._waiting.get_nowait())
            bodies = [body for body, _ in batch]
            if database.vendor == "sqlite":
                with database.transaction():
                    database.insert("message", ["body"], [(body,) for body in bodies])
            else:
                database.rows("INSERT INTO message (body) SELECT unnest(%s::bytea[])", bodies)
            self._loop.call_soon_threadsafe(_answer, batch)


def _answer(batch: list[tuple[bytes, asyncio.Future[None]]]) -> None:
    for _, done in batch:
        if not done.done():
            done.set_result(None)


class Streams(Rows):
    """Server-sent events: `/t/<hash>/events` hears every row of the log of changes that carries its hash."""

    async def start(self) -> None:
        await super().start()
        self._open: dict[str, set[asyncio.Queue[bytes | None]]] = {}
        ((self._last,),) = await self.rows("SELECT coalesce(max(id), 0) FROM change")
        self._watching = asyncio.create_task(self._watch())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].endswith("/events"):
            await whole(send, 200, b"")
            return
        mine: asyncio.Queue[bytes | None] = asyncio.Queue()
        group = self._open.setdefault(scope["path"][3:-7], set())
        group.add(mine)
        leaving = asyncio.create_task(_tell_when_left(receive, mine))
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
        while (body := await mine.get()) is not None:
            event = b"event: status\ndata: %b\n\n" % body
            await send({"type": "http.response.body", "body": event, "more_body": True})
        leaving.cancel()
        group.discard(mine)

    async def _watch(self) -> None:
        if not self.is_sqlite:
            await self._listen()
            return
        seen = None
        while True:
            ((version,),) = await self.rows("PRAGMA data_version")
            if version != seen:
                seen = version
                await self._tell()
            await asyncio.sleep(LOOK_EVERY)

    async def _listen(self) -> None:
        import psycopg

        ear = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        await ear.execute("LISTEN change")
        while True:
            async for _ in ear.notifies(stop_after=1):
                await self._tell()

    async def _tell(self) -> None:
        for number, token_hash, body in await self.rows(CHANGES, self._last):
            self._last = number
            for stream in self._open.get(token_hash, ()):
                stream.put_nowait(body)


async def _tell_when_left(receive: Receive, mine: asyncio.Queue[bytes | None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    mine.put_nowait(None)


def make_application() -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """Return the server that the environment names."""
    kind, shop_url, bare_url = (os.environ[name] for name in ("BENCH_BARE", "DATABASE_URL", "BENCH_BARE_URL"))
    app: Read | Hook | Streams = {"read": Read, "hook": Hook, "stream": Streams}[kind](
        shop_url if kind == "read" else bare_url
    )

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await app.start()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await app(scope, receive, send)

    return application


def main() -> None:
    from granian import Granian
    from granian.constants import Interfaces

    from severshop.interfaces.cli.serve import AT_ONCE, BACKLOG, KILL_SECONDS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["read", "hook", "stream"])
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    os.environ["BENCH_BARE"] = asked.kind
    Granian(
        "tests.bench.bare:make_application",
        factory=True,
        address="127.0.0.1",
        port=asked.port,
        interface=Interfaces.ASGI,
        workers=1,
        backlog=BACKLOG,
        backpressure=AT_ONCE,
        workers_kill_timeout=KILL_SECONDS,
        websockets=False,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main()
