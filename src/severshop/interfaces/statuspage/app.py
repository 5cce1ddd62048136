"""`/t/<token>`, `/t/<token>.json` and `/t/<token>/events`."""

from functools import cached_property
from typing import Final

from django.conf import settings

from severshop.domain.snapshots.live import Live
from severshop.domain.snapshots.queries import PublicPages
from severshop.infra import clock
from severshop.infra.answers import (
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
from severshop.infra.db.fast import DatabaseAway
from severshop.infra.links import TOKEN, token_hash
from severshop.interfaces.statuspage.events import send_events
from severshop.interfaces.statuspage.pages import Page, PageCache, fixed_page, language_of, page_headers

PREFIX: Final = "/t/"
READING: Final = frozenset({"GET", "HEAD"})
NO_TOKEN: Final = "." * 22
"""Stands in for what cannot be a token, so that asking for nonsense costs and says what a wrong token does."""


class StatusPageApp:
    """The public page of an order, as an ASGI application with something to start and to stop."""

    def __init__(self, live: Live | None = None) -> None:
        self.live = live or Live()
        self.streams = self.live.streams
        self.pages = PageCache()

    async def start(self) -> None:
        """Begin to watch for changes."""
        await self.live.start()

    async def stop(self) -> None:
        """End the open streams and what watches for them."""
        await self.live.stop()

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
        plain = language or settings.LANGUAGE_CODE
        fixed = [*page_headers(plain), (b"cache-control", b"no-store")]
        try:
            page = await self._find_page(token, language)
        except DatabaseAway:
            body = fixed_page("away", plain)
            await send_whole(scope, send, status=503, headers=[*fixed, RETRY_AFTER], body=body)
            return
        if page is None:
            await send_whole(scope, send, status=404, headers=fixed, body=fixed_page("missing", plain))
        elif is_known(page.etag, scope):
            await send_not_modified(send, headers=page.headers)
        elif b"gzip" in header(scope, b"accept-encoding"):
            await send_whole(scope, send, status=200, headers=page.packed_headers, body=page.packed)
        else:
            await send_whole(scope, send, status=200, headers=page.headers, body=page.body)

    async def _find_page(self, token: str, language: str) -> Page | None:
        hashed = _hash(token)
        version = await self._snapshots.version(hashed)
        if version is None:
            return None
        now = clock.now()
        page = self.pages.get(hashed, version=version, language=language, now=now)
        if page is not None:
            return page
        status = await self._snapshots.status(hashed)
        return self.pages.render(hashed, status, token=token, language=language, now=now) if status else None

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
    def _snapshots(self) -> PublicPages:
        return PublicPages(self.live.reader)


def _hash(token: str) -> str:
    return token_hash(token if TOKEN.fullmatch(token) else NO_TOKEN)
