"""Mails that come in: kept as they came, then read by the worker, each once."""

import base64
import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from severshop.domain.notifications import actions, queries
from severshop.domain.notifications.channels import TroubleKind
from severshop.domain.orders.owners import address_at
from severshop.infra.addresses import address_hash
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.queries import sent
from severshop.infra.outbox.runner import GiveUpError, Handler
from severshop.usecases.notifying.inbound import Bounce, Complaint, Ignored, Inbound, Reply, read_inbound
from severshop.usecases.notifying.writing import own_domain

INBOUND_TOPIC = "mail.inbound"
INBOUND_TOPICS = (INBOUND_TOPIC,)


@transaction.atomic
def keep_mails(mails: Sequence[bytes], *, now: datetime) -> None:
    """Keep mails as they came; one that came before is not kept again. The worker reads them."""
    for raw in mails:
        digest = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
        inbound_id = actions.keep_inbound(digest, raw, now=now)
        if inbound_id is not None:
            put([NewEntry(topic=INBOUND_TOPIC, key=f"inbound:{digest}", payload={"inbound": inbound_id})], now=now)


@contextmanager
def letter_box(clock: Callable[[], datetime]) -> Iterator[Handler]:
    """Yield what reads a mail that came in."""

    def handle(entry: Entry) -> None:
        hear(entry, now=clock())

    yield handle


def hear(entry: Entry, *, now: datetime) -> None:
    """Read a mail and do what it asks for. Raises `GiveUpError` when it is no longer there."""
    inbound_id = entry.payload["inbound"]
    raw = queries.inbound_body(inbound_id)
    if raw is None:
        raise GiveUpError("the mail is no longer there")
    told = read_inbound(raw, domain=own_domain())
    with transaction.atomic():
        order_id, outcome = _act(told, now=now)
        actions.note_inbound(inbound_id, outcome=outcome, order_id=order_id, now=now)


def _act(told: Inbound, *, now: datetime) -> tuple[uuid.UUID | None, str]:
    match told:
        case Bounce(entry_id=entry_id, is_hard=is_hard, code=code):
            kind = TroubleKind.HARD if is_hard else TroubleKind.SOFT
            return _trouble(entry_id, kind=kind, code=code, now=now)
        case Complaint(entry_id=entry_id):
            return _trouble(entry_id, kind=TroubleKind.COMPLAINT, code="", now=now)
        case Reply():
            return None, "answer"
        case Ignored(why=why):
            return None, f"ignored: {why}"


def _trouble(entry_id: uuid.UUID, *, kind: TroubleKind, code: str, now: datetime) -> tuple[uuid.UUID | None, str]:
    order_id, sent_at = sent(entry_id)
    email = address_at(order_id, sent_at) if order_id and sent_at else None
    if email is None:
        return None, "ignored: about no order"
    actions.note_trouble(address_hash(email), kind=kind, order_id=order_id, entry_id=entry_id, code=code, now=now)
    return order_id, kind.value
