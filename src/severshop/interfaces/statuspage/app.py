"""`/t/<token>`, `/t/<token>.json` and `/t/<token>/events`."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from django.db import connections

from severshop.domain.snapshots.queries import CHANNEL, PublicPages
from severshop.infra import clock
from severshop.infra.db.fast import DatabaseAway, Reader, reader
from severshop.infra.links import TOKEN, token_hash
from severshop.interfaces.statuspage.answers import (
    AWAY,
    JSON,
    NOT_FOUND,
    PROBLEM,
    RETRY_AFTER,
    Receive,
    Scope,
    Send,
    header,
    is_known,
    send_not_allowed,
    send_not_modified,
    send_whole,
)
from severshop.interfaces.statuspage.events import send_events
from severshop.interfaces.statuspage.pages import Page, PageCache, fixed_page, language_of, page_headers
from severshop.interfaces.statuspage.streams import Streams
from severshop.interfaces.statuspage.watcher import Watcher

PREFIX: Final = "/t/"
READING: Final = frozenset({"GET", "HEAD"})
NO_TOKEN: Final = "." * 22
"""Stands in for what cannot be a token, so that asking for nonsense costs and says what a wrong token does."""


class StatusPageApp:
    """The public page of an order, as an ASGI application with something to start and to stop."""

    def __init__(self) -> None:
        self.streams = Streams()
        self.pages = PageCache()
        self._watching: asyncio.Task[None] | None = None
        self._forget_signals: Callable[[], None] | None = None

    async def start(self) -> None:
        """Begin to watch for changes; end the open streams as soon as the process is told to end."""
        self._watching = asyncio.create_task(Watcher(self._reader, self.streams).run())
        self._forget_signals = _call_on_signal(self.streams.close_all)

    async def stop(self) -> None:
        """End the streams, the watcher and the connections."""
        self.streams.close_all()
        if self._forget_signals is not None:
            self._forget_signals()
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        await self._reader.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request under `/t/`."""
        name = scope["path"][len(PREFIX) :]
        if name.endswith(".json"):
            await self._json(scope, send, _hash(name[:-5]))
        elif name.endswith("/events"):
            await self._events(scope, receive, send, name[:-7])
        else:
            await self._page(scope, send, name)

    async def _json(self, scope: Scope, send: Send, hashed: str) -> None:
        # The hottest path of the shop: every call that it does not make is a tenth of a microsecond saved.
        if scope["method"] not in READING:
            await send_not_allowed(scope, send, allowed=b"GET, HEAD")
            return
        try:
            if header(scope, b"if-none-match"):
                # Most who ask so hold the newest: then the body need not be read.
                version = await self._snapshots.version(hashed)
                if version is not None and is_known(etag := b'"%d"' % version, scope):
                    await send_not_modified(send, headers=[*JSON, (b"etag", etag)])
                    return
            status = await self._snapshots.status(hashed)
        except DatabaseAway:
            await send_whole(scope, send, status=503, headers=[*PROBLEM, RETRY_AFTER], body=AWAY)
            return
        if status is None:
            await send_whole(scope, send, status=404, headers=PROBLEM, body=NOT_FOUND)
            return
        headers = [*JSON, (b"etag", b'"%d"' % status.version)]
        await send_whole(scope, send, status=200, headers=headers, body=status.body)

    async def _page(self, scope: Scope, send: Send, token: str) -> None:
        if scope["method"] not in READING:
            await send_not_allowed(scope, send, allowed=b"GET, HEAD")
            return
        language = language_of(scope)
        fixed = [*page_headers(language), (b"cache-control", b"no-store")]
        try:
            page = await self._find_page(_hash(token), language)
        except DatabaseAway:
            body = fixed_page("away", language)
            await send_whole(scope, send, status=503, headers=[*fixed, RETRY_AFTER], body=body)
            return
        if page is None:
            await send_whole(scope, send, status=404, headers=fixed, body=fixed_page("missing", language))
        elif is_known(page.etag, scope):
            await send_not_modified(send, headers=page.headers)
        elif b"gzip" in header(scope, b"accept-encoding"):
            await send_whole(scope, send, status=200, headers=page.packed_headers, body=page.packed)
        else:
            await send_whole(scope, send, status=200, headers=page.headers, body=page.body)

    async def _find_page(self, hashed: str, language: str) -> Page | None:
        version = await self._snapshots.version(hashed)
        if version is None:
            return None
        now = clock.now()
        page = self.pages.get(hashed, version=version, language=language, now=now)
        if page is not None:
            return page
        status = await self._snapshots.status(hashed)
        return self.pages.render(hashed, status, language=language, now=now) if status else None

    async def _events(self, scope: Scope, receive: Receive, send: Send, token: str) -> None:
        if scope["method"] != "GET":
            await send_not_allowed(scope, send, allowed=b"GET")
            return
        hashed = _hash(token)
        try:
            await send_events(scope, receive, send, token_hash=hashed, snapshots=self._snapshots, streams=self.streams)
        except DatabaseAway:
            await send_whole(scope, send, status=503, headers=[*PROBLEM, RETRY_AFTER], body=AWAY)

    @cached_property
    def _reader(self) -> Reader:
        return reader(connections["default"].settings_dict, channel=CHANNEL)

    @cached_property
    def _snapshots(self) -> PublicPages:
        return PublicPages(self._reader)


def _hash(token: str) -> str:
    return token_hash(token if TOKEN.fullmatch(token) else NO_TOKEN)


def _call_on_signal(end: Callable[[], None]) -> Callable[[], None]:
    """Call `end` on SIGTERM and SIGINT, beside what the server does then. Returns how to undo it.

    The server waits for every open answer before it tells its applications to stop, and a
    stream never ends by itself. asyncio runs the server's own handlers from its wake-up pipe,
    which a handler set here leaves alone.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, frame: Any) -> None:
        loop.call_soon_threadsafe(end)
        if callable(earlier := before[signal.Signals(number)]):
            earlier(number, frame)

    for number in before:
        signal.signal(number, handle)

    def undo() -> None:
        for number, earlier in before.items():
            signal.signal(number, earlier)

    return undo
