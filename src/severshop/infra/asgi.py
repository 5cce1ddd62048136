"""The few ASGI parts that every raw handler needs."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

PLAIN = b"text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A short answer, whole."""

    status: int
    body: bytes
    headers: Mapping[bytes, bytes] = field(default_factory=dict)


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer; plain text unless its headers say otherwise."""
    headers = {b"content-type": PLAIN, b"content-length": b"%d" % len(answer.body), **answer.headers}
    await send({"type": "http.response.start", "status": answer.status, "headers": list(headers.items())})
    await send({"type": "http.response.body", "body": answer.body})


async def read_body(receive: Receive, *, cap: int) -> bytes | None:
    """Return the whole request body, or None as soon as it is longer than `cap` bytes."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > cap:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
