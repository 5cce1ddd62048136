"""Refunds and chargebacks over HTTP. What only a sandbox can do lies under `/v1/sandbox/`."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from severshop.simulator.deliveries import Deliveries
from severshop.simulator.gateway.charges import CARDS, BadRequestError, State
from severshop.simulator.gateway.refunds import Refunds, read_amount, read_refund_request
from severshop.simulator.gateway.requests import document, error, key_of
from severshop.simulator.gateway.store import DifferentRequestError, Store

SETTLES_LATER = frozenset({"card_challenge"})
"""Cards whose refunds are pending first."""


class PayingBack:
    """The requests about money that goes back."""

    def __init__(
        self,
        database: sqlite3.Connection,
        *,
        charges: Store,
        deliveries: Deliveries,
        refusal: Callable[[Request], Response | None],
        slow_seconds: float,
    ) -> None:
        self._refunds = Refunds(database)
        self._charges = charges
        self._deliveries = deliveries
        self._refusal = refusal
        self._slow_seconds = slow_seconds

    @property
    def routes(self) -> list[Route]:
        """Where the requests come in."""
        return [
            Route("/v1/charges/{key}/refunds", self.create, methods=["POST"]),
            Route("/v1/charges/{key}/refunds", self.list),
            Route("/v1/refunds/{key}", self.read),
            Route("/v1/chargebacks/{id}", self.read_chargeback),
            Route("/v1/sandbox/charges/{key}/close-card", self.close_card, methods=["POST"]),
            Route("/v1/sandbox/charges/{key}/chargeback", self.take_back, methods=["POST"]),
            Route("/v1/sandbox/chargebacks/{id}/close", self.close_chargeback, methods=["POST"]),
        ]

    async def create(self, request: Request) -> Response:
        """Pay back. `card_challenge` is pending first; `card_timeout` answers too late; the others at once."""
        if refusal := self._refusal(request):
            return refusal
        found = self._charge(request)
        if found is None:
            return error(404, "no charge has this key")
        charge, method = found
        is_slow = CARDS[method].is_slow
        settles_at = time.time() + (self._slow_seconds if method in SETTLES_LATER else 0)
        try:
            key = key_of(request)
            asked = read_refund_request(await document(request), charge=charge["key"])
            refund, is_new = self._refunds.create(key, asked, charge=charge, settles_at=settles_at)
        except BadRequestError as wrong:
            return error(400, str(wrong))
        except DifferentRequestError:
            return error(409, "this Idempotency-Key was used for another refund")
        if is_new:
            # Kept before any wait: a gateway that is killed meanwhile still tells the shop.
            told = {"type": "refund.settled", "key": refund["key"]}
            self._tell(asked.notify_url, told, due_at=settles_at + (self._slow_seconds if is_slow else 0))
            if is_slow:
                await asyncio.sleep(self._slow_seconds)
        return JSONResponse(refund)

    async def list(self, request: Request) -> Response:
        """Give every refund of a charge, the oldest first."""
        return self._refusal(request) or JSONResponse({"refunds": self._refunds.of_charge(request.path_params["key"])})

    async def read(self, request: Request) -> Response:
        """Say what became of a refund."""
        if refusal := self._refusal(request):
            return refusal
        found = self._refunds.by_key(request.path_params["key"])
        return JSONResponse(found) if found else error(404, "no refund has this key")

    async def read_chargeback(self, request: Request) -> Response:
        """Say what a bank took back, and how it stands."""
        if refusal := self._refusal(request):
            return refusal
        found = self._refunds.chargeback(request.path_params["id"])
        charge = self._charges.by_key(found["charge"]) if found else None
        if found is None or charge is None:
            return error(404, "there is no such chargeback")
        return JSONResponse({**found, "currency": charge["currency"]})

    async def close_card(self, request: Request) -> Response:
        """From now on no refund of the charge can be paid."""
        if refusal := self._refusal(request):
            return refusal
        if self._charge(request) is None:
            return error(404, "no charge has this key")
        self._refunds.close_card(request.path_params["key"])
        return JSONResponse({"ok": True})

    async def take_back(self, request: Request) -> Response:
        """Let the shopper's bank take back `amount_minor` of a charge, and tell the shop."""
        if refusal := self._refusal(request):
            return refusal
        found = self._charge(request)
        if found is None or found[0]["state"] != State.SUCCEEDED:
            return error(404, "no charge that succeeded has this key")
        try:
            asked = await document(request)
            amount = read_amount(asked.get("amount_minor") if isinstance(asked, dict) else None)
        except BadRequestError as wrong:
            return error(400, str(wrong))
        if amount > found[0]["amount_minor"]:
            return error(400, "amount_minor: at most what was charged")
        made = self._refunds.take_back(found[0]["key"], amount_minor=amount, reason="not_received")
        self._tell_of_chargeback(made, charge=found[0], kind="opened")
        return JSONResponse(self._refunds.chargeback(made))

    async def close_chargeback(self, request: Request) -> Response:
        """Decide a chargeback, for the shop where `won` is true, and tell the shop."""
        if refusal := self._refusal(request):
            return refusal
        found = self._refunds.chargeback(request.path_params["id"])
        charge = self._charges.by_key(found["charge"]) if found else None
        if found is None or charge is None:
            return error(404, "there is no such chargeback")
        try:
            asked = await document(request)
        except BadRequestError as wrong:
            return error(400, str(wrong))
        if self._refunds.close_chargeback(found["id"], won=isinstance(asked, dict) and asked.get("won") is True):
            self._tell_of_chargeback(found["id"], charge=charge, kind="closed")
        return JSONResponse(self._refunds.chargeback(found["id"]))

    def _charge(self, request: Request) -> tuple[dict[str, Any], str] | None:
        """Return the charge of the address and the card that it is on; None where none was ever asked for."""
        charge = self._charges.by_key(request.path_params["key"])
        found = self._charges.by_id(charge["id"]) if charge else None
        return (charge, found[1]["method"]) if charge and found and found[1] else None

    def _tell_of_chargeback(self, chargeback_id: str, *, charge: dict[str, Any], kind: str) -> None:
        _document, asked = self._charges.by_id(charge["id"]) or ({}, {})
        told = {"type": f"chargeback.{kind}", "id": chargeback_id}
        self._tell(asked["notify_url"], told, due_at=time.time())

    def _tell(self, notify_url: str, told: dict[str, str], *, due_at: float) -> None:
        self._deliveries.put(url=notify_url, body=json.dumps(told).encode(), due_at=due_at)
