"""`POST /hooks/payments/sandbox`: the gateway says that a charge or a refund has settled, or of a chargeback."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from severshop.infra.asgi import Answer
from severshop.infra.signing import is_signed

STATES = frozenset({"succeeded", "declined", "cancelled"})


@dataclass(frozen=True, slots=True)
class SettledCharge:
    """What a signed message of the gateway is about."""

    payment_id: uuid.UUID
    state: str


@dataclass(frozen=True, slots=True)
class SettledRefund:
    """What a signed message of the gateway is about."""

    refund_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ChargebackNews:
    """What a signed message of the gateway is about; `news` is `opened` or `closed`."""

    provider_ref: str
    news: str


Told = SettledCharge | SettledRefund | ChargebackNews
REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,80}")


def read(headers: Mapping[str, str], body: bytes, *, now: datetime) -> Told | Answer:
    """Return what the message says, or the answer that refuses it: 401 when forged or old, 400 when it says nothing."""
    if not is_signed(headers.get("gateway-signature", ""), body, secret=settings.GATEWAY_SECRET, now=now):
        return Answer(401, b"The signature is missing, wrong or too old.")
    try:
        return _told(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Answer(400, b"Expected a JSON object that names a charge with its state, a refund or a chargeback.")


def _told(document: Any) -> Told:
    match document.get("type", "charge.settled"):
        case "charge.settled" if document["state"] in STATES:
            return SettledCharge(uuid.UUID(document["key"]), document["state"])
        case "refund.settled":
            return SettledRefund(uuid.UUID(document["key"]))
        case "chargeback.opened" | "chargeback.closed" as kind if REFERENCE.fullmatch(document["id"]):
            return ChargebackNews(document["id"], kind.removeprefix("chargeback."))
    raise ValueError("nothing that the shop listens to")
