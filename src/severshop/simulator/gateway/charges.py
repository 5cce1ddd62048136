"""What a charge is, what a request for one must say, and how each sandbox card behaves."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

LONGEST_TEXT = 500
LARGEST_AMOUNT = 100_000_000


class State(StrEnum):
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    ACTION_NEEDED = "action_needed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Card:
    """A sandbox card: what is seen of it, and what happens when it is charged."""

    hint: str
    state: State
    decline_code: str = ""
    is_slow: bool = False


CARDS = {
    "card_ok": Card("Visa 4242", State.SUCCEEDED),
    "card_declined": Card("Visa 0002", State.DECLINED, decline_code="insufficient_funds"),
    "card_challenge": Card("Visa 3155", State.ACTION_NEEDED),
    "card_timeout": Card("Visa 0119", State.SUCCEEDED, is_slow=True),
}
REFUSED = "authentication_refused"
"""Why a charge is declined whose second step was refused."""


class BadRequestError(ValueError):
    """The request says too little, too much or the wrong thing; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRequest:
    """What a shop asks for."""

    amount_minor: int
    currency: str
    method: str
    reference: str
    return_url: str
    notify_url: str


def read_request(document: Any) -> ChargeRequest:
    """Return the request, or raise `BadRequestError`."""
    if not isinstance(document, dict):
        raise BadRequestError("send a JSON object")
    amount = document.get("amount_minor")
    if type(amount) is not int or not 0 < amount <= LARGEST_AMOUNT:
        raise BadRequestError("amount_minor: a whole number of minor units above 0")
    method = read_text(document, "method")
    if method not in CARDS:
        raise BadRequestError(f"method: one of {', '.join(CARDS)}")
    currency = read_text(document, "currency")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise BadRequestError("currency: three capital letters, such as EUR")
    return ChargeRequest(
        amount_minor=amount,
        currency=currency,
        method=method,
        reference=read_text(document, "reference"),
        return_url=read_address(document, "return_url"),
        notify_url=read_address(document, "notify_url"),
    )


def read_text(document: dict[str, Any], name: str) -> str:
    """Return a text of the request, or raise `BadRequestError`."""
    value = document.get(name)
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        raise BadRequestError(f"{name}: a text of 1 to {LONGEST_TEXT} characters")
    return value


def read_address(document: dict[str, Any], name: str) -> str:
    """Return an http address of the request, or raise `BadRequestError`."""
    value = read_text(document, name)
    if not _is_address(value):
        raise BadRequestError(f"{name}: an address that begins with http:// or https://")
    return value


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = text.isascii() and text.isprintable() and " " not in text
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and has_port and is_plain
