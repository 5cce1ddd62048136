"""Changing an order to something that costs more: paid first, and made in the moment in which the money is there.

    begin    one transaction: freeze what was shown, keep the other size, write the payment down
    pay      no transaction: the gateway (`paying.charge`)
    finish   one transaction: the money came, and the order is changed; or it cannot be any more (the warehouse has
             begun meanwhile, say): then the whole of this charge goes back, and the shopper is told

What is not paid lets go of what it kept. Nothing else of the order waits for it meanwhile.
"""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.inventory.actions import SoldOutError, release, reserve
from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.changing import IN_MONEY, parts_back, why_closed
from severshop.domain.orders.edits import article_of
from severshop.domain.orders.pending import (
    CAUSE,
    PendingRecord,
    begin_pending,
    end_pending,
    open_pending,
    pending_by_form,
    pending_by_id,
)
from severshop.domain.payments.queries import PaymentView, payment_for
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.aftercare.change_order import (
    NotChangedError,
    OutdatedError,
    Wished,
    agreed,
    bound,
    checked_plan,
    make_change,
)
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.paying.charge import Declined, Follower, Outcome, begin_charge, call_off, pay
from severshop.usecases.paying.refund import request_locked
from severshop.usecases.reading.planned_change import Plan, Present, present_of
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.changing import ChangeKind, PendingState, WhyNotChanged
from severshop.vocabulary.refunds import Why

CHANGE_TOO_LATE = "change_too_late"
"""The letter about one that was paid, and could not be made any more."""


def pay_for_change(
    order_id: uuid.UUID, wished: Wished, *, seal: str, form: str, method: str, by: uuid.UUID | None, now: datetime
) -> Outcome:
    """Pay for a change that costs more, and make it. The same form again, and in parallel, is one charge.

    Another of the order that nobody finished paying is called off first. `by` and `seal` are as in `change_order`.
    Raises `UnknownOrderError`, `UnknownMethodError`, `NotChangedError`, `NothingChangedError`, `OutdatedError` also for
    what costs nothing more, `NoCertainAnswerError` while nobody knows what became of the other.
    """
    earlier = open_pending(order_id)
    if earlier and earlier.form != bound(order_id, form) and not pending_by_form(bound(order_id, form)):
        # What is refused calls nothing off.
        _dearer_plan(order_id, wished, seal=seal, now=now)
        stop_paying(earlier, now=now)
    try:
        payment = _begin(order_id, wished, seal=seal, form=form, method=method, by=by, now=now)
    except SoldOutError as error:
        raise NotChangedError(WhyNotChanged.SOLD_OUT) from error
    return pay(payment, method=method, followers=PAID_CHANGE, now=now)


def stop_paying(pending: PendingRecord, *, now: datetime) -> Outcome:
    """Call off what is being paid: `Paid` where the money had come before. Raises `NoCertainAnswerError`."""
    payment = payment_for(pending.cause)
    return call_off(payment, followers=PAID_CHANGE, now=now) if payment else Declined("cancelled")


@transaction.atomic
def _begin(
    order_id: uuid.UUID, wished: Wished, *, seal: str, form: str, method: str, by: uuid.UUID | None, now: datetime
) -> PaymentView:
    lock_known_orders([order_id])
    form = bound(order_id, form)
    known = pending_by_form(form)
    if known and (payment := payment_for(known.cause)):
        return payment
    plan = _dearer_plan(order_id, wished, seal=seal, now=now)
    if open_pending(order_id):
        raise OutdatedError(order_id)
    pending = begin_pending(agreed(order_id, plan, form=form, by=by), now=now)
    if pending.kind is ChangeKind.SIZE:
        reserve(pending.id, {pending.becomes["sku"]: pending.becomes["quantity"]}, now=now)
    currency = present_of(order_id, now=now).order.currency
    return begin_charge(
        order_id, cause=pending.cause, amount_minor=pending.to_pay_minor, currency=currency, method=method, now=now
    )


def _dearer_plan(order_id: uuid.UUID, wished: Wished, *, seal: str, now: datetime) -> Plan:
    plan = checked_plan(order_id, wished, seal=seal, now=now)
    if plan.difference_minor <= 0:
        raise OutdatedError(order_id)
    return plan


def _on_paid(payment: PaymentView, now: datetime) -> None:
    pending = _of(payment)
    why = _why_not_now(pending, present_of(pending.order_id, now=now))
    if why is None:
        make_change(pending, held_by=pending.id, charge=payment.id, now=now)
        end_pending(pending.id, PendingState.MADE, now=now)
        return
    release(pending.id, now=now)
    end_pending(pending.id, PendingState.TOO_LATE, why=why, now=now)
    parts = parts_back(pending.after, pending.before, line=pending.was.get("position"))
    request_locked(pending.order_id, parts, why=Why.CHANGE, cause=pending.cause, by=None, now=now, charge=payment.id)
    put([_letter(pending)], now=now)
    refresh_locked([pending.order_id], now=now)


def _on_unpaid(payment: PaymentView, now: datetime) -> None:
    pending = _of(payment)
    release(pending.id, now=now)
    end_pending(pending.id, PendingState.UNPAID, now=now)


def _why_not_now(pending: PendingRecord, present: Present) -> WhyNotChanged | None:
    """Return why what was agreed cannot be made any more: too late, or the order is no longer what it started from."""
    if closed := why_closed(pending.kind, present.standing):
        return closed
    order = present.order
    is_same = pending.before == present.prices
    if pending.kind is ChangeKind.SIZE:
        is_same = is_same and article_of(order.pk, position=pending.was["position"]) == pending.was
    else:
        is_same = is_same and order.delivery_option == pending.was["option"]
    return None if is_same else WhyNotChanged.OVERTAKEN


def _of(payment: PaymentView) -> PendingRecord:
    pending = pending_by_id(uuid.UUID(payment.cause.partition(":")[2]))
    if pending is None or pending.kind not in IN_MONEY:
        raise LookupError(payment.cause)
    return pending


def _letter(pending: PendingRecord) -> NewEntry:
    return NewEntry(
        topic=MAIL_TOPIC,
        key=f"mail:pending:{pending.id}",
        order_id=pending.order_id,
        payload={"kind": CHANGE_TOO_LATE, "pending": str(pending.id)},
    )


PAID_CHANGE = {CAUSE: Follower(on_paid=_on_paid, on_unpaid=_on_unpaid)}
"""What follows on the payment of a change."""
