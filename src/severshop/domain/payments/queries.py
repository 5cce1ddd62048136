"""What is known of the tries to be paid."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from severshop.domain.payments.models import Payment
from severshop.domain.payments.rules import LIVE, OPEN, Charge, PaymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """One try to be paid for an order."""

    id: uuid.UUID
    order_id: uuid.UUID
    state: PaymentState
    amount_minor: int
    currency: str
    method: str
    action_url: str
    decline_code: str
    card_hint: str
    started_at: datetime

    @property
    def charge(self) -> Charge:
        """What the gateway is, or was, asked for."""
        return Charge(
            key=self.id,
            amount_minor=self.amount_minor,
            currency=self.currency,
            method=self.method,
            reference=str(self.order_id),
        )


def live_payment(order_id: uuid.UUID) -> PaymentView | None:
    """Return the one try that is under way or has succeeded."""
    return _first(Q(order_id=order_id, state__in=LIVE))


def find_payment(payment_or_order_id: uuid.UUID) -> PaymentView | None:
    """Return the payment with this id, or else the latest one for the order with this id."""
    return _first(Q(pk=payment_or_order_id)) or _first(Q(order_id=payment_or_order_id))


def open_payments(*, started_before: datetime, limit: int) -> tuple[uuid.UUID, ...]:
    """Return payments that have not ended, oldest first."""
    found = Payment.objects.filter(state__in=OPEN, started_at__lte=started_before).order_by("started_at", "id")
    return tuple(found.values_list("id", flat=True)[:limit])


def card_hint(order_id: uuid.UUID) -> str:
    """Return what an order was paid with, such as `Visa 4242`; empty if it was not paid here."""
    paid = _first(Q(order_id=order_id, state=PaymentState.SUCCEEDED))
    return paid.card_hint if paid else ""


def _first(condition: Q) -> PaymentView | None:
    row = Payment.objects.filter(condition).order_by("-started_at", "-id").first()
    return view(row) if row else None


def view(row: Payment) -> PaymentView:
    """Return a row as a value."""
    return PaymentView(
        id=row.id,
        order_id=row.order_id,
        state=PaymentState(row.state),
        amount_minor=row.amount_minor,
        currency=row.currency,
        method=row.method,
        action_url=row.action_url,
        decline_code=row.decline_code,
        card_hint=row.card_hint,
        started_at=row.started_at,
    )
