"""Charging for something beside an order that exists: at most one charge, and what it is for follows on it at once.

    begin_charge   in the caller's transaction: the payment is written down, with what it is for (`cause`)
    pay            no transaction: ask the gateway, with the payment's id as idempotency key
    (finish)       one transaction under the order's lock: the answer, and what follows on it (`Follower`)

Whatever dies in between is picked up by `settle_beside`, which asks the gateway until it is certain. Money that came
and what it was for are written in one transaction: neither is ever there without the other.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from severshop.domain.orders.queries import lock_orders
from severshop.domain.payments import gateway
from severshop.domain.payments.actions import apply_answer, start_payment
from severshop.domain.payments.gateway import GatewayDownError, NoCertainAnswerError
from severshop.domain.payments.queries import PaymentView, find_payment, open_payments
from severshop.domain.payments.rules import CHALLENGE_LASTS, METHODS, OPEN, Answer, PaymentState, Step, next_step

__all__ = [
    "SETTLE_AFTER",
    "ActionNeeded",
    "Declined",
    "Follower",
    "GatewayDownError",
    "NoCertainAnswerError",
    "NotBesideError",
    "Outcome",
    "Paid",
    "Unclear",
    "UnknownMethodError",
    "ask_what_became",
    "begin_charge",
    "call_off",
    "pay",
    "settle_beside",
    "settle_open_beside",
]

log = structlog.get_logger()

RETURN_PATH = "/order/paid/{payment}/"
"""Where the gateway sends the browser after the second step."""
NOTIFY_PATH = "/hooks/payments/sandbox"
SETTLE_AFTER = timedelta(seconds=10)
"""Younger payments are most likely still in the hands of the request that began them."""


class UnknownMethodError(ValueError):
    """The gateway has no such way to pay."""


class NotBesideError(LookupError):
    """There is no such payment, or it is for an order itself."""


@dataclass(frozen=True, slots=True)
class Paid:
    """The money came, and what it was for has followed: done, or paid back."""


@dataclass(frozen=True, slots=True)
class Declined:
    """Not paid, and nothing will be: another try is welcome. `code` is the gateway's, or `cancelled`."""

    code: str


@dataclass(frozen=True, slots=True)
class ActionNeeded:
    """The bank wants a second step: send the browser to `url`."""

    url: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The gateway has not given a certain answer. The shop asks on by itself."""


Outcome = Paid | Declined | ActionNeeded | Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What follows when a charge has ended, in the transaction in which that is written, the order locked."""

    on_paid: Callable[[PaymentView, datetime], None]
    on_unpaid: Callable[[PaymentView, datetime], None]


Followers = Mapping[str, Follower]
"""By what stands before the colon of the cause."""


def begin_charge(
    order_id: uuid.UUID, *, cause: str, amount_minor: int, currency: str, method: str, now: datetime
) -> PaymentView:
    """Write down in the caller's transaction, the order locked, that something beside it is about to be paid.

    Raises `UnknownMethodError`, and `IntegrityError` where the cause is being paid, or was.
    """
    if method not in METHODS:
        raise UnknownMethodError(method)
    return start_payment(order_id, cause=cause, amount_minor=amount_minor, currency=currency, method=method, now=now)


def pay(payment: PaymentView, *, method: str, followers: Followers, now: datetime) -> Outcome:
    """Ask the gateway for the money. Again, and in parallel, it leads to the same charge."""
    if payment.state not in OPEN:
        return _outcome(payment)
    try:
        answer = _ask_to_pay(payment, method=method)
    except NoCertainAnswerError as error:
        log.warning("payment_unclear", payment=str(payment.id), reason=str(error))
        return Unclear()
    return _finish(payment, answer, followers=followers, now=now)


def call_off(payment: PaymentView, *, followers: Followers, now: datetime) -> Outcome:
    """Have the gateway not charge any more: `Paid` where it had before. Raises `NoCertainAnswerError`."""
    if payment.state not in OPEN:
        return _outcome(payment)
    return _finish(payment, gateway.cancel(payment.charge), followers=followers, now=now)


def settle_beside(payment_id: uuid.UUID, *, followers: Followers, now: datetime) -> Outcome:
    """Ask the gateway what became of a charge, and act on it. Harmless to repeat.

    Raises `NotBesideError`, `GatewayDownError`.
    """
    payment = find_payment(payment_id)
    if payment is None or payment.id != payment_id or not payment.cause:
        raise NotBesideError(payment_id)
    if payment.state not in OPEN:
        return _outcome(payment)
    try:
        answer = ask_what_became(payment, age=now - payment.started_at)
    except GatewayDownError:
        raise
    except NoCertainAnswerError as error:
        log.warning("payment_unclear", payment=str(payment_id), reason=str(error))
        return Unclear()
    return _finish(payment, answer, followers=followers, now=now) if answer else Unclear()


def settle_open_beside(*, followers: Followers, now: datetime, limit: int = 100) -> int:
    """Settle charges that nobody waits for any more, oldest first. Returns how many have ended."""
    ended = 0
    for payment_id in open_payments(started_before=now - SETTLE_AFTER, limit=limit, beside_orders=True):
        try:
            outcome = settle_beside(payment_id, followers=followers, now=now)
        except GatewayDownError as error:
            log.warning("gateway_down", reason=str(error))
            break
        except Exception:  # one that cannot be settled must not keep the others waiting
            log.exception("payment_not_settled", payment=str(payment_id))
        else:
            ended += isinstance(outcome, Paid | Declined)
    return ended


def ask_what_became(payment: PaymentView, *, age: timedelta) -> Answer | None:
    """Return a certain answer about an open payment, or None while it is too early for one.

    One that nobody finishes is cancelled at the gateway. Raises `NoCertainAnswerError`.
    """
    try:
        answer = gateway.ask(payment.charge)
        step = next_step(answer.state if answer else None, age=age)
    except GatewayDownError:
        raise
    except NoCertainAnswerError:
        if age < CHALLENGE_LASTS:
            raise
        step = Step.CANCEL
    return gateway.cancel(payment.charge) if step is Step.CANCEL else answer


def _ask_to_pay(payment: PaymentView, *, method: str) -> Answer:
    if payment.state is PaymentState.STARTED:
        return gateway.charge(
            payment.charge,
            return_url=settings.PUBLIC_URL + RETURN_PATH.format(payment=payment.id),
            notify_url=settings.PUBLIC_URL + NOTIFY_PATH,
        )
    if payment.method == method and (answer := gateway.ask(payment.charge)):
        return answer
    return gateway.cancel(payment.charge)


@transaction.atomic
def _finish(payment: PaymentView, answer: Answer, *, followers: Followers, now: datetime) -> Outcome:
    lock_orders([payment.order_id])
    is_news = apply_answer(payment.id, answer, now=now)
    after = find_payment(payment.id) or payment
    if is_news:
        log.info("payment_answered", payment=str(payment.id), order=str(payment.order_id), state=after.state.value)
        follower = followers[payment.cause.partition(":")[0]]
        if after.state is PaymentState.SUCCEEDED:
            follower.on_paid(after, now)
        elif after.state not in OPEN:
            follower.on_unpaid(after, now)
    return _outcome(after)


def _outcome(payment: PaymentView) -> Outcome:
    match payment.state:
        case PaymentState.SUCCEEDED:
            return Paid()
        case PaymentState.DECLINED:
            return Declined(payment.decline_code)
        case PaymentState.CANCELLED:
            return Declined("cancelled")
        case PaymentState.ACTION_NEEDED:
            return ActionNeeded(payment.action_url)
    return Unclear()
