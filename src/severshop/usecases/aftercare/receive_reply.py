"""A mail that answers a case: what was written anew goes into the conversation, the whole is kept beside it."""

import base64
import hashlib
import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.orders.models import Order
from severshop.domain.support import queries
from severshop.domain.support.actions import NewEntry, add_entry, lock_case
from severshop.domain.support.rules import LONGEST_WHOLE, Kind, Via, is_same_address, tidy, without_quotes
from severshop.usecases.aftercare.cases import UnknownCaseError
from severshop.usecases.reading.order_help import answer_due


@transaction.atomic
def receive_reply(*, case_key: str, sender: str, text: str, message_id: str, now: datetime) -> uuid.UUID:
    """Put a mail into its case, once; return the case. Raises `UnknownCaseError`.

    Anybody can write any sender: one that is not the case's own address is kept, and marked as not verified.
    """
    case_id = queries.case_by_reply_key(case_key)
    if case_id is None or not lock_case(case_id):
        raise UnknownCaseError(case_key[:4])
    submitted = _digest(case_id, message_id or f"{sender}\x00{text}")
    if queries.entry_exists(submitted):
        return case_id
    whole = tidy(text, longest=LONGEST_WHOLE)
    new = NewEntry(
        kind=Kind.ASKED,
        text=tidy(without_quotes(whole)) or "\N{HORIZONTAL ELLIPSIS}",
        whole=whole,
        via=Via.MAIL,
        is_verified=_is_theirs(case_id, sender),
        answer_by=answer_due(now),
        submit_hash=submitted,
    )
    add_entry(case_id, new, now=now)
    return case_id


def _is_theirs(case_id: uuid.UUID, sender: str) -> bool:
    case = queries.case_record(case_id)
    if case is None:
        return False
    known = Order.objects.filter(pk=case.order_id).values_list("email", flat=True).first() if case.order_id else None
    return is_same_address(known or case.email, sender)


def _digest(*parts: object) -> str:
    raw = hashlib.sha256("\x00".join(("reply", *map(str, parts))).encode()).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
