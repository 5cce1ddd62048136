"""Runs Django's WSGI handler behind ASGI: measured several times faster than its own ASGI handler.

Bodies are read up to a cap, responses are sent whole, and each thread lives on, so that its
database connection does. Views do not stream.
"""

import asyncio
import contextvars
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from severshop.infra.asgi import Answer, Message, Receive, Send, read_body, send_answer

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

BODY_CAP = 1_000_000
"""Bytes. No form of the shop comes near it."""
THREADS = 8
"""More than cores: a checkout that waits for a slow payment provider must not keep the others from their pages."""


class WsgiBridge:
    """An ASGI application that answers with a WSGI one, one request a thread."""

    def __init__(self, wsgi: Wsgi, *, threads: int = THREADS) -> None:
        self._wsgi = wsgi
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="django")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        body = await read_body(receive, cap=BODY_CAP)
        if body is None:
            await send_answer(send, Answer(413, b"The request is too large."))
            return
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
