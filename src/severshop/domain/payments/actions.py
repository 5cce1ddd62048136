"""Writes to payments."""

import uuid
from datetime import datetime

from severshop.domain.payments.models import Payment
from severshop.domain.payments.queries import PaymentView, view
from severshop.domain.payments.rules import TRANSITIONS, Answer, PaymentState


def start_payment(
    order_id: uuid.UUID, *, amount_minor: int, currency: str, method: str, now: datetime, cause: str = ""
) -> PaymentView:
    """Write down that an order, or something beside it, is about to be paid.

    Raises `IntegrityError` while another try for the same cause is live.
    """
    row = Payment.objects.create(
        order_id=order_id, cause=cause, amount_minor=amount_minor, currency=currency, method=method, started_at=now
    )
    return view(row)


def apply_answer(payment_id: uuid.UUID, answer: Answer, *, now: datetime) -> bool:
    """Write what the gateway said. Returns False, and writes nothing, when the payment had already ended."""
    row = Payment.objects.select_for_update().get(pk=payment_id)
    following = TRANSITIONS[PaymentState(row.state)]
    if answer.state not in following:
        return False
    row.state = answer.state.value
    row.provider_ref = answer.provider_ref
    row.decline_code = answer.decline_code
    row.action_url = answer.action_url
    row.card_hint = answer.card_hint
    row.settled_at = now if not TRANSITIONS[answer.state] else None
    row.save()
    return True
