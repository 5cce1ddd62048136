"""What payments keep about people: which card it was, and what the staff noted. Amounts are the books' and stay."""

import uuid
from collections.abc import Collection
from typing import Any

from severshop.domain.payments.models import Payment, Refund


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


def refunds_of_person(order_ids: Collection[uuid.UUID]) -> list[dict[str, Any]]:
    """Return what went back, or was to, for the orders, ready for JSON."""
    return [
        {
            "requested_at": row.requested_at.isoformat(),
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "state": row.state,
            "why": row.why,
            "amount_minor": row.amount_minor,
            "currency": row.currency,
            "note": row.note,
        }
        for row in Refund.objects.filter(order_id__in=order_ids).order_by("requested_at", "id")
    ]


def forget_people(order_ids: Collection[uuid.UUID]) -> None:
    """Forget with which card it was paid, and what people wrote about it."""
    Refund.objects.filter(order_id__in=order_ids).update(note="")
    Payment.objects.filter(order_id__in=order_ids).update(card_hint="", action_url="")
