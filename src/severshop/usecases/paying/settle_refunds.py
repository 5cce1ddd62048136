"""From a refund that was asked for to money that is back: told to the gateway, and asked about until it is certain.

    note    one transaction: from now on the gateway may know of it
    tell    no transaction: ask for it, or what became of it, with its id as idempotency key
    finish  one transaction: apply the answer; tell the shopper once that the money is on its way

Whatever dies in between is asked about again: by the outbox, by the gateway's call, and by `ask_about_quiet`.
"""

import uuid
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.queries import lock_orders
from severshop.domain.payments import gateway
from severshop.domain.payments.books import RefundRecord, refund, refunds_to_ask_about
from severshop.domain.payments.gateway import NoCertainAnswerError
from severshop.domain.payments.models import Payment
from severshop.domain.payments.refunding import (
    NotPaidHereError,
    apply_refund_answer,
    call_off_overtaken,
    note_chargeback,
    note_told,
)
from severshop.domain.payments.refunds import ENDS, ChargebackTold, RefundAnswer, RefundState
from severshop.domain.snapshots.statuses import make_due
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.paying.behind import paid_by
from severshop.usecases.refresh_status import refresh_locked

log = structlog.get_logger()

NOTIFY_PATH = "/hooks/payments/sandbox"
REFUND_SENT = "refund_sent"
ASK_AFTER = timedelta(minutes=15)
"""So long the gateway may be silent about a refund before it is asked by itself."""


class UnknownRefundError(LookupError):
    """There is no such refund."""


class UnknownChargebackError(LookupError):
    """The gateway knows no such chargeback, or it is about a charge that is none of ours."""


def settle_refund(refund_id: uuid.UUID, *, now: datetime) -> RefundState:
    """Tell the gateway of a refund, or ask what became of it, and act on the answer. Harmless to repeat.

    Returns where the refund is then. Raises `NoCertainAnswerError`, `UnknownRefundError`.
    """
    found = _note(refund_id, now=now)
    if found.state in {RefundState.WAITING, *ENDS}:
        return found.state
    return _finish(found, _ask(found), now=now)


def ask_about_quiet(*, now: datetime, limit: int = 50) -> int:
    """Ask about refunds of which nothing was heard for a while, oldest first; return how many have ended."""
    ended = 0
    for refund_id in refunds_to_ask_about(quiet_since=now - ASK_AFTER, limit=limit):
        try:
            ended += settle_refund(refund_id, now=now) in ENDS
        except gateway.GatewayDownError as error:
            log.warning("gateway_down", reason=str(error))
            break
        except Exception:  # one that cannot be settled must not keep the others waiting
            log.exception("refund_not_settled", refund=str(refund_id))
    return ended


def settle_chargeback(provider_ref: str, *, now: datetime) -> bool:
    """Ask the gateway about a chargeback and write it down; tell whether it was news.

    Refunds that it overtakes are called off, as far as the gateway has not heard of them.
    Raises `NoCertainAnswerError`, `UnknownChargebackError`.
    """
    told = gateway.ask_chargeback(provider_ref)
    if told is None:
        raise UnknownChargebackError(provider_ref)
    return _take_in(told, now=now)


@transaction.atomic
def _note(refund_id: uuid.UUID, *, now: datetime) -> RefundRecord:
    """Return the refund as it was before, once it is written that the gateway may know of it from now on."""
    before = refund(refund_id)
    if before is None:
        raise UnknownRefundError(refund_id)
    lock_orders([before.order_id])
    found = refund(refund_id) or before
    note_told(refund_id, now=now)
    return found


def _ask(found: RefundRecord) -> RefundAnswer:
    if found.state is not RefundState.REQUESTED:
        answer = gateway.ask_refund(found.asked)
        if answer is not None:
            return answer
        if found.state is RefundState.SENT:
            raise NoCertainAnswerError("the gateway has forgotten a refund that it had")
    return gateway.refund(found.asked, notify_url=settings.PUBLIC_URL + NOTIFY_PATH)


@transaction.atomic
def _finish(found: RefundRecord, answer: RefundAnswer, *, now: datetime) -> RefundState:
    lock_orders([found.order_id])
    if apply_refund_answer(found.id, answer, now=now):
        log.info("refund_answered", refund=str(found.id), order=str(found.order_id), state=answer.state.value)
        if answer.state is not RefundState.FAILED:
            put([_letter(found)], now=now)
        # The order's page tells of what the refund follows from.
        refresh_locked([found.order_id], now=now)
        make_due(set(paid_by(found.order_id)) - {found.order_id}, now=now)
    after = refund(found.id)
    return after.state if after else answer.state


@transaction.atomic
def _take_in(told: ChargebackTold, *, now: datetime) -> bool:
    order_id = Payment.objects.filter(pk=told.charge).values_list("order_id", flat=True).first()
    if order_id is None:
        raise UnknownChargebackError(told.provider_ref)
    lock_orders([order_id])
    try:
        is_news = note_chargeback(told, now=now)
    except NotPaidHereError as error:
        raise UnknownChargebackError(told.provider_ref) from error
    overtaken = call_off_overtaken(order_id, now=now)
    if is_news:
        log.warning("chargeback", order=str(order_id), state=told.state.value, refunds_called_off=overtaken)
    return is_news


def _letter(found: RefundRecord) -> NewEntry:
    # One letter for each refund, whether the gateway works on it first or is done at once.
    return NewEntry(
        topic=MAIL_TOPIC,
        key=f"mail:refund:{found.id}",
        order_id=found.order_id,
        payload={"kind": REFUND_SENT, "refund": str(found.id)},
    )
