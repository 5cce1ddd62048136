"""A member of staff writes to an order's shopper of their own accord: a case that begins with our words."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.queries import lock_orders, order_cards
from severshop.domain.support.actions import NewCase, NewEntry, open_case
from severshop.domain.support.queries import case_by_submit
from severshop.domain.support.rules import Kind, tidy
from severshop.infra.ids import uuid7
from severshop.infra.outbox.actions import NewEntry as OutboxEntry
from severshop.infra.outbox.actions import put
from severshop.usecases.aftercare.cases import CASE_FIRST, EmptyTextError, digest


class UnknownOrderError(LookupError):
    """There is no such order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWords:
    """What is written. `parcel` is a position; `form` was made when the form was shown."""

    order_id: uuid.UUID
    text: str
    form: str
    parcel: int | None = None


@transaction.atomic
def write_first(words: FirstWords, *, by: uuid.UUID, now: datetime) -> uuid.UUID:
    """Open a case with what was written and mail it to the order's address; return its id.

    The same form again opens nothing. Raises `EmptyTextError`, `UnknownOrderError`.
    """
    text = tidy(words.text)
    if not text:
        raise EmptyTextError
    if not lock_orders([words.order_id]):
        raise UnknownOrderError(words.order_id)
    submitted = digest("first", words.order_id, words.form)
    if known := case_by_submit(submitted):
        return known
    case_id = uuid7()
    new = NewCase(
        id=case_id,
        submit_hash=submitted,
        language=order_cards([words.order_id])[words.order_id].language,
        order_id=words.order_id,
        parcel_position=words.parcel,
    )
    entry_id = open_case(new, NewEntry(kind=Kind.ANSWERED, text=text, by=by), now=now)
    note("write first", by=by, at=now, order_id=words.order_id, about=f"case {case_id}")
    payload = {"kind": CASE_FIRST, "case": str(case_id), "message": str(entry_id)}
    put([OutboxEntry(MAIL_TOPIC, f"mail:case:{case_id}:{entry_id}", words.order_id, payload)], now=now)
    return case_id
