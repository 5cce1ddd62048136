"""Writes to refunds and chargebacks. The caller holds the order's lock, so that the ledger stands still meanwhile."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.payments.books import (
    RefundRecord,
    charge_balances,
    order_balance,
    record_of,
    refunds_for,
    refunds_to_call_off,
)
from severshop.domain.payments.ledger import check_refund, share_out, to_call_off
from severshop.domain.payments.models import Chargeback, Payment, Refund, RefundPart
from severshop.domain.payments.refunds import (
    TRANSITIONS,
    ChargebackState,
    ChargebackTold,
    RefundAnswer,
    RefundState,
)
from severshop.infra.ids import uuid7
from severshop.vocabulary.refunds import Part, Why, beyond, cut_to


class NotPaidHereError(Exception):
    """The shop holds no payment of the order: what was paid elsewhere is paid back there."""


class NotPossibleError(Exception):
    """The refund is not where this step can be taken."""


class SamePersonError(Exception):
    """Who asked for a refund may not approve it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRefund:
    """What goes back and why. `by` is null where the shopper asked and a rule said yes.

    `charge` is the payment that it should go back to, where that is known; as far as something is left of it.
    """

    order_id: uuid.UUID
    parts: tuple[Part, ...]
    why: Why
    cause: str
    by: uuid.UUID | None = None
    needs_approval: bool = False
    note: str = ""
    retry_of: uuid.UUID | None = None
    charge: uuid.UUID | None = None

    @property
    def amount_minor(self) -> int:
        return sum(part.amount_minor for part in self.parts)


def request_refund(new: NewRefund, *, now: datetime) -> tuple[RefundRecord, ...]:
    """Write a refund down, one for each charge that it goes back to; the same cause again is the same refunds.

    Raises `NotPaidHereError`, `MoreThanLeftError`, `ValueError` for nothing.
    """
    if known := refunds_for(new.cause):
        return known
    left = {charge: balance.left for charge, balance in charge_balances(new.order_id).items() if balance.paid}
    if not left:
        raise NotPaidHereError(new.order_id)
    check_refund(order_balance(new.order_id), amount_minor=new.amount_minor)
    rest = new.parts
    written: list[RefundRecord] = []
    for charge, share in share_out(new.amount_minor, left, first=str(new.charge or "")):
        # What failed is tried again once; of several charges that pay it now, the first says so.
        retry_of = None if written else new.retry_of
        payment = Payment.objects.get(pk=charge)
        written.append(_write_refund(new, payment, cut_to(rest, share), retry_of=retry_of, now=now))
        rest = beyond(rest, share)
    return tuple(written)


def _write_refund(
    new: NewRefund, payment: Payment, parts: tuple[Part, ...], *, retry_of: uuid.UUID | None, now: datetime
) -> RefundRecord:
    row = Refund.objects.create(
        id=uuid7(),
        payment=payment,
        order_id=new.order_id,
        amount_minor=sum(part.amount_minor for part in parts),
        currency=payment.currency,
        why=new.why.value,
        cause=new.cause,
        state=RefundState.WAITING if new.needs_approval else RefundState.REQUESTED,
        needs_approval=new.needs_approval,
        requested_at=now,
        requested_by_id=new.by,
        note=new.note,
        retry_of_id=retry_of,
    )
    RefundPart.objects.bulk_create(
        RefundPart(
            refund=row,
            position=position,
            kind=part.kind.value,
            line=part.line,
            quantity=part.quantity,
            amount_minor=part.amount_minor,
            tax_minor=part.tax_minor,
        )
        for position, part in enumerate(parts, start=1)
    )
    return record_of(row)


def decide(refund_id: uuid.UUID, *, approved: bool, by: uuid.UUID, now: datetime) -> None:
    """Approve or refuse what waits for a second person. Raises `NotPossibleError`, `SamePersonError`."""
    row = Refund.objects.select_for_update().get(pk=refund_id)
    if row.requested_by_id == by:
        raise SamePersonError(refund_id)
    _move(row, RefundState.REQUESTED if approved else RefundState.REFUSED, now=now)
    row.decided_at, row.decided_by_id = now, by
    row.save()


def note_told(refund_id: uuid.UUID, *, now: datetime) -> bool:
    """Write, before the gateway is told, that it may know of the refund from now on. False if there is no need."""
    row = Refund.objects.select_for_update().get(pk=refund_id)
    if row.state == RefundState.REQUESTED:
        row.state = RefundState.UNKNOWN.value
    elif row.state not in {RefundState.UNKNOWN, RefundState.SENT}:
        return False
    row.asked_at, row.tries = now, row.tries + 1
    row.save()
    return True


def apply_refund_answer(refund_id: uuid.UUID, answer: RefundAnswer, *, now: datetime) -> bool:
    """Write what the gateway said; tell whether it was news. What has ended stays as it is."""
    row = Refund.objects.select_for_update().get(pk=refund_id)
    if answer.state not in TRANSITIONS[RefundState(row.state)]:
        return False
    _move(row, answer.state, now=now)
    row.provider_ref = answer.provider_ref or row.provider_ref
    row.failure_code = answer.failure_code
    row.save()
    return True


def note_chargeback(told: ChargebackTold, *, now: datetime) -> bool:
    """Write what the gateway says of a chargeback, and call off what it overtakes; tell whether it was news.

    One that is won or lost stays so. Raises `NotPaidHereError` for a charge that is none of ours.
    """
    known = Chargeback.objects.select_for_update().filter(pk=told.provider_ref).first()
    closed_at = None if told.state is ChargebackState.OPEN else now
    if known is None:
        _write_chargeback(told, closed_at=closed_at, now=now)
    elif known.state == ChargebackState.OPEN and closed_at is not None:
        known.state, known.closed_at = told.state.value, closed_at
        known.save(update_fields=["state", "closed_at"])
    else:
        return False
    return True


def call_off_overtaken(order_id: uuid.UUID, *, now: datetime) -> int:
    """End the refunds whose money a chargeback has taken and that the gateway was not told of; return how many."""
    overtaken = [
        reference
        for charge, balance in charge_balances(order_id).items()
        for reference in to_call_off(balance, callable_off=refunds_to_call_off(charge))
    ]
    for row in Refund.objects.select_for_update().filter(pk__in=overtaken):
        _move(row, RefundState.OVERTAKEN, now=now)
        row.save()
    return len(overtaken)


def note_seen(provider_ref: str, *, by: uuid.UUID, now: datetime) -> bool:
    """Write who took note of a chargeback; tell whether that was the first."""
    unseen = Chargeback.objects.filter(pk=provider_ref, seen_at=None)
    return bool(unseen.update(seen_at=now, seen_by_id=by))


def _write_chargeback(told: ChargebackTold, *, closed_at: datetime | None, now: datetime) -> None:
    payment = Payment.objects.filter(pk=told.charge).first()
    if payment is None or payment.currency != told.currency:
        raise NotPaidHereError(told.charge)
    Chargeback.objects.create(
        provider_ref=told.provider_ref,
        payment=payment,
        order_id=payment.order_id,
        amount_minor=told.amount_minor,
        currency=told.currency,
        reason=told.reason,
        state=told.state.value,
        heard_at=now,
        closed_at=closed_at,
    )


def _move(row: Refund, state: RefundState, *, now: datetime) -> None:
    following = TRANSITIONS[RefundState(row.state)]
    if state not in following:
        raise NotPossibleError(f"{state} does not follow on {row.state}")
    row.state = state.value
    row.ended_at = None if TRANSITIONS[state] else now
