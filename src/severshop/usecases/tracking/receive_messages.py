"""Carrier messages come in: kept raw, once, durable. Understanding them comes later."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime

from severshop.domain.tracking.intake import IncomingMessage, store_messages
from severshop.infra.db.reads import durable

__all__ = ["IncomingMessage", "message", "receive_messages"]


def receive_messages(messages: Sequence[IncomingMessage], *, now: datetime) -> None:
    """Keep the messages; when this returns they are durable. A message that is known already changes nothing."""
    with durable():
        store_messages(messages, now=now)


def message(carrier: str, body: bytes) -> IncomingMessage:
    """Return a message with the key that makes a repetition the same message."""
    digest = hashlib.sha256(carrier.encode() + b"\0" + body).digest()
    return IncomingMessage(carrier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), body)
