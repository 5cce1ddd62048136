"""What must be true of what a shopper pays beside an order, at any moment of its life."""

import uuid

from severshop.domain.orders.models import OrderEdit, PendingEdit
from severshop.domain.payments.models import Payment
from severshop.domain.payments.queries import payment_for
from severshop.domain.payments.rules import OPEN


def paid_beside(order_id: uuid.UUID) -> int:
    """Return what was paid for dearer changes."""
    beside = Payment.objects.filter(order_id=order_id, state="succeeded").exclude(cause="")
    return sum(beside.values_list("amount_minor", flat=True))


def check_pending(order_id: uuid.UUID) -> None:
    """Assert that a change is made with its payment, or neither, and that what is open is open at the gateway."""
    made = PendingEdit.objects.filter(order_id=order_id, state="made").count()
    assert made == OrderEdit.objects.filter(order_id=order_id, charge__isnull=False).count()
    for pending in PendingEdit.objects.filter(order_id=order_id):
        payment = payment_for(f"change:{pending.pk}")
        assert payment
        assert (pending.state == "paying") == (payment.state in OPEN)
        assert (pending.state in {"made", "too_late"}) == (payment.state == "succeeded")
