"""`POST /hooks/payments/sandbox`: the gateway says that a charge has settled."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from severshop.infra.asgi import Answer, read_body
from severshop.infra.clock import now
from severshop.infra.signing import is_signed
from severshop.usecases.paying.hear_gateway import hear_gateway

STATES = frozenset({"succeeded", "declined", "cancelled"})


async def hear(headers: Mapping[str, str], receive: Callable[[], Awaitable[dict[str, Any]]], *, cap: int) -> Answer:
    """Return the answer to a signed message: 204 once it is noted, 401 when forged or old, 400 when it says nothing."""
    body = await read_body(receive, cap=cap)
    if body is None:
        return Answer(413, b"The message is too large.")
    moment = now()
    if not is_signed(headers.get("gateway-signature", ""), body, secret=settings.GATEWAY_SECRET, now=moment):
        return Answer(401, b"The signature is missing, wrong or too old.")
    try:
        told = json.loads(body)
        payment_id, state = uuid.UUID(told["key"]), told["state"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Answer(400, b"Expected a JSON object with key and state.")
    if state not in STATES:
        return Answer(400, b"Expected a state that a charge can end in.")
    await asyncio.to_thread(_note, payment_id, state)
    return Answer(204, b"")


def _note(payment_id: uuid.UUID, state: str) -> None:
    close_old_connections()
    hear_gateway(payment_id, state=state, now=now())
