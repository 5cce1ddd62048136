"""The simulated carriers over HTTP."""

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as Address

from severshop.simulator.carrier.desk import HOOKS, Desk, Pace
from severshop.simulator.carrier.requests import BadRequestError, read_journey, read_label
from severshop.simulator.carrier.voices import VOICES
from severshop.simulator.deliveries import Deliveries

LARGEST_BODY = 20_000
HEADERS = {voice.hook: voice.headers for voice in VOICES.values()}
"""How the messages to each hook prove where they come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Whom the carriers tell, the secret that each hook of the shop knows, and how fast parcels travel."""

    shop_url: str
    secrets: Mapping[str, str]
    pace: Pace = field(default_factory=Pace)


class Carrier:
    """What is asked of the carriers. One instance a process."""

    def __init__(self, database: sqlite3.Connection, options: Options) -> None:
        self._secrets = options.secrets
        self._deliveries = Deliveries(database, headers=self._headers, base_url=options.shop_url)
        self._desk = Desk(database, self._deliveries, options.pace)

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        sending = asyncio.create_task(self._deliveries.run())
        yield
        sending.cancel()

    async def label(self, request: Request) -> Response:
        try:
            carrier, number = self._desk.label(read_label(await _document(request)))
        except BadRequestError as error:
            return JSONResponse({"detail": str(error)}, status_code=400)
        return JSONResponse({"carrier": carrier, "tracking_number": number})

    async def begin(self, request: Request) -> Response:
        try:
            asked = read_journey(await _document(request))
            is_new = self._desk.begin(asked)
        except BadRequestError as error:
            return JSONResponse({"detail": str(error)}, status_code=400)
        return JSONResponse({"tracking_number": asked.number, "began": is_new})

    async def parcels(self, _request: Request) -> Response:
        return JSONResponse({"parcels": self._desk.parcels(), "messages_waiting": self._deliveries.waiting()})

    def _headers(self, url: str, body: bytes) -> dict[str, str]:
        hook = url.removeprefix(HOOKS)
        signed = HEADERS[hook](body, self._secrets[hook], int(time.time()))
        return {"Content-Type": "application/json", **signed}


def make_app(database: sqlite3.Connection, options: Options) -> Starlette:
    """Return the carriers as an ASGI application."""
    carrier = Carrier(database, options)
    routes = [
        Address("/healthz", _healthy),
        Address("/labels", carrier.label, methods=["POST"]),
        Address("/journeys", carrier.begin, methods=["POST"]),
        Address("/parcels", carrier.parcels),
    ]
    return Starlette(routes=routes, lifespan=carrier.lifespan)


async def _healthy(_request: Request) -> Response:
    return JSONResponse({"ok": True})


async def _document(request: Request) -> Any:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BadRequestError(f"at most {LARGEST_BODY} bytes")
    try:
        return json.loads(body)
    except ValueError as error:
        raise BadRequestError("send a JSON object") from error
