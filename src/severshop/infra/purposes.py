"""Tokens that are good for one purpose only, such as ending the mails about an order.

A token names its order, the generation of its link and the version of its address, and proves
them with an HMAC over the purpose too. It opens no page about the order, and it ends to be good
with a new link or another address: that is how it is revoked.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
import uuid
from dataclasses import dataclass

from django.conf import settings

TOKEN = re.compile(r"[A-Za-z0-9_-]{48}")
"""36 bytes: the order's id, the generation, the version, and 16 bytes of proof."""
_NAMED = struct.Struct(">16sHH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a token names. Whether that is still so, only the order can tell."""

    order_id: uuid.UUID
    link_generation: int
    email_version: int


def purpose_token(named: Named, *, purpose: str) -> str:
    """Return the token, 48 characters of base64url."""
    body = _NAMED.pack(named.order_id.bytes, named.link_generation, named.email_version)
    return base64.urlsafe_b64encode(body + _proof(body, purpose)).decode()


def read_purpose_token(token: str, *, purpose: str) -> Named | None:
    """Return what a genuine token of this purpose names; None for anything else."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        raw = base64.urlsafe_b64decode(token)
    except binascii.Error:
        return None
    body, proof = raw[: _NAMED.size], raw[_NAMED.size :]
    if not hmac.compare_digest(proof, _proof(body, purpose)):
        return None
    order_id, generation, version = _NAMED.unpack(body)
    return Named(order_id=uuid.UUID(bytes=order_id), link_generation=generation, email_version=version)


def _proof(body: bytes, purpose: str) -> bytes:
    return hmac.new(settings.LINK_KEY.encode(), purpose.encode() + b"\0" + body, hashlib.sha256).digest()[:16]
