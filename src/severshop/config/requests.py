"""Gives requests an id, counts them, and writes their lines in the log.

`observed` does all of it. `counted` is for the hot paths, where a line for each request would
cost half of what the request does: there only what fails gets an id and a line.
"""

import re
import secrets
import time
from collections.abc import Awaitable

import structlog

from severshop.infra.asgi import Answer, App, Message, Receive, Send, send_answer
from severshop.infra.logs import request_id
from severshop.infra.metrics import requests_total

log = structlog.get_logger()

SECRET_PATH = re.compile(r"^(/t/|/order/|/case/)[^/.]+")
SORRY = Answer(500, b"Something went wrong here. It is logged; please try again.")
FAILED = 500
GIVEN_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")


def observed(app: App) -> App:
    """Wrap an ASGI application: request id, one log line, one count, and a plain 500 if it raises."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        identity = _request_id(scope)
        request_id.set(identity)
        started = time.perf_counter()
        status = 0

        async def send_observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", identity.encode())]
            await send(message)

        try:
            await app(scope, receive, send_observed)
        except Exception:
            log.exception("request failed", path=public_path(scope["path"]))
            if status == 0:
                await send_answer(send_observed, SORRY)
        finally:
            requests_total[(scope["method"], status)] += 1
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", method=scope["method"], path=public_path(scope["path"]), status=status, ms=milliseconds)

    return serve


def counted(app: App) -> App:
    """Wrap a hot ASGI application: one count, and for an answer of 500 or above all that `observed` does."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        status = 0

        def send_counted(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                requests_total[(scope["method"], status)] += 1
                if status >= FAILED:
                    message["headers"] = [*message.get("headers", []), (b"x-request-id", _told(scope, status))]
            return send(message)

        try:
            await app(scope, receive, send_counted)
        except Exception:
            request_id.set(_request_id(scope))
            log.exception("request failed", path=public_path(scope["path"]))
            if status == 0:
                await send_answer(send_counted, SORRY)

    return serve


def _told(scope: Message, status: int) -> bytes:
    """Write the line of a failed request and return the id under which it stands in the log."""
    identity = request_id.get() or _request_id(scope)
    request_id.set(identity)
    log.info("request", method=scope["method"], path=public_path(scope["path"]), status=status)
    return identity.encode()


def public_path(path: str) -> str:
    """Return the path as a log may show it: without the token that opens an order."""
    return SECRET_PATH.sub(r"\1...", path)


def _request_id(scope: Message) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and GIVEN_ID.fullmatch(value):
            return str(value, "ascii")
    return secrets.token_hex(8)
