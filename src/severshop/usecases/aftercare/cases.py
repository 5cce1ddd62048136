"""Conversations with shoppers: opening one, writing in it, closing it. One transaction each, the same form once."""

import base64
import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.owners import address_at
from severshop.domain.orders.queries import lock_orders
from severshop.domain.support import queries
from severshop.domain.support.actions import NewCase, NewEntry, add_entry, lock_case, open_case
from severshop.domain.support.rules import LONGEST_WHOLE, CaseState, Kind, Via, is_same_address, tidy
from severshop.infra.ids import uuid7
from severshop.infra.outbox.actions import NewEntry as OutboxEntry
from severshop.infra.outbox.actions import put
from severshop.infra.throttle.actions import Limit, TooOftenError, count_use
from severshop.usecases.reading.order_help import answer_due

__all__ = [
    "EmptyTextError",
    "Question",
    "TooOftenError",
    "UnknownCaseError",
    "answer",
    "ask",
    "close",
    "digest",
    "reopen",
    "write",
]

HOUR = timedelta(hours=1)
BY_ORDER = 6
"""Cases of one order in an hour."""
BY_ORIGIN = 20
BY_ADDRESS = 3
"""Questions without an order from one e-mail address in an hour."""
BY_CASE = 20
"""Entries of the shopper in one case in an hour."""
CASE_OPENED = "case_opened"
CASE_ANSWER = "case_answer"
CASE_FIRST = "case_first"
"""We wrote first."""


class UnknownCaseError(LookupError):
    """There is no such case."""


class EmptyTextError(ValueError):
    """Nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asks. Without an order the answer goes to `email`. `form` was made when the form was shown.

    `sender` is set where it came by mail, and `whole` is that mail's text: anybody can write any sender,
    and one that is not the order's address makes a question that is kept and marked as not verified.
    """

    text: str
    form: str
    language: str
    origin: str
    order_id: uuid.UUID | None = None
    parcel: int | None = None
    topic: str = ""
    email: str = ""
    customer_id: uuid.UUID | None = None
    sender: str | None = None
    whole: str = ""


@transaction.atomic
def ask(question: Question, *, now: datetime) -> uuid.UUID:
    """Open a case and confirm it by mail where the address is an order's; return its id.

    The same form again opens nothing. Raises `EmptyTextError`, `TooOftenError`.
    """
    text = _text(question.text)
    if question.order_id:
        lock_orders([question.order_id])
    submitted = digest("open", question.order_id or question.email.casefold(), question.form)
    if known := queries.case_by_submit(submitted):
        return known
    is_verified = _is_theirs(question, now=now)
    count_use(_limits(question, is_verified=is_verified), now=now)
    case_id = uuid7()
    new = NewCase(
        id=case_id,
        submit_hash=submitted,
        language=question.language,
        order_id=question.order_id,
        parcel_position=question.parcel if question.order_id else None,
        customer_id=question.customer_id,
        email="" if question.order_id else question.email,
        topic=question.topic,
    )
    first = NewEntry(
        kind=Kind.ASKED,
        text=text,
        whole=tidy(question.whole, longest=LONGEST_WHOLE),
        via=Via.PAGE if question.sender is None else Via.MAIL,
        is_verified=is_verified,
        answer_by=answer_due(now),
    )
    entry_id = open_case(new, first, now=now)
    if question.order_id:
        # Whoever asks without an order may have typed anybody's address: nothing is sent there but an answer.
        _mail(CASE_OPENED, case_id, entry_id, order_id=question.order_id, now=now)
    return case_id


@transaction.atomic
def write(case_id: uuid.UUID, *, text: str, form: str, now: datetime) -> None:
    """Put what the shopper wrote on the page into the case. Raises `UnknownCaseError` and what `ask` raises."""
    told = _text(text)
    _lock(case_id)
    submitted = digest("write", case_id, form)
    if queries.entry_exists(submitted):
        return
    count_use([Limit(f"case {case_id}", BY_CASE, HOUR)], now=now)
    add_entry(case_id, NewEntry(kind=Kind.ASKED, text=told, answer_by=answer_due(now), submit_hash=submitted), now=now)


@transaction.atomic
def answer(case_id: uuid.UUID, *, text: str, form: str, by: uuid.UUID, now: datetime) -> None:
    """Put a member of staff's answer into the case and mail it. Raises `UnknownCaseError`, `EmptyTextError`."""
    told = _text(text)
    _lock(case_id)
    submitted = digest("answer", case_id, form)
    if queries.entry_exists(submitted):
        return
    entry_id = add_entry(case_id, NewEntry(kind=Kind.ANSWERED, text=told, by=by, submit_hash=submitted), now=now)
    case = queries.case_record(case_id)
    order_id = case.order_id if case else None
    note("answer case", by=by, at=now, order_id=order_id, about=f"case {case_id}")
    _mail(CASE_ANSWER, case_id, entry_id, order_id=order_id, now=now)


def close(case_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> bool:
    """Close a case; return whether it was open. Raises `UnknownCaseError`."""
    return _turn(case_id, Kind.CLOSED, by=by, now=now)


def reopen(case_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> bool:
    """Open a closed case again; return whether it was closed. Raises `UnknownCaseError`."""
    return _turn(case_id, Kind.REOPENED, by=by, now=now)


@transaction.atomic
def _turn(case_id: uuid.UUID, kind: Kind, *, by: uuid.UUID, now: datetime) -> bool:
    _lock(case_id)
    case = queries.case_record(case_id)
    is_closed = case is not None and case.state is CaseState.CLOSED
    if is_closed is (kind is Kind.CLOSED):
        return False
    add_entry(case_id, NewEntry(kind=kind, by=by), now=now)
    act = "close case" if kind is Kind.CLOSED else "reopen case"
    note(act, by=by, at=now, order_id=case.order_id if case else None, about=f"case {case_id}")
    return True


def _lock(case_id: uuid.UUID) -> None:
    if not lock_case(case_id):
        raise UnknownCaseError(case_id)


def _text(text: str) -> str:
    told = tidy(text)
    if not told:
        raise EmptyTextError
    return told


def _is_theirs(question: Question, *, now: datetime) -> bool:
    if question.sender is None:
        return True
    known = address_at(question.order_id, now) if question.order_id else question.email
    return is_same_address(known or "", question.sender)


def _limits(question: Question, *, is_verified: bool) -> list[Limit]:
    # Strangers have a limit of their own, so that they cannot use up the one of whose order it is.
    heap = "order" if is_verified else "order by strangers"
    who = (
        Limit(f"case {heap} {question.order_id}", BY_ORDER, HOUR)
        if question.order_id
        else Limit(f"case address {question.email.casefold()}", BY_ADDRESS, HOUR)
    )
    return [who, Limit(f"case origin {question.origin}", BY_ORIGIN, HOUR)]


def _mail(kind: str, case_id: uuid.UUID, entry_id: uuid.UUID, *, order_id: uuid.UUID | None, now: datetime) -> None:
    payload = {"kind": kind, "case": str(case_id), "message": str(entry_id)}
    put([OutboxEntry(MAIL_TOPIC, f"mail:case:{case_id}:{entry_id}", order_id, payload)], now=now)


def digest(*parts: object) -> str:
    """Return the mark of a form: the same form sent twice has the same."""
    raw = hashlib.sha256("\x00".join(str(part) for part in parts).encode()).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
