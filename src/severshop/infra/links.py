"""Secret links: derived, so that every mail can carry one; stored only as their hash.

A token is 128 bits of HMAC-SHA-256 over what it opens and its generation. Nobody without
`LINK_KEY` can guess one, a copy of the database opens nothing, and raising the generation
revokes the old link. See docs/decisions/0005-derived-links.md.
"""

import base64
import hashlib
import hmac
import re
import uuid

from django.conf import settings

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
"""The form of a token: 16 bytes in base64url without padding."""


def link_token(order_id: uuid.UUID, *, generation: int) -> str:
    """Return the token that opens the order's status page, 22 characters of base64url."""
    subject = order_id.bytes + generation.to_bytes(4, "big")
    digest = hmac.new(settings.LINK_KEY.encode(), subject, hashlib.sha256).digest()
    return _text(digest[:16])


def case_token(case_id: uuid.UUID) -> str:
    """Return the token that opens a conversation, of the same form as an order's."""
    return _text(_secret(b"case:", case_id)[:16])


def reply_key(case_id: uuid.UUID) -> str:
    """Return what stands in the address that a mail of a conversation is answered to.

    Small letters and digits only: mail servers may fold an address.
    """
    return base64.b32encode(_secret(b"reply:", case_id)[:15]).decode().lower()


def _secret(purpose: bytes, subject: uuid.UUID) -> bytes:
    return hmac.new(settings.LINK_KEY.encode(), purpose + subject.bytes, hashlib.sha256).digest()


def token_hash(token: str) -> str:
    """Return what is stored and looked up instead of the token: its SHA-256, 43 characters of base64url."""
    return _text(hashlib.sha256(token.encode()).digest())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
