"""From "pay" to an order that is paid: at most one charge and at most one order for a checkout.

    begin    one transaction: freeze the offer, reserve the stock, write the payment down
    pay      no transaction: ask the gateway, with the payment's id as idempotency key
    finish   one transaction: apply the gateway's answer; a charge that succeeded becomes the order

Whatever dies in between is picked up by `settle`, which asks the gateway until it is certain.
Stock is let go only after the gateway has said that it will not charge.
"""

import uuid
from datetime import datetime

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction

from severshop.domain.baskets.actions import agree, close, lock_checkout, reopen
from severshop.domain.baskets.queries import CheckoutView
from severshop.domain.inventory.actions import SoldOutError, release, reserve
from severshop.domain.orders.models import Order
from severshop.domain.payments import gateway
from severshop.domain.payments.actions import apply_answer, start_payment
from severshop.domain.payments.queries import PaymentView, find_payment, live_payment, open_payments
from severshop.domain.payments.rules import METHODS, OPEN, Answer, PaymentState
from severshop.infra.ids import order_number
from severshop.usecases.buying.agreed import new_order
from severshop.usecases.buying.checkout import review_of
from severshop.usecases.buying.outcomes import (
    ActionNeeded,
    Declined,
    Incomplete,
    OfferChanged,
    Outcome,
    Placed,
    SoldOut,
    Unclear,
)
from severshop.usecases.fulfilling.accept_order import accept_order
from severshop.usecases.paying.charge import SETTLE_AFTER, ask_what_became

log = structlog.get_logger()

RETURN_PATH = "/checkout/return/"
"""Where the gateway sends the browser after the second step."""
NOTIFY_PATH = "/hooks/payments/sandbox"
CANCELLED = Declined("cancelled")
NUMBER_TRIES = 5
"""Two of them colliding is a once in a century event; five in a row are a fault elsewhere."""


class UnknownMethodError(ValueError):
    """The gateway has no such way to pay."""


class LostAgreementError(RuntimeError):
    """A charge succeeded, but what was agreed is gone: the order cannot be made. Needs a person."""


def place(checkout_id: uuid.UUID, *, method: str, seal: str, now: datetime) -> Outcome:
    """Pay for a checkout and make it an order. Again, and in parallel, it leads to the same order.

    `seal` is that of the offer which the buyer saw (`Review.offer.seal`); a changed offer is not charged.
    Raises `UnknownMethodError`, `UnknownCheckoutError`.
    """
    if method not in METHODS:
        raise UnknownMethodError(method)
    outcome: Outcome = CANCELLED
    # A second round only where an earlier try, abandoned at its second step, had to be cancelled first.
    for _ in range(2):
        begun = _begin_or_say_why_not(checkout_id, method=method, seal=seal, now=now)
        if not isinstance(begun, PaymentView):
            return begun
        outcome = _pay(begun, method=method, now=now)
        if outcome != CANCELLED:
            break
    return outcome


def settle(payment_or_checkout_id: uuid.UUID, *, now: datetime) -> Outcome:
    """Ask the gateway what became of a payment, and act on it. Harmless to repeat."""
    try:
        return _settle(payment_or_checkout_id, now=now)
    except gateway.NoCertainAnswerError as error:
        log.warning("payment_unclear", payment=str(payment_or_checkout_id), reason=str(error))
        return Unclear()


def settle_open(*, now: datetime, limit: int = 100) -> int:
    """Settle payments that nobody waits for any more, oldest first. Returns how many have ended."""
    ended = 0
    for payment_id in open_payments(started_before=now - SETTLE_AFTER, limit=limit):
        try:
            outcome = _settle(payment_id, now=now)
        except gateway.GatewayDownError as error:
            log.warning("gateway_down", reason=str(error))
            break
        except Exception:  # one that cannot be settled must not keep the others waiting
            log.exception("payment_not_settled", payment=str(payment_id))
        else:
            ended += isinstance(outcome, Placed | Declined)
    return ended


def _begin_or_say_why_not(checkout_id: uuid.UUID, *, method: str, seal: str, now: datetime) -> PaymentView | Outcome:
    try:
        return _begin(checkout_id, method=method, seal=seal, now=now)
    except SoldOutError as error:
        return SoldOut(error.skus)


@transaction.atomic
def _begin(checkout_id: uuid.UUID, *, method: str, seal: str, now: datetime) -> PaymentView | Outcome:
    checkout = lock_checkout(checkout_id)
    if placed := _placed(checkout_id):
        return placed
    if live := live_payment(checkout_id):
        return live
    found = review_of(checkout, now=now)
    if found.offer is None:
        return Incomplete(found.missing)
    if changes := found.offer.changes_since(seal):
        return OfferChanged(changes)
    reserve(checkout_id, checkout.quantities, now=now)
    agree(checkout_id, found.offer, now=now)
    return start_payment(
        checkout_id, amount_minor=found.offer.total_minor, currency=found.offer.currency, method=method, now=now
    )


def _pay(payment: PaymentView, *, method: str, now: datetime) -> Outcome:
    try:
        answer = _ask_to_pay(payment, method=method)
    except gateway.NoCertainAnswerError as error:
        log.warning("payment_unclear", payment=str(payment.id), reason=str(error))
        return Unclear()
    return _finish(payment, answer, now=now)


def _ask_to_pay(payment: PaymentView, *, method: str) -> Answer:
    if payment.state is PaymentState.STARTED:
        return gateway.charge(
            payment.charge,
            return_url=settings.PUBLIC_URL + RETURN_PATH,
            notify_url=settings.PUBLIC_URL + NOTIFY_PATH,
        )
    if payment.method == method and (answer := gateway.ask(payment.charge)):
        return answer
    return gateway.cancel(payment.charge)


def _settle(payment_or_checkout_id: uuid.UUID, *, now: datetime) -> Outcome:
    payment = find_payment(payment_or_checkout_id)
    order_id = payment.order_id if payment else payment_or_checkout_id
    if placed := _placed(order_id):
        return placed
    if payment is None:
        return Incomplete(("payment",))
    if payment.state not in OPEN:
        return _ended(payment)
    answer = ask_what_became(payment, age=now - payment.started_at)
    return _finish(payment, answer, now=now) if answer else Unclear()


@transaction.atomic
def _finish(payment: PaymentView, answer: Answer, *, now: datetime) -> Outcome:
    checkout = lock_checkout(payment.order_id)
    if placed := _placed(payment.order_id):
        return placed
    if not apply_answer(payment.id, answer, now=now):
        return _ended(find_payment(payment.id))
    log.info("payment_answered", payment=str(payment.id), order=str(payment.order_id), state=answer.state.value)
    if answer.state is PaymentState.SUCCEEDED:
        return _make_order(checkout, now=now)
    if answer.state is PaymentState.ACTION_NEEDED:
        return ActionNeeded(answer.action_url)
    release(payment.order_id, now=now)
    reopen(payment.order_id, now=now)
    return _ended(find_payment(payment.id))


def _make_order(checkout: CheckoutView, *, now: datetime) -> Placed:
    order_id, offer = checkout.id, checkout.agreed
    if offer is None:
        raise LostAgreementError(order_id)
    for tries_left in reversed(range(NUMBER_TRIES)):
        new = new_order(
            order_id,
            offer=offer,
            language=checkout.language,
            customer_id=checkout.customer_id,
            number=order_number(),
        )
        try:
            accept_order(new, promised=offer.window, evidence=offer.evidence, now=now)
        except IntegrityError:
            if not tries_left:
                raise
        else:
            break
    close(order_id, now=now)
    return Placed(order_id, new.number)


def _placed(order_id: uuid.UUID) -> Placed | None:
    number = Order.objects.filter(pk=order_id).values_list("number", flat=True).first()
    return Placed(order_id, number) if number else None


def _ended(payment: PaymentView | None) -> Outcome:
    if payment is not None and payment.state is PaymentState.DECLINED:
        return Declined(payment.decline_code)
    if payment is not None and payment.state is PaymentState.CANCELLED:
        return CANCELLED
    return Unclear()
