"""The life of a refund and of a chargeback, and what the gateway's answers about them mean. Pure."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from severshop.domain.payments.rules import UnreadableAnswerError, text_in


class RefundState(StrEnum):
    WAITING = "waiting"
    """A second person has to approve it."""
    REQUESTED = "requested"
    """The gateway is to be told, and has not been."""
    UNKNOWN = "unknown"
    """The gateway was told and has not given a certain answer: it may or may not have heard. Ask."""
    SENT = "sent"
    """The gateway has it and works on it."""
    CONFIRMED = "confirmed"
    FAILED = "failed"
    """The gateway will not pay it. Another refund, with a key of its own, may try again."""
    REFUSED = "refused"
    """The second person said no."""
    OVERTAKEN = "overtaken"
    """A chargeback took the money before the gateway was told."""


TRANSITIONS: Final[dict[RefundState, frozenset[RefundState]]] = {
    RefundState.WAITING: frozenset({RefundState.REQUESTED, RefundState.REFUSED, RefundState.OVERTAKEN}),
    RefundState.REQUESTED: frozenset({RefundState.UNKNOWN, RefundState.OVERTAKEN}),
    RefundState.UNKNOWN: frozenset({RefundState.SENT, RefundState.CONFIRMED, RefundState.FAILED}),
    RefundState.SENT: frozenset({RefundState.CONFIRMED, RefundState.FAILED}),
    RefundState.CONFIRMED: frozenset(),
    RefundState.FAILED: frozenset(),
    RefundState.REFUSED: frozenset(),
    RefundState.OVERTAKEN: frozenset(),
}
"""The life of a refund. What has ended stays as it is."""

ENDS: Final = tuple(state for state, following in TRANSITIONS.items() if not following)
NOT_PAID: Final = (RefundState.FAILED, RefundState.REFUSED, RefundState.OVERTAKEN)
"""Ends in which no money went back: they do not count against what was paid."""
NOT_TOLD: Final = (RefundState.WAITING, RefundState.REQUESTED)
"""The gateway has not heard of it: it can still be called off."""
AT_THE_GATEWAY: Final = (RefundState.UNKNOWN, RefundState.SENT)

BANKS_TAKE: Final = timedelta(days=7)
"""Calendar days until a refund that was sent stands on most statements; cards take three to seven."""
APPROVAL_TAKES: Final = timedelta(days=3)
"""Calendar days within which the second person decides, a weekend in between."""
LAWFUL: Final = timedelta(days=14)
"""By when the money must be back in the EU (directive 2011/83/EU, article 13)."""


def needs_second_person(amount_minor: int, *, by_staff: bool, limit_minor: int) -> bool:
    """Tell whether somebody else has to approve: a person asked for it, and it is more than the limit."""
    return by_staff and amount_minor > limit_minor


def back_by(state: RefundState, *, day: date) -> date:
    """Return the day by which the money is back, counted from the day of the last step."""
    wait = BANKS_TAKE + APPROVAL_TAKES if state is RefundState.WAITING else BANKS_TAKE
    return day + min(wait, LAWFUL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """What the gateway is asked to pay back. The same key always carries the same amount."""

    key: uuid.UUID
    charge: uuid.UUID
    """The key of the charge that it belongs to."""
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAnswer:
    """What the gateway said about a refund, checked."""

    state: RefundState
    provider_ref: str = ""
    failure_code: str = ""


ANSWERS: Final = {
    "pending": RefundState.SENT,
    "succeeded": RefundState.CONFIRMED,
    "failed": RefundState.FAILED,
}
"""The gateway's words, and ours."""


def read_refund(document: Any, *, asked: RefundOrder) -> RefundAnswer:
    """Return the gateway's answer about a refund. Raises `UnreadableAnswerError`."""
    told = _object(document)
    word = text_in(told, "state", most=20)
    if word not in ANSWERS:
        raise UnreadableAnswerError(f"unknown state {word!r}")
    if text_in(told, "key", most=100) != str(asked.key) or text_in(told, "charge", most=100) != str(asked.charge):
        raise UnreadableAnswerError("the answer is about another refund")
    amount = (told.get("amount_minor"), told.get("currency"))
    if amount != (asked.amount_minor, asked.currency):
        raise UnreadableAnswerError(f"the amount is {amount!r} instead of {asked.amount_minor} {asked.currency}")
    return RefundAnswer(
        state=ANSWERS[word],
        provider_ref=text_in(told, "id", most=80),
        failure_code=text_in(told, "failure_code", most=40),
    )


class ChargebackState(StrEnum):
    OPEN = "open"
    """The bank has taken the money back; whether for good is not decided."""
    WON = "won"
    """The money came back to the shop."""
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargebackTold:
    """What the gateway said about a chargeback, checked."""

    provider_ref: str
    charge: uuid.UUID
    state: ChargebackState
    amount_minor: int
    currency: str
    reason: str


def read_chargeback(document: Any, *, provider_ref: str) -> ChargebackTold:
    """Return what the gateway says of a chargeback. Raises `UnreadableAnswerError`."""
    told = _object(document)
    if text_in(told, "id", most=80) != provider_ref:
        raise UnreadableAnswerError("the answer is about another chargeback")
    word = text_in(told, "state", most=20)
    if word not in set(ChargebackState):
        raise UnreadableAnswerError(f"unknown state {word!r}")
    amount = told.get("amount_minor")
    if type(amount) is not int or not 0 < amount < 2**31:
        raise UnreadableAnswerError(f"the amount is {amount!r}")
    try:
        charge = uuid.UUID(text_in(told, "charge", most=100))
    except ValueError as error:
        raise UnreadableAnswerError("it names no charge of ours") from error
    return ChargebackTold(
        provider_ref=provider_ref,
        charge=charge,
        state=ChargebackState(word),
        amount_minor=amount,
        currency=text_in(told, "currency", most=3),
        reason=text_in(told, "reason", most=40),
    )


def _object(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise UnreadableAnswerError("not a JSON object")
    return document
