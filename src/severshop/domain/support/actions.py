"""Writes of cases: opening them, and putting entries below one another."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.support.models import Case, Entry
from severshop.domain.support.rules import Kind, Via
from severshop.infra.links import case_token, reply_key, token_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What somebody wrote or did."""

    kind: Kind
    text: str = ""
    whole: str = ""
    by: uuid.UUID | None = None
    via: Via = Via.PAGE
    is_verified: bool = True
    answer_by: datetime | None = None
    submit_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A question. `order_id` or `email` says where its answer goes."""

    id: uuid.UUID
    submit_hash: str
    language: str
    order_id: uuid.UUID | None = None
    parcel_position: int | None = None
    customer_id: uuid.UUID | None = None
    email: str = ""
    topic: str = ""


def open_case(new: NewCase, first: NewEntry, *, now: datetime) -> uuid.UUID:
    """Write a case with its first entry; return the entry's id."""
    case = Case.objects.create(
        id=new.id,
        order_id=new.order_id,
        parcel_position=new.parcel_position,
        customer_id=new.customer_id,
        email=new.email,
        topic=new.topic,
        language=new.language,
        opened_at=now,
        token_hash=token_hash(case_token(new.id)),
        reply_hash=token_hash(reply_key(new.id)),
        submit_hash=new.submit_hash,
    )
    return add_entry(case.id, first, now=now)


def lock_case(case_id: uuid.UUID) -> bool:
    """Lock a case, so that entries come one after the other; return whether it exists."""
    return Case.objects.select_for_update().filter(pk=case_id).exists()


def add_entry(case_id: uuid.UUID, new: NewEntry, *, now: datetime) -> uuid.UUID:
    """Write an entry below the others. The caller has locked the case."""
    last = Entry.objects.filter(case_id=case_id).order_by("-position").values_list("position", flat=True).first() or 0
    entry = Entry.objects.create(
        case_id=case_id,
        position=last + 1,
        kind=new.kind,
        at=now,
        by_id=new.by,
        via=new.via,
        text=new.text,
        whole=new.whole,
        is_verified=new.is_verified,
        answer_by=new.answer_by,
        submit_hash=new.submit_hash,
    )
    return entry.id
