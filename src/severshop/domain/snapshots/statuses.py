"""The headline of orders as their pages have it, for use cases that follow on another order."""

import uuid
from collections.abc import Collection
from datetime import datetime

from severshop.domain.snapshots.models import Snapshot
from severshop.vocabulary.statuses import OrderStatus


def statuses_of(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, OrderStatus]:
    """Return the status of each order that has a page."""
    if not order_ids:
        return {}
    rows = Snapshot.objects.filter(order_id__in=order_ids).values_list("order_id", "status")
    return {order_id: OrderStatus(status) for order_id, status in rows}


def make_due(order_ids: Collection[uuid.UUID], *, now: datetime) -> None:
    """Let pages be written anew at the next occasion, because something beside their orders has changed."""
    if order_ids:
        Snapshot.objects.filter(order_id__in=order_ids).update(refresh_due_at=now)
