"""What becomes of a payment, and what the gateway's answers mean. Pure."""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit


class PaymentState(StrEnum):
    STARTED = "started"
    """The gateway may or may not have heard of it: ask before anything else."""
    ACTION_NEEDED = "action_needed"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    CANCELLED = "cancelled"


_ENDS = frozenset({PaymentState.SUCCEEDED, PaymentState.DECLINED, PaymentState.CANCELLED})

TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    PaymentState.STARTED: _ENDS | {PaymentState.ACTION_NEEDED},
    PaymentState.ACTION_NEEDED: _ENDS | {PaymentState.ACTION_NEEDED},
    PaymentState.SUCCEEDED: frozenset(),
    PaymentState.DECLINED: frozenset(),
    PaymentState.CANCELLED: frozenset(),
}
"""The life of a payment. What has ended stays as it is."""

OPEN = tuple(state for state, following in TRANSITIONS.items() if following)
LIVE = (*OPEN, PaymentState.SUCCEEDED)
"""States in which an order must not be paid for a second time."""

METHODS = ("card_ok", "card_challenge", "card_declined", "card_timeout")
"""The sandbox gateway's cards, by the gateway's names."""

UNHEARD_FOR = timedelta(seconds=60)
"""So long a charge may be on its way before a gateway that does not know it is told to refuse it."""
CHALLENGE_LASTS = timedelta(minutes=30)
"""So long a shopper may take for the second step, while the goods are kept."""


class Step(StrEnum):
    """What to do with an open payment after asking the gateway."""

    WAIT = "wait"
    APPLY = "apply"
    CANCEL = "cancel"


def next_step(answered: PaymentState | None, *, age: timedelta) -> Step:
    """Return what to do about an open payment. `answered` is None when the gateway does not know it."""
    if answered is None:
        return Step.CANCEL if age >= UNHEARD_FOR else Step.WAIT
    if answered is PaymentState.ACTION_NEEDED and age >= CHALLENGE_LASTS:
        return Step.CANCEL
    return Step.APPLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What the gateway is asked for. The same key always carries the same charge."""

    key: uuid.UUID
    amount_minor: int
    currency: str
    method: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the gateway said about a charge, checked."""

    state: PaymentState
    provider_ref: str
    decline_code: str = ""
    action_url: str = ""
    card_hint: str = ""


class UnreadableAnswerError(ValueError):
    """The gateway's answer is not what its contract says, or speaks of another charge. The message says how."""


ANSWERS = frozenset(PaymentState) - {PaymentState.STARTED}


def read_answer(document: Any, *, charge: Charge, gateway_url: str) -> Answer:
    """Return the gateway's answer about a charge. Raises `UnreadableAnswerError`: never trust, always check."""
    if not isinstance(document, dict):
        raise UnreadableAnswerError("not a JSON object")
    state = text_in(document, "state", most=20)
    if state not in ANSWERS:
        raise UnreadableAnswerError(f"unknown state {state!r}")
    if text_in(document, "key", most=100) != str(charge.key):
        raise UnreadableAnswerError("the answer is about another charge")
    # A charge that was cancelled before the gateway heard of it has no amount.
    amount = (document.get("amount_minor"), document.get("currency"))
    if state != PaymentState.CANCELLED and amount != (charge.amount_minor, charge.currency):
        raise UnreadableAnswerError(f"the amount is {amount!r} instead of {charge.amount_minor} {charge.currency}")
    return Answer(
        state=PaymentState(state),
        provider_ref=text_in(document, "id", most=80),
        decline_code=_code(document),
        action_url=_action_url(document, state=state, gateway_url=gateway_url),
        card_hint=text_in(document, "card_hint", most=40),
    )


def text_in(document: dict[str, Any], name: str, *, most: int) -> str:
    """Return a text of an answer, empty where it is left out. Raises `UnreadableAnswerError`."""
    value = document.get(name) or ""
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise UnreadableAnswerError(f"{name} is not a text of at most {most} characters")
    return value


def _code(document: dict[str, Any]) -> str:
    code = text_in(document, "decline_code", most=40)
    if not re.fullmatch(r"[a-z0-9_]*", code):
        raise UnreadableAnswerError(f"decline_code is no code: {code!r}")
    return code


def _action_url(document: dict[str, Any], *, state: str, gateway_url: str) -> str:
    """Return where the browser is sent; it must be at the gateway itself."""
    if state != PaymentState.ACTION_NEEDED:
        return ""
    url = text_in(document, "action_url", most=500)
    if urlsplit(url)[:2] != urlsplit(gateway_url)[:2]:
        raise UnreadableAnswerError("action_url does not lead to the gateway")
    return url
