"""What is left to do for people who were erased: forget what carriers say later, and their orders in the end."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from severshop.domain.orders.credit_models import CreditNote
from severshop.domain.orders.models import Invoice, Order
from severshop.domain.payments.models import Payment
from severshop.domain.tracking import personal as tracking
from severshop.infra.outbox.models import OutboxEntry

CHUNK = 200
CARRIERS_TALK_FOR = timedelta(days=90)
"""As long carriers may still bring a word about a parcel that arrived."""


def forget_late_words(now: datetime) -> int:
    """Delete what carriers said, in their own words, after the account was deleted; return how many messages went."""
    late = Order.objects.filter(erased_at__gte=now - CARRIERS_TALK_FOR)
    order_ids = list(late.order_by("id").values_list("id", flat=True))
    if not order_ids:
        return 0
    message_ids = tracking.messages_about(order_ids)
    with transaction.atomic():
        tracking.forget_people(order_ids, message_ids=message_ids)
    return len(message_ids)


def forget_erased_orders(now: datetime) -> int:
    """Delete erased orders whose year of purchase ended `TAX_RETENTION_YEARS` ago; return how many went."""
    # Kept for so many years from the end of the year: what was bought in 2026 goes with the end of 2034.
    first_kept = datetime(now.year - settings.TAX_RETENTION_YEARS, 1, 1, tzinfo=UTC)
    old = Order.objects.filter(erased_at__isnull=False, placed_at__lt=first_kept)
    total = 0
    while True:
        with transaction.atomic():
            ids = list(old.order_by("id").select_for_update().values_list("id", flat=True)[:CHUNK])
            Payment.objects.filter(order_id__in=ids).delete()
            OutboxEntry.objects.filter(order_id__in=ids).delete()
            CreditNote.objects.filter(order_id__in=ids).delete()
            Invoice.objects.filter(order_id__in=ids).delete()
            Order.objects.filter(id__in=ids).delete()
        total += len(ids)
        if len(ids) < CHUNK:
            return total
