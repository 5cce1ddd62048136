"""Lets go of baskets that were never paid for: they hold names and addresses."""

from datetime import datetime, timedelta

from severshop.domain.baskets.models import Checkout
from severshop.domain.payments.models import Payment
from severshop.domain.payments.rules import OPEN
from severshop.usecases.housekeeping.forget import delete_in_chunks

CHECKOUTS_KEPT = timedelta(days=30)


def forget_checkouts(now: datetime) -> int:
    """Delete checkouts that nobody touched for 30 days and whose payment is not under way; return how many went."""
    open_payments = Payment.objects.filter(state__in=OPEN)
    old = Checkout.objects.filter(changed_at__lt=now - CHECKOUTS_KEPT)
    return delete_in_chunks(old.exclude(id__in=open_payments.values("order_id")))
