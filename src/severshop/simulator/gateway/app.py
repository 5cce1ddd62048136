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
from severshop.simulator.gateway.paying_back import PayingBack
from severshop.simulator.gateway.requests import LONGEST_KEY, body, document, error, key_of
from severshop.simulator.gateway.store import DifferentRequestError, Store


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
        self.paying_back = PayingBack(
            database,
            charges=self._store,
            deliveries=self._deliveries,
            refusal=self._refusal,
            slow_seconds=options.slow_seconds,
        )

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        sending = asyncio.create_task(self._deliveries.run())
        yield
        sending.cancel()

    async def create(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        try:
            key = key_of(request)
            asked = read_request(await document(request))
            charge, is_new = self._store.create(key, asked)
        except BadRequestError as wrong:
            return error(400, str(wrong))
        except DifferentRequestError:
            return error(409, "this Idempotency-Key was used for another charge")
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
        return JSONResponse(charge) if charge else error(404, "no charge has this key")

    async def list(self, request: Request) -> Response:
        return self._refusal(request) or JSONResponse({"charges": self._store.newest()})

    async def cancel(self, request: Request) -> Response:
        key = request.path_params["key"]
        if refusal := self._refusal(request):
            return refusal
        if len(key) > LONGEST_KEY:
            return error(400, f"a key has at most {LONGEST_KEY} characters")
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
            return error(400, "decision: approve or refuse")
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
        return None if hmac.compare_digest(given, expected) else error(401, "Authorization: Bearer <secret>")


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
        *gateway.paying_back.routes,
        Route("/challenge/{id}", gateway.challenge),
        Route("/challenge/{id}", gateway.answer_challenge, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=gateway.lifespan)


async def _healthy(_request: Request) -> Response:
    return JSONResponse({"ok": True})


async def _decision(request: Request) -> str:
    """Read the one field of the challenge's form; nothing else is in it."""
    try:
        return (await body(request)).decode("ascii").removeprefix("decision=")
    except (BadRequestError, UnicodeDecodeError):
        return ""
