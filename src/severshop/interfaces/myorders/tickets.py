"""Tickets for a shopper's live stream: short-lived, and good in the session only that they were given to."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http.cookie import parse_cookie

LASTS: Final = 300
"""Seconds. A stream ends with its ticket; the page asks for the next one, which a session that has ended cannot."""
SALT: Final = "severshop.myorders.stream"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose stream it is, and for how many seconds."""

    customer_id: uuid.UUID
    seconds: float


def give_ticket(customer_id: uuid.UUID, *, session_key: str) -> str:
    """Return a ticket for whoever is signed in."""
    return signing.dumps([customer_id.hex, _mark(session_key)], salt=SALT)


def read_ticket(said: str, *, cookies: str) -> Ticket | None:
    """Return what a ticket says; `None` for one that is forged, too old, or used in another session."""
    try:
        customer, mark = signing.loads(said, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    session_key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    if not session_key or _mark(session_key) != mark:
        return None
    return Ticket(uuid.UUID(customer), LASTS)


def _mark(session_key: str) -> str:
    return hashlib.sha256(f"{SALT}:{session_key}".encode()).hexdigest()[:24]
