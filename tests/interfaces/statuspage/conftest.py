"""An order with its public page, written straight into the read model, and a way to ask the ASGI app."""

import asyncio
import contextlib
import gzip
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from django.db import connection

from severshop.domain.orders.models import Order
from severshop.domain.snapshots.models import Snapshot, SnapshotChange
from severshop.infra.ids import order_number, uuid7
from severshop.infra.links import link_token, token_hash
from severshop.interfaces.statuspage.app import StatusPageApp
from tests.look.status.states import NOW, STATES
from tests.processes import Process, free_port


@dataclass
class Link:
    """An order's link and what its page says."""

    order: Order
    token: str
    version: int = 0

    @property
    def hash(self) -> str:
        return token_hash(self.token)

    def write(self, state: str, **changes: Any) -> bytes:
        """Write the next version of the page and log the change."""
        self.version += 1
        document = STATES[state] | {"number": self.order.number, "version": self.version} | changes
        body = json.dumps(document, separators=(",", ":")).encode()
        values = {
            "order": self.order,
            "version": self.version,
            "content_hash": str(self.version),
            "status": document["status"],
            "placed_at": NOW,
            "updated_at": NOW,
            "public_json": body,
        }
        Snapshot.objects.update_or_create(token_hash=self.hash, defaults=values)
        SnapshotChange.objects.create(token_hash=self.hash, version=self.version, changed_at=NOW)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("NOTIFY severshop_changes")
        return body

    async def write_meanwhile(self, state: str, **changes: Any) -> bytes:
        """Write as another process would while the event loop runs."""

        def write_and_hang_up() -> bytes:
            try:
                return self.write(state, **changes)
            finally:
                connection.close()

        return await asyncio.to_thread(write_and_hang_up)


@pytest.fixture
def new_link(transactional_db) -> Callable[..., Link]:
    """Make an order whose page is in a state."""

    def make(state: str = "in_transit", **changes: Any) -> Link:
        order_id = uuid7()
        order = Order.objects.create(
            id=order_id,
            number=order_number(),
            placed_at=NOW,
            items_minor=12900,
            delivery_minor=490,
            total_minor=13390,
            tax_minor=2138,
            tax_rate_bp=1900,
            delivery_option="standard",
            email="ada@example.com",
        )
        link = Link(order, link_token(order_id, generation=1))
        link.write(state, **changes)
        return link

    return make


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Exchange:
    """One request to an ASGI app, whose answer can be read bit by bit."""

    def __init__(self, app: Any, method: str, target: str, headers: dict[str, str]) -> None:
        path, _, query = target.partition("?")
        self.scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        self._from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._left = asyncio.Event()
        self._asked = False
        self.task = asyncio.create_task(app(self.scope, self._receive, self._from_app.put))

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    def leave(self) -> None:
        """Go away, as a browser does that is closed."""
        self._left.set()

    async def next(self) -> dict[str, Any]:
        """Return the app's next message, or fail after some seconds."""
        async with asyncio.timeout(8):
            return await self._from_app.get()

    async def whole(self) -> Answer:
        """Read the answer to its end."""
        start = await self.next()
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        answer = Answer(start["status"], headers)
        while True:
            message = await self.next()
            answer.body += message["body"]
            if not message.get("more_body"):
                await self.task
                return answer


@dataclass
class Shop:
    """The app, started."""

    app: StatusPageApp

    async def ask(self, target: str, *, method: str = "GET", **headers: str) -> Answer:
        return await self.open(target, method=method, **headers).whole()

    def open(self, target: str, *, method: str = "GET", **headers: str) -> Exchange:
        return Exchange(self.app, method, target, {name.replace("_", "-"): value for name, value in headers.items()})


@contextlib.asynccontextmanager
async def started() -> AsyncIterator[Shop]:
    """Run the app for a while."""
    app = StatusPageApp()
    await app.start()
    try:
        yield Shop(app)
    finally:
        await app.stop()


@pytest.fixture
def shop() -> Callable[[Callable[[Shop], Any]], Any]:
    """Run a coroutine function with the started app."""

    def run(story: Callable[[Shop], Any]) -> Any:
        async def main() -> Any:
            async with started() as shop:
                return await story(shop)

        return asyncio.run(main())

    return run


@pytest.fixture
def server(transactional_db, tmp_path):
    """A granian over the tests' own database."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{settings['NAME']}"
    else:
        who = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
        host = settings["HOST"].replace("/", "%2F")
        url = f"postgresql://{who}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"
    port = free_port()
    arguments = ["--interface", "asgi", "--port", str(port), "--backlog", "8192", "severshop.config.asgi:application"]
    environment = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": os.environ.get("SEVERSHOP_VAR", "var"),
    }
    process = Process("granian", arguments, environment, tmp_path / "server.log")
    process.start()
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield address, process
    finally:
        process.end()


def _wait(address: str, process: Process) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.is_running(), process.log.read_text()[-3000:]
        try:
            httpx.get(f"{address}/t/none.json", timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(process.log.read_text()[-3000:])
