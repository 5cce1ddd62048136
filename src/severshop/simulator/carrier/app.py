"""The simulated carrier over HTTP."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as Address

from severshop.simulator.carrier.desk import Desk, Pace
from severshop.simulator.carrier.requests import BadRequestError, read_journey, read_label
from severshop.simulator.deliveries import Deliveries

LARGEST_BODY = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Whom the carrier tells, what it says to prove itself, and how fast its parcels travel."""

    shop_url: str
    credential: str
    pace: Pace = field(default_factory=Pace)


class Carrier:
    """The carrier's requests. One instance a process."""

    def __init__(self, database: sqlite3.Connection, options: Options) -> None:
        self._credential = options.credential
        self._deliveries = Deliveries(database, headers=self._headers, base_url=options.shop_url)
        self._desk = Desk(database, self._deliveries, options.pace)

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        sending = asyncio.create_task(self._deliveries.run())
        yield
        sending.cancel()

    async def label(self, request: Request) -> Response:
        try:
            asked = read_label(await _document(request))
        except BadRequestError as error:
            return JSONResponse({"detail": str(error)}, status_code=400)
        number = self._desk.label(asked.reference, service=asked.service, route=asked.route, journey=asked.journey)
        return JSONResponse({"carrier": "ups", "tracking_number": number})

    async def begin(self, request: Request) -> Response:
        try:
            asked = read_journey(await _document(request))
        except BadRequestError as error:
            return JSONResponse({"detail": str(error)}, status_code=400)
        is_new = self._desk.begin(
            asked.number,
            journey=asked.journey,
            route=asked.route,
            started_at=asked.started_at,
            up_to_hour=asked.up_to_hour,
        )
        return JSONResponse({"tracking_number": asked.number, "began": is_new})

    async def parcels(self, _request: Request) -> Response:
        return JSONResponse({"parcels": self._desk.parcels(), "messages_waiting": self._deliveries.waiting()})

    def _headers(self, _body: bytes) -> dict[str, str]:
        return {
            "credential": self._credential,
            "User-Agent": "UPSPubSubTrackingService",
            "Content-Type": "application/json",
        }


def make_app(database: sqlite3.Connection, options: Options) -> Starlette:
    """Return the carrier as an ASGI application."""
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
