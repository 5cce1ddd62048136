"""Whole answers as raw ASGI, with the headers that every answer under a secret link carries."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SECRET: Final[Headers] = [
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"x-content-type-options", b"nosniff"),
]
"""The address is the key to the order: it must not travel on, nor into an index."""

JSON: Final[Headers] = [*SECRET, (b"content-type", b"application/json"), (b"cache-control", b"no-cache")]
PROBLEM: Final[Headers] = [*SECRET, (b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
RETRY_AFTER: Final = (b"retry-after", b"3")

NOT_FOUND = b'{"type":"about:blank","title":"Not Found","status":404}'
AWAY = b'{"type":"about:blank","title":"Service Unavailable","status":503}'
NOT_ALLOWED = b'{"type":"about:blank","title":"Method Not Allowed","status":405}'


def header(scope: Scope, name: bytes) -> bytes:
    """Return a request header, or nothing. `name` is in lower case."""
    for key, value in scope["headers"]:
        if key == name:
            return value  # type: ignore[no-any-return]
    return b""


def is_known(etag: bytes, scope: Scope) -> bool:
    """Whether the asker holds the answer with this entity tag (strong or weak) already."""
    known = header(scope, b"if-none-match")
    return bool(known) and (etag in known or known == b"*")


async def send_whole(scope: Scope, send: Send, *, status: int, headers: Headers, body: bytes) -> None:
    """Send an answer whole; its head alone when only that was asked for."""
    complete = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": complete})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def send_not_modified(send: Send, *, headers: Headers) -> None:
    """Say that what the asker holds is what there is."""
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def send_not_allowed(scope: Scope, send: Send, *, allowed: bytes) -> None:
    """Refuse a method, naming those that do."""
    await send_whole(scope, send, status=405, headers=[*PROBLEM, (b"allow", allowed)], body=NOT_ALLOWED)
