"""What is known of the tries to be paid."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from severshop.domain.payments.models import Payment
from severshop.domain.payments.rules import LIVE, OPEN, Charge, PaymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """One try to be paid for an order, or for what `cause` names."""

    id: uuid.UUID
    order_id: uuid.UUID
    cause: str
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
    """Return the one try to pay for the order itself that is under way or has succeeded."""
    return _first(Q(order_id=order_id, cause="", state__in=LIVE))


def payment_for(cause: str) -> PaymentView | None:
    """Return the latest try to pay for something beside an order."""
    return _first(Q(cause=cause))


def find_payment(payment_or_order_id: uuid.UUID) -> PaymentView | None:
    """Return the payment with this id, or else the latest one for the order with this id itself."""
    return _first(Q(pk=payment_or_order_id)) or _first(Q(order_id=payment_or_order_id, cause=""))


def open_payments(*, started_before: datetime, limit: int, beside_orders: bool = False) -> tuple[uuid.UUID, ...]:
    """Return payments for orders that have not ended, or those for what is paid beside them; oldest first."""
    found = Payment.objects.filter(state__in=OPEN, started_at__lte=started_before)
    wanted = found.exclude(cause="") if beside_orders else found.filter(cause="")
    return tuple(wanted.order_by("started_at", "id").values_list("id", flat=True)[:limit])


def card_hint(order_id: uuid.UUID) -> str:
    """Return what an order was paid with, such as `Visa 4242`, several with commas; empty if it was not paid here.

    A charge that was paid back because it came too late is none of it.
    """
    paid = Payment.objects.filter(order_id=order_id, state=PaymentState.SUCCEEDED).order_by("started_at", "id")
    paid = paid.exclude(pk__in=paid.filter(refunds__cause=F("cause")).values("pk"))
    return ", ".join(dict.fromkeys(hint for hint in paid.values_list("card_hint", flat=True) if hint))


def _first(condition: Q) -> PaymentView | None:
    row = Payment.objects.filter(condition).order_by("-started_at", "-id").first()
    return view(row) if row else None


def view(row: Payment) -> PaymentView:
    """Return a row as a value."""
    return PaymentView(
        id=row.id,
        order_id=row.order_id,
        cause=row.cause,
        state=PaymentState(row.state),
        amount_minor=row.amount_minor,
        currency=row.currency,
        method=row.method,
        action_url=row.action_url,
        decline_code=row.decline_code,
        card_hint=row.card_hint,
        started_at=row.started_at,
    )
