"""Which snapshots are to be refreshed because time has passed."""

import uuid
from datetime import datetime

from severshop.domain.snapshots.models import Snapshot


def due_for_refresh(*, now: datetime, limit: int) -> list[uuid.UUID]:
    """Return the orders whose words are out of date by their age, those longest due first."""
    due = Snapshot.objects.filter(refresh_due_at__lte=now).order_by("refresh_due_at")
    return list(due.values_list("order_id", flat=True)[:limit])
