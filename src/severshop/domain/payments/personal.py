"""What payments keep about people: which card it was. Amounts are the books' and stay."""

import uuid
from collections.abc import Collection
from typing import Any

from severshop.domain.payments.models import Payment


def export_of(order_ids: Collection[uuid.UUID]) -> list[dict[str, Any]]:
    """Return the tries to be paid for the orders, ready for JSON."""
    return [
        {
            "started_at": row.started_at.isoformat(),
            "settled_at": row.settled_at.isoformat() if row.settled_at else None,
            "state": row.state,
            "amount_minor": row.amount_minor,
            "currency": row.currency,
            "card": row.card_hint,
        }
        for row in Payment.objects.filter(order_id__in=order_ids).order_by("started_at")
    ]


def forget_people(order_ids: Collection[uuid.UUID]) -> None:
    """Forget with which card it was paid."""
    Payment.objects.filter(order_id__in=order_ids).update(card_hint="", action_url="")
