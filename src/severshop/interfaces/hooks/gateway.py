"""`POST /hooks/payments/sandbox`: the gateway says that a charge has settled."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from severshop.infra.asgi import Answer
from severshop.infra.signing import is_signed

STATES = frozenset({"succeeded", "declined", "cancelled"})


@dataclass(frozen=True, slots=True)
class SettledCharge:
    """What a signed message of the gateway is about."""

    payment_id: uuid.UUID
    state: str


def read(headers: Mapping[str, str], body: bytes, *, now: datetime) -> SettledCharge | Answer:
    """Return what the message says, or the answer that refuses it: 401 when forged or old, 400 when it says nothing."""
    if not is_signed(headers.get("gateway-signature", ""), body, secret=settings.GATEWAY_SECRET, now=now):
        return Answer(401, b"The signature is missing, wrong or too old.")
    try:
        told = json.loads(body)
        payment_id, state = uuid.UUID(told["key"]), told["state"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Answer(400, b"Expected a JSON object with key and state.")
    if state not in STATES:
        return Answer(400, b"Expected a state that a charge can end in.")
    return SettledCharge(payment_id, state)
