"""What waits to be told, or was told, about people who are to be forgotten."""

import uuid
from collections.abc import Collection
from datetime import datetime

from severshop.infra.outbox.models import OutboxEntry

NOT_SENT = "not sent: the person was forgotten"


def forget_people(order_ids: Collection[uuid.UUID], emails: Collection[str], *, now: datetime) -> None:
    """Tell nothing more about the orders or to the addresses, and keep no words about either.

    The keys stay, so that nothing is told anew.
    """
    _silence(OutboxEntry.objects.filter(order_id__in=order_ids).values_list("id", flat=True), now=now)
    # What goes to an account has no order; its payload names the address.
    waiting = OutboxEntry.objects.filter(order_id=None, done_at=None).values_list("id", "payload")
    held = [entry_id for entry_id, payload in waiting if any(email in str(payload).lower() for email in emails)]
    _silence(held, now=now)


def _silence(ids: Collection[uuid.UUID], *, now: datetime) -> None:
    entries = OutboxEntry.objects.filter(id__in=list(ids))
    entries.filter(done_at=None).update(
        done_at=now, failed_at=None, last_error=NOT_SENT, claimed_by=None, lease_until=None
    )
    entries.exclude(last_error=NOT_SENT).update(last_error="")
    for entry in entries.filter(order_id=None):
        OutboxEntry.objects.filter(pk=entry.pk).update(payload={"kind": entry.payload.get("kind", "")})
