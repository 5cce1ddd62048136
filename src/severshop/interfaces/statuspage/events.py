"""The live stream of one page: server-sent events over raw ASGI."""

import asyncio
import re
from typing import Final

from severshop.domain.snapshots.queries import PublicPages
from severshop.interfaces.statuspage.answers import (
    NOT_FOUND,
    PROBLEM,
    RETRY_AFTER,
    SECRET,
    Headers,
    Receive,
    Scope,
    Send,
    header,
    send_whole,
)
from severshop.interfaces.statuspage.streams import Stream, Streams, event

MOST: Final = 12_000
"""Open pages in one process, at 20 kB each. Those beyond are told to come back; their page polls meanwhile."""
VERSION: Final = re.compile(rb"[0-9]{1,9}")
RETRY: Final = b"retry: 3000\n\n"
TOO_MANY = b'{"type":"about:blank","title":"Too many open pages","status":503}'
HEADERS: Final[Headers] = [
    *SECRET,
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def send_events(
    scope: Scope, receive: Receive, send: Send, *, token_hash: str, snapshots: PublicPages, streams: Streams
) -> None:
    """Send the page's state when the asker's is another, then every new one, until either side ends it."""
    if streams.count >= MOST:
        await send_whole(scope, send, status=503, headers=[*PROBLEM, RETRY_AFTER], body=TOO_MANY)
        return
    # Opened before the state is read, so that no change falls between the two.
    stream = streams.open(token_hash)
    try:
        status = await snapshots.status(token_hash)
        if status is None:
            await send_whole(scope, send, status=404, headers=PROBLEM, body=NOT_FOUND)
            return
        first = RETRY if _last_seen(scope) == status.version else RETRY + event(status)
        stream.start_from(status.version)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": first, "more_body": True})
        await _go_on(stream, receive, send)
    finally:
        streams.leave(token_hash, stream)


async def _go_on(stream: Stream, receive: Receive, send: Send) -> None:
    leaving = asyncio.create_task(_close_when_left(stream, receive))
    try:
        while (chunk := await stream.next()) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        leaving.cancel()


async def _close_when_left(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


def _last_seen(scope: Scope) -> int | None:
    """Return the version that the asker holds: what its last event said or, at the first time, its page."""
    given = header(scope, b"last-event-id") or scope.get("query_string", b"").removeprefix(b"after=")
    return int(given) if VERSION.fullmatch(given) else None
