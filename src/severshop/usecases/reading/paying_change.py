"""The latest change of an order that costs more, and how its payment stands: for its owner's pages."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from severshop.domain.orders.edits import edits_of
from severshop.domain.orders.models import Order
from severshop.domain.orders.pending import PendingRecord, newest_pending
from severshop.domain.payments.books import RefundRecord, refund_for
from severshop.domain.payments.queries import find_payment, payment_for
from severshop.domain.payments.rules import CHALLENGE_LASTS
from severshop.infra.links import link_token
from severshop.usecases.reading.cancelling import back_on
from severshop.usecases.reading.link_holder import OrderRef, order_by_token
from severshop.vocabulary.changing import PendingState

TOLD_FOR = timedelta(hours=1)
"""So long the page says that something was not paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingView:
    """A change that is being paid, was not paid, or was paid too late."""

    pending: PendingRecord
    payment: uuid.UUID
    until: datetime
    """So long what it needs is kept, at least."""
    currency: str
    action_url: str
    decline_code: str
    refund: RefundRecord | None
    back_on: date | None

    @property
    def is_open(self) -> bool:
        return self.pending.state is PendingState.PAYING

    @property
    def is_unpaid(self) -> bool:
        return self.pending.state is PendingState.UNPAID

    @property
    def is_too_late(self) -> bool:
        return self.pending.state is PendingState.TOO_LATE


def paying_view(order_id: uuid.UUID, *, now: datetime) -> PayingView | None:
    """Return the latest, while there is something to say of it."""
    pending = newest_pending(order_id)
    payment = payment_for(pending.cause) if pending else None
    if pending is None or payment is None or pending.state is PendingState.MADE:
        return None
    edits = edits_of(order_id)
    is_old = now - pending.begun_at > TOLD_FOR or bool(edits and edits[0].made_at > pending.begun_at)
    if pending.state is PendingState.UNPAID and is_old:
        return None
    refund = refund_for(pending.cause)
    return PayingView(
        pending=pending,
        payment=payment.id,
        until=payment.started_at + CHALLENGE_LASTS,
        currency=payment.currency,
        action_url=payment.action_url,
        decline_code=payment.decline_code or "cancelled",
        refund=refund,
        back_on=back_on(refund) if refund else None,
    )


def order_behind(payment_id: uuid.UUID) -> OrderRef | None:
    """Return the order that something beside it was paid for. Whose browser may see it is for the caller to ask."""
    payment = find_payment(payment_id)
    if payment is None or payment.id != payment_id or not payment.cause:
        return None
    order = Order.objects.filter(pk=payment.order_id).first()
    return order_by_token(link_token(order.pk, generation=order.link_generation)) if order else None
