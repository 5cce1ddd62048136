"""The sandbox payment gateway over HTTP: its interface for shops, and the second step for shoppers."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from severshop.simulator.deliveries import Deliveries
from severshop.simulator.gateway import pages
from severshop.simulator.gateway.charges import CARDS, BadRequestError, ChargeRequest, read_request
from severshop.simulator.gateway.store import DifferentRequestError, Store

LARGEST_BODY = 20_000
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the gateway behaves."""

    secret: str
    public_url: str
    slow_seconds: float = 8.0


class Gateway:
    """The gateway's requests. One instance a process."""

    def __init__(self, database: sqlite3.Connection, options: Options) -> None:
        self._options = options
        self._store = Store(database, public_url=options.public_url)
        self._deliveries = Deliveries(database, headers=self._signature)

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        sending = asyncio.create_task(self._deliveries.run())
        yield
        sending.cancel()

    async def create(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        key = request.headers.get("idempotency-key", "")
        if not 0 < len(key) <= LONGEST_KEY:
            return _error(400, f"Idempotency-Key: a header of 1 to {LONGEST_KEY} characters")
        try:
            asked = read_request(await _document(request))
            charge, is_new = self._store.create(key, asked)
        except BadRequestError as error:
            return _error(400, str(error))
        except DifferentRequestError:
            return _error(409, "this Idempotency-Key was used for another charge")
        if is_new and CARDS[asked.method].is_slow:
            await self._be_slow(charge, asked)
        return JSONResponse(charge)

    async def _be_slow(self, charge: Mapping[str, Any], asked: ChargeRequest) -> None:
        # Kept before the wait: a gateway that is killed meanwhile still tells the shop.
        self._notify(charge, notify_url=asked.notify_url, due_at=time.time() + self._options.slow_seconds)
        await asyncio.sleep(self._options.slow_seconds)

    async def read(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        charge = self._store.by_key(request.path_params["key"])
        return JSONResponse(charge) if charge else _error(404, "no charge has this key")

    async def list(self, request: Request) -> Response:
        return self._refusal(request) or JSONResponse({"charges": self._store.newest()})

    async def cancel(self, request: Request) -> Response:
        key = request.path_params["key"]
        if refusal := self._refusal(request):
            return refusal
        if len(key) > LONGEST_KEY:
            return _error(400, f"a key has at most {LONGEST_KEY} characters")
        return JSONResponse(self._store.cancel(key))

    async def challenge(self, request: Request) -> Response:
        found = self._store.by_id(request.path_params["id"])
        return pages.challenge(*found) if found else pages.not_found()

    async def answer_challenge(self, request: Request) -> Response:
        charge_id = request.path_params["id"]
        decision = await _decision(request)
        if self._store.by_id(charge_id) is None:
            return pages.not_found()
        if decision not in {"approve", "refuse"}:
            return _error(400, "decision: approve or refuse")
        settled = self._store.answer_challenge(charge_id, approved=decision == "approve")
        charge, asked = self._store.by_id(charge_id) or ({}, {})
        if settled:
            self._notify(charge, notify_url=asked["notify_url"], due_at=time.time())
        return RedirectResponse(asked["return_url"], status_code=303) if asked else pages.not_found()

    def _notify(self, charge: Mapping[str, Any], *, notify_url: str, due_at: float) -> None:
        told = {"type": "charge.settled", "key": charge["key"], "state": charge["state"]}
        self._deliveries.put(url=notify_url, body=json.dumps(told).encode(), due_at=due_at)

    def _signature(self, _url: str, body: bytes) -> dict[str, str]:
        moment = str(int(time.time()))
        signed = hmac.new(self._options.secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"Gateway-Signature": f"t={moment},v1={signed}", "Content-Type": "application/json"}

    def _refusal(self, request: Request) -> Response | None:
        expected = f"Bearer {self._options.secret}".encode()
        given = request.headers.get("authorization", "").encode()
        return None if hmac.compare_digest(given, expected) else _error(401, "Authorization: Bearer <secret>")


def make_app(database: sqlite3.Connection, options: Options) -> Starlette:
    """Return the gateway as an ASGI application."""
    gateway = Gateway(database, options)
    routes = [
        Route("/healthz", _healthy),
        Route("/gateway.css", pages.stylesheet),
        Route("/v1/charges", gateway.create, methods=["POST"]),
        Route("/v1/charges", gateway.list),
        Route("/v1/charges/{key}", gateway.read),
        Route("/v1/charges/{key}/cancel", gateway.cancel, methods=["POST"]),
        Route("/challenge/{id}", gateway.challenge),
        Route("/challenge/{id}", gateway.answer_challenge, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=gateway.lifespan)


async def _healthy(_request: Request) -> Response:
    return JSONResponse({"ok": True})


async def _document(request: Request) -> Any:
    body = await _body(request)
    try:
        return json.loads(body)
    except ValueError as error:
        raise BadRequestError("send a JSON object") from error


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BadRequestError(f"at most {LARGEST_BODY} bytes")
    return body


async def _decision(request: Request) -> str:
    """Read the one field of the challenge's form; nothing else is in it."""
    try:
        return (await _body(request)).decode("ascii").removeprefix("decision=")
    except (BadRequestError, UnicodeDecodeError):
        return ""


def _error(status: int, detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=status)
