"""Runs Django's WSGI handler behind ASGI: measured several times faster than its own ASGI handler.

Bodies are read up to a cap, responses are sent whole, and each thread lives on, so that its
database connection does. Views do not stream.
"""

import asyncio
import contextvars
import io
import re
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from severshop.infra.asgi import Answer, Message, Receive, Send, read_body, send_answer

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

BODY_CAP = 1_000_000
"""Bytes. No form of the shop comes near it."""
UPLOADS = re.compile(rb"/order/[^/]+/(?:return|claim)/(?:\d+/)?|/staff/(?:returns|claims)/.+")
"""Where photos are taken in."""
UPLOAD_CAP = 32_000_000
"""Bytes: a few photos as phones make them; the pages' own script sends far less."""
MOST_UPLOADS = 4
"""Bodies over `BODY_CAP` that are held at once: what they take of the memory is bounded."""
UPLOAD_SECONDS = 120
"""Within which such a body must have come: nobody keeps a place by sending slowly."""
THREADS = 8
"""More than cores: a checkout that waits for a slow payment provider must not keep the others from their pages."""


TOO_LARGE = Answer(413, b"The request is too large.")
TOO_SLOW = Answer(408, b"The request took too long.")
BUSY = Answer(503, b"Many photos are coming in just now. Please send yours again in a minute.", {b"retry-after": b"30"})


class WsgiBridge:
    """An ASGI application that answers with a WSGI one, one request a thread."""

    def __init__(self, wsgi: Wsgi, *, threads: int = THREADS) -> None:
        self._wsgi = wsgi
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._uploads = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if not _is_upload(scope):
            body = await read_body(receive, cap=BODY_CAP)
            if body is None:
                await send_answer(send, TOO_LARGE)
                return
            await self._answer(scope, body, send)
        elif self._uploads >= MOST_UPLOADS:
            await send_answer(send, BUSY)
        else:
            await self._take_upload(scope, receive, send)

    async def _take_upload(self, scope: Message, receive: Receive, send: Send) -> None:
        self._uploads += 1
        try:
            try:
                async with asyncio.timeout(UPLOAD_SECONDS):
                    body = await read_body(receive, cap=UPLOAD_CAP)
            except TimeoutError:
                await send_answer(send, TOO_SLOW)
                return
            if body is None:
                await send_answer(send, TOO_LARGE)
                return
            await self._answer(scope, body, send)
        finally:
            self._uploads -= 1

    async def _answer(self, scope: Message, body: bytes, send: Send) -> None:
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        environ = make_environ(scope, body)
        status, headers, content = await loop.run_in_executor(self._threads, context.run, self._run, environ)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _run(self, environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        started: list[Any] = []
        result = self._wsgi(environ, lambda status, headers, _error=None: started.extend((status, headers)))
        try:
            content = b"".join(result)
        finally:
            if close := getattr(result, "close", None):
                close()
        status, headers = started
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return int(status.split(" ", 1)[0]), encoded, content


def _is_upload(scope: Message) -> bool:
    """Tell whether photos come: a form of several parts that says it is large, where such a form is taken."""
    path = (scope.get("raw_path") or scope["path"].encode()).split(b"?", 1)[0]
    if scope["method"] != "POST" or not UPLOADS.fullmatch(path):
        return False
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    # Without a length nobody knows: it takes a place as well.
    return not said.isdigit() or int(said) > BODY_CAP


def make_environ(scope: Message, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of an ASGI HTTP scope."""
    path = scope.get("raw_path") or scope["path"].encode()
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path.split(b"?", 1)[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        # A name with an underscore would pass for its twin with a dash, such as X_Forwarded_Proto.
        if name == "CONTENT_LENGTH" or b"_" in raw_name:
            continue
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        separator = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    return environ
