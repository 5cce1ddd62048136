"""How the machinery is doing, for support and for whoever runs the shop."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from severshop.domain.tracking.models import MessageState, RawMessage, UnknownCode
from severshop.infra.jobs.queries import JobState, job_states, worker_seen_at
from severshop.infra.outbox.queries import FailedEntry, TopicState, failed, topics

ROWS = 50
WORKER_SILENT_AFTER = timedelta(seconds=60)
"""A worker says every few seconds that it is alive; after this long without a word it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A carrier message that did not become a scan."""

    id: int
    carrier: str
    received_at: datetime
    tracking_number: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A carrier's code that no table maps: how often it came, and since when."""

    carrier: str
    code: str
    text: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Counts that are cheap to read however much the shop has seen."""

    messages_new: int
    messages_unmatched: int
    messages_not_understood: int
    messages_taken_in: int
    """The number of the newest raw message."""
    topics: tuple[TopicState, ...]
    worker_seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemState:
    """All that the system page shows."""

    numbers: Numbers
    not_understood: tuple[MessageRow, ...]
    unmatched: tuple[MessageRow, ...]
    unknown_codes: tuple[CodeRow, ...]
    given_up: tuple[FailedEntry, ...]
    jobs: tuple[JobState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A raw message with its body, made readable where it is JSON or text."""

    row: MessageRow
    state: str
    body: str
    read_at: datetime | None


def system_state() -> SystemState:
    """Return what needs somebody's eye, newest first."""
    return SystemState(
        numbers=numbers(),
        not_understood=_messages(MessageState.NOT_UNDERSTOOD),
        unmatched=_messages(MessageState.UNMATCHED),
        unknown_codes=_unknown_codes(),
        given_up=failed(limit=ROWS),
        jobs=job_states(),
    )


def numbers() -> Numbers:
    """Return the counts alone. Each is answered from a small index, never by counting everything that ever came."""
    return Numbers(
        messages_new=RawMessage.objects.filter(state="new").count(),
        messages_unmatched=RawMessage.objects.filter(state="unmatched").count(),
        messages_not_understood=RawMessage.objects.filter(state="not_understood").count(),
        messages_taken_in=RawMessage.objects.aggregate(last=Max("id"))["last"] or 0,
        topics=topics(),
        worker_seen_at=worker_seen_at(),
    )


def database_answers() -> bool:
    """Tell whether the database answers a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def worker_is_alive(seen_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether a worker has been seen lately."""
    return seen_at is not None and now - seen_at <= WORKER_SILENT_AFTER


def raw_message(message_id: int) -> MessageView | None:
    """Return a raw message as support can read it, or None."""
    row = RawMessage.objects.filter(pk=message_id).first()
    if row is None:
        return None
    return MessageView(row=_message(row), state=row.state, body=_readable(bytes(row.body)), read_at=row.read_at)


def _messages(state: MessageState) -> tuple[MessageRow, ...]:
    rows = RawMessage.objects.filter(state=state).defer("body").order_by("-received_at", "-id")[:ROWS]
    return tuple(_message(row) for row in rows)


def _message(row: RawMessage) -> MessageRow:
    return MessageRow(
        id=row.pk,
        carrier=row.carrier,
        received_at=row.received_at,
        tracking_number=row.tracking_number,
        error=row.error,
    )


def _unknown_codes() -> tuple[CodeRow, ...]:
    fields = ("carrier", "code", "text", "times", "first_at", "last_at")
    return tuple(CodeRow(**row) for row in UnknownCode.objects.order_by("-last_at").values(*fields)[:ROWS])


def _readable(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body.decode("utf-8", "backslashreplace")
