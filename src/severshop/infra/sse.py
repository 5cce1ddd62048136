"""Server-sent events over raw ASGI: how a stream begins, goes on and ends."""

import asyncio
from typing import Final, Protocol

from severshop.infra.answers import SECRET, Headers, Receive, Send

RETRY: Final = b"retry: 3000\n\n"
HEADERS: Final[Headers] = [
    *SECRET,
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
TOO_MANY: Final = b'{"type":"about:blank","title":"Too many open pages","status":503}'


class Ongoing(Protocol):
    """What has something to say from time to time."""

    async def next(self) -> bytes | None:
        """Return what to send next, or None at the end."""

    def close(self) -> None:
        """End it."""


async def send_events(stream: Ongoing, receive: Receive, send: Send, *, first: bytes) -> None:
    """Answer with `first`, then with all that the stream says, until either side ends it."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": first, "more_body": True})
    leaving = asyncio.create_task(_close_when_left(stream, receive))
    try:
        while (chunk := await stream.next()) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        leaving.cancel()


async def _close_when_left(stream: Ongoing, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()
