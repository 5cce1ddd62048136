"""Reads of cases."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from severshop.domain.support.models import Case, Entry
from severshop.domain.support.rules import STATE_AFTER, CaseState, Kind, Via
from severshop.infra.links import case_token, token_hash

OPENING = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """An entry as pages show it. `by` is the name of the member of staff."""

    id: uuid.UUID
    position: int
    kind: Kind
    at: datetime
    by: str
    via: Via
    text: str
    whole: str
    is_verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A case and whose turn it is. `answer_by` is set while we owe an answer."""

    id: uuid.UUID
    order_id: uuid.UUID | None
    parcel: int | None
    email: str
    topic: str
    language: str
    opened_at: datetime
    state: CaseState
    waiting_since: datetime
    answer_by: datetime | None
    opening: str
    token: str


def case_record(case_id: uuid.UUID) -> CaseRecord | None:
    """Return a case, or None."""
    return next(iter(_records(Case.objects.filter(pk=case_id))), None)


def case_by_token(token: str) -> uuid.UUID | None:
    """Return the case that a link opens, or None."""
    return Case.objects.filter(token_hash=token_hash(token)).values_list("pk", flat=True).first()


def case_by_reply_key(key: str) -> uuid.UUID | None:
    """Return the case that a mail to this key answers, or None."""
    return Case.objects.filter(reply_hash=token_hash(key.lower())).values_list("pk", flat=True).first()


def case_by_submit(submit_hash: str) -> uuid.UUID | None:
    """Return the case that a form has opened already, or None."""
    return Case.objects.filter(submit_hash=submit_hash).values_list("pk", flat=True).first()


def entry_exists(submit_hash: str) -> bool:
    """Return whether a form or a mail was taken in already."""
    return Entry.objects.filter(submit_hash=submit_hash).exists()


def entries_of(case_id: uuid.UUID) -> tuple[EntryRecord, ...]:
    """Return what was written in a case, the first first."""
    return tuple(
        EntryRecord(
            id=row.id,
            position=row.position,
            kind=Kind(row.kind),
            at=_here(row.at),
            by=row.by.name if row.by and row.kind != Kind.ASKED else "",
            via=Via(row.via),
            text=row.text,
            whole=row.whole,
            is_verified=row.is_verified,
        )
        for row in Entry.objects.filter(case_id=case_id).select_related("by")
    )


def cases_of_order(order_id: uuid.UUID) -> tuple[CaseRecord, ...]:
    """Return an order's cases, the newest first."""
    return _records(Case.objects.filter(order_id=order_id).order_by("-opened_at"))


def cases(
    state: CaseState | None = None, *, answered_by: uuid.UUID | None = None, limit: int = 100
) -> tuple[CaseRecord, ...]:
    """Return the cases of a state, or those somebody wrote in, the one that was written in last first."""
    rows = _with_last(Case.objects.all())
    if state is not None:
        rows = rows.filter(last_kind__in=[kind.value for kind, after in STATE_AFTER.items() if after is state])
    if answered_by is not None:
        rows = rows.filter(pk__in=Entry.objects.filter(by_id=answered_by).exclude(kind=Kind.ASKED).values("case_id"))
    return _records(rows.order_by("-last_at", "-pk")[:limit])


def waiting_for_us() -> int:
    """Return how many cases wait for an answer."""
    kinds = [kind.value for kind, after in STATE_AFTER.items() if after is CaseState.WAITING_FOR_US]
    return int(_with_last(Case.objects.all()).filter(last_kind__in=kinds).count())


def _with_last(rows: QuerySet[Case]) -> Any:
    """Add what the last entry says. The checker of types does not follow annotations, so it is not told."""
    entries = Entry.objects.filter(case=OuterRef("pk"))
    last = entries.order_by("-position")
    promised = entries.exclude(answer_by=None).order_by("-position")
    return rows.annotate(
        last_kind=Subquery(last.values("kind")[:1]),
        last_at=Subquery(last.values("at")[:1]),
        last_promise=Subquery(promised.values("answer_by")[:1]),
        first_text=Subquery(entries.order_by("position").values("text")[:1]),
    )


def _records(rows: Any) -> tuple[CaseRecord, ...]:
    rows = rows if "last_kind" in rows.query.annotations else _with_last(rows)
    return tuple(_record(row) for row in rows)


def _record(row: Case) -> CaseRecord:
    told: dict[str, Any] = vars(row)
    state = STATE_AFTER[Kind(told["last_kind"])]
    promise = told["last_promise"]
    text = " ".join(str(told["first_text"]).split())
    return CaseRecord(
        id=row.id,
        order_id=row.order_id,
        parcel=row.parcel_position,
        email=row.email,
        topic=row.topic,
        language=row.language,
        opened_at=_here(row.opened_at),
        state=state,
        waiting_since=_here(told["last_at"]),
        answer_by=_here(promise) if promise and state is CaseState.WAITING_FOR_US else None,
        opening=text if len(text) <= OPENING else text[: OPENING - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}",
        token=case_token(row.id),
    )


def _here(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError("a moment is missing")
    return value.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE))
