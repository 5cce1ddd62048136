"""Paying back: asked for, approved by a second person where it is much, and handed to the worker. One transaction each.

    request_refund   a refund is written down under the order's lock; never more than is left of what was paid
    decide_refund    somebody else approves or refuses what is over the limit
    try_again        what the gateway did not pay is asked for once more, under a key of its own

The worker then tells the gateway: `settle_refunds`.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from severshop.domain.audit.actions import note as audit
from severshop.domain.orders.queries import lock_orders
from severshop.domain.payments.books import RefundRecord, refund, refund_for
from severshop.domain.payments.ledger import MoreThanLeftError
from severshop.domain.payments.refunding import (
    NewRefund,
    NotPaidHereError,
    NotPossibleError,
    SamePersonError,
    decide,
)
from severshop.domain.payments.refunding import request_refund as write_refund
from severshop.domain.payments.refunds import RefundState, needs_second_person
from severshop.infra.outbox.actions import put
from severshop.usecases.paying.hear_gateway import refund_entry
from severshop.vocabulary.refunds import Part, PartKind, Why

__all__ = [
    "MoreThanLeftError",
    "NotPaidHereError",
    "NotPossibleError",
    "SamePersonError",
    "UnknownRefundError",
    "decide_refund",
    "give_back",
    "request_locked",
    "try_again",
]


class UnknownRefundError(LookupError):
    """There is no such refund."""


def request_locked(
    order_id: uuid.UUID,
    parts: tuple[Part, ...],
    *,
    why: Why,
    cause: str,
    by: uuid.UUID | None,
    now: datetime,
    charge: uuid.UUID | None = None,
) -> RefundRecord:
    """Ask for a refund in the caller's transaction, the order locked by the caller. The same cause is the same refund.

    `by` is null where the shopper asked and a rule said yes: then nobody has to approve it. Where an order was paid in
    several charges it goes back to `charge` first; what does not fit into one is a refund of each, told as one.
    Raises `NotPaidHereError`, `MoreThanLeftError`, `ValueError` for nothing.
    """
    new = NewRefund(
        order_id=order_id,
        parts=parts,
        why=why,
        cause=cause,
        by=by,
        needs_approval=_needs_approval(sum(part.amount_minor for part in parts), by=by),
        charge=charge,
    )
    return _write(new, now=now)


@transaction.atomic
def give_back(
    order_id: uuid.UUID, *, amount_minor: int, note: str, form: str, by: uuid.UUID, now: datetime
) -> RefundRecord:
    """Let a member of staff pay something back out of goodwill. The same form again is the same refund.

    Raises `NotPaidHereError`, `MoreThanLeftError`, `ValueError` for nothing or less.
    """
    lock_orders([order_id])
    new = NewRefund(
        order_id=order_id,
        parts=(Part(PartKind.GOODS, amount_minor=amount_minor),),
        why=Why.GOODWILL,
        cause=f"goodwill:{order_id}:{form}",
        by=by,
        needs_approval=_needs_approval(amount_minor, by=by),
        note=note,
    )
    return _noted("pay back out of goodwill", new, by=by, now=now)


@transaction.atomic
def decide_refund(refund_id: uuid.UUID, *, approved: bool, by: uuid.UUID, now: datetime) -> RefundRecord:
    """Approve or refuse what waits for a second person.

    Raises `UnknownRefundError`, `NotPossibleError` when it does not wait any more, `SamePersonError`.
    """
    found = _locked(refund_id)
    decide(refund_id, approved=approved, by=by, now=now)
    _audit("approve refund" if approved else "refuse refund", found, by=by, now=now)
    if approved:
        put([refund_entry(refund_id, because="send", order_id=found.order_id)], now=now)
    return found


@transaction.atomic
def try_again(refund_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> RefundRecord:
    """Ask once more for what the gateway did not pay, under a key of its own; again, it is the same new refund.

    Raises `UnknownRefundError`, `NotPossibleError` unless it failed, `MoreThanLeftError`.
    """
    found = _locked(refund_id)
    if found.state is not RefundState.FAILED:
        raise NotPossibleError(f"{found.state} is not tried again")
    new = NewRefund(
        order_id=found.order_id,
        parts=found.parts,
        why=found.why,
        cause=f"again:{found.id}",
        by=by,
        needs_approval=_needs_approval(found.amount_minor, by=by),
        note=found.note,
        retry_of=found.id,
        charge=found.charge,
    )
    return _noted("try refund again", new, by=by, now=now)


def _noted(act: str, new: NewRefund, *, by: uuid.UUID, now: datetime) -> RefundRecord:
    """Write a refund that staff ask for; what was written before is not noted again."""
    known = refund_for(new.cause)
    written = _write(new, now=now)
    if known is None:
        _audit(act, written, by=by, now=now)
    return written


def _audit(act: str, found: RefundRecord, *, by: uuid.UUID, now: datetime) -> None:
    detail: dict[str, str | int] = {"amount_minor": found.amount_minor, "currency": found.currency}
    audit(act, by=by, at=now, order_id=found.order_id, about=f"refund {found.id}", detail=detail)


def _write(new: NewRefund, *, now: datetime) -> RefundRecord:
    written = write_refund(new, now=now)
    due = [one for one in written if one.state is RefundState.REQUESTED]
    put([refund_entry(one.id, because="send", order_id=one.order_id) for one in due], now=now)
    return refund_for(new.cause) or written[0]


def _locked(refund_id: uuid.UUID) -> RefundRecord:
    before = refund(refund_id)
    if before is None:
        raise UnknownRefundError(refund_id)
    lock_orders([before.order_id])
    return refund(refund_id) or before


def _needs_approval(amount_minor: int, *, by: uuid.UUID | None) -> bool:
    return needs_second_person(amount_minor, by_staff=by is not None, limit_minor=settings.REFUND_APPROVAL_LIMIT)
