"""How the machinery is doing, for support and for whoever runs the shop."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, Max, OuterRef, QuerySet

from severshop.domain.orders.models import Order
from severshop.domain.tracking.models import CodeMapping, MessageState, RawMessage, UnknownCode
from severshop.infra.jobs.queries import JobState, job_states, worker_seen_at
from severshop.infra.outbox.queries import FailedEntry, TopicState, failed, topics
from severshop.vocabulary.milestones import Milestone, Reason

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

    id: int
    carrier: str
    code: str
    text: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedRow:
    """A code that staff have mapped: to what, by whom and when."""

    code: CodeRow
    milestone: Milestone
    reason: Reason
    mapped_by: str
    mapped_at: datetime


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
    mapped_codes: tuple[MappedRow, ...]
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
        unknown_codes=tuple(_code(row) for row in _unmapped().order_by("-last_at")[:ROWS]),
        mapped_codes=_mapped_codes(),
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


def has_orders() -> bool:
    """Tell whether anything was ever bought here."""
    return Order.objects.exists()


def worker_is_alive(seen_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether a worker has been seen lately."""
    return seen_at is not None and now - seen_at <= WORKER_SILENT_AFTER


def raw_message(message_id: int) -> MessageView | None:
    """Return a raw message as support can read it, or None."""
    row = RawMessage.objects.filter(pk=message_id).first()
    if row is None:
        return None
    return MessageView(row=_message(row), state=row.state, body=_readable(bytes(row.body)), read_at=row.read_at)


def code_row(code_id: int) -> CodeRow | None:
    """Return a code that came and no table mapped, or None."""
    row = UnknownCode.objects.filter(pk=code_id).first()
    return _code(row) if row else None


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


def _unmapped() -> QuerySet[UnknownCode]:
    mapped = CodeMapping.objects.filter(carrier=OuterRef("carrier"), code=OuterRef("code"))
    return UnknownCode.objects.filter(~Exists(mapped))


def _mapped_codes() -> tuple[MappedRow, ...]:
    mappings = CodeMapping.objects.select_related("mapped_by").order_by("-mapped_at")[:ROWS]
    seen = {(row.carrier, row.code): row for row in UnknownCode.objects.filter(code__in=[row.code for row in mappings])}
    return tuple(
        MappedRow(
            code=_code(seen[row.carrier, row.code]),
            milestone=Milestone(row.milestone),
            reason=Reason(row.reason),
            mapped_by=row.mapped_by.name if row.mapped_by else "",
            mapped_at=row.mapped_at,
        )
        for row in mappings
        if (row.carrier, row.code) in seen
    )


def _code(row: UnknownCode) -> CodeRow:
    return CodeRow(
        id=row.pk,
        carrier=row.carrier,
        code=row.code,
        text=row.text,
        times=row.times,
        first_at=row.first_at,
        last_at=row.last_at,
    )


def _readable(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body.decode("utf-8", "backslashreplace")
