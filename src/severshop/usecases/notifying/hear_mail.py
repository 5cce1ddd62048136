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
from severshop.domain.orders.owners import address_at, language_of
from severshop.domain.support.queries import case_record
from severshop.domain.support.rules import without_quotes
from severshop.infra.addresses import address_hash
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.queries import sent
from severshop.infra.outbox.runner import GiveUpError, Handler
from severshop.usecases.aftercare.cases import EmptyTextError, Question, TooOftenError, UnknownCaseError, ask
from severshop.usecases.aftercare.receive_reply import receive_reply
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
        case Reply(case_key=""):
            return _question(told, now=now)
        case Reply():
            return _answer(told, now=now)
        case Ignored(why=why):
            return None, f"ignored: {why}"


def _answer(told: Reply, *, now: datetime) -> tuple[uuid.UUID | None, str]:
    try:
        case_id = receive_reply(
            case_key=told.case_key, sender=told.sender, text=told.text, message_id=told.message_id, now=now
        )
    except UnknownCaseError:
        return None, "ignored: an answer to no case"
    case = case_record(case_id)
    return (case.order_id if case else None), "answer"


def _question(told: Reply, *, now: datetime) -> tuple[uuid.UUID | None, str]:
    """Open a case: somebody answered a mail about their order, as it invites them to.

    What is sent about it goes to the order's address, whoever the sender is.
    """
    order_id, _sent_at = sent(told.about) if told.about else (None, None)
    language = language_of(order_id) if order_id else None
    if language is None:
        return None, "ignored: an answer to no order"
    question = Question(
        text=without_quotes(told.text),
        form=f"mail\0{told.sender}\0{told.message_id or told.text}",
        language=language,
        origin=f"mail {address_hash(told.sender)}",
        order_id=order_id,
        sender=told.sender,
        whole=told.text,
    )
    try:
        ask(question, now=now)
    except (EmptyTextError, TooOftenError):
        return order_id, "ignored: empty, or too often"
    return order_id, "question"


def _trouble(entry_id: uuid.UUID, *, kind: TroubleKind, code: str, now: datetime) -> tuple[uuid.UUID | None, str]:
    order_id, sent_at = sent(entry_id)
    email = address_at(order_id, sent_at) if order_id and sent_at else None
    if email is None:
        return None, "ignored: about no order"
    actions.note_trouble(address_hash(email), kind=kind, order_id=order_id, entry_id=entry_id, code=code, now=now)
    return order_id, kind.value
