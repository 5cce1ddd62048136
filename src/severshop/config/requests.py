"""Gives every request an id, counts it, and writes its line in the log."""

import re
import secrets
import time

import structlog

from severshop.infra.asgi import Answer, App, Message, Receive, Send, send_answer
from severshop.infra.logs import request_id
from severshop.infra.metrics import requests_total

log = structlog.get_logger()

SECRET_PATH = re.compile(r"^(/t/)[^/.]+")
SORRY = Answer(500, b"Something went wrong here. It is logged; please try again.")
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


def public_path(path: str) -> str:
    """Return the path as a log may show it: without the token that opens an order."""
    return SECRET_PATH.sub(r"\1...", path)


def _request_id(scope: Message) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and GIVEN_ID.fullmatch(value):
            return str(value, "ascii")
    return secrets.token_hex(8)
