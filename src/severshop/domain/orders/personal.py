"""What orders keep about people: taken out, and made to be nobody's.

What tax law wants to be kept stays: what was sold when, for how much, with which tax, to which country.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from severshop.domain.orders.actions import replace_link
from severshop.domain.orders.credit_models import CreditNote
from severshop.domain.orders.models import Address, CancellationRequest, EmailCorrection, Invoice, Order, OrderEdit

ERASED = "erased"
"""Stands where a name or a street stood."""


def export_of(order_ids: Collection[uuid.UUID]) -> list[dict[str, Any]]:
    """Return the orders with all that was agreed, the oldest first, ready for JSON."""
    orders = Order.objects.filter(pk__in=order_ids).select_related("address")
    orders = orders.prefetch_related("lines__cancellations", "email_corrections").order_by("placed_at", "id")
    invoices = {invoice.order_id: invoice.number for invoice in Invoice.objects.filter(order__in=order_ids)}
    credited: dict[uuid.UUID, list[str]] = {}
    for note in CreditNote.objects.filter(order__in=order_ids).order_by("year", "position"):
        credited.setdefault(note.order_id, []).append(note.number)
    return [
        {**_exported(order), "invoice": invoices.get(order.pk), "credit_notes": credited.get(order.pk, [])}
        for order in orders
    ]


def make_nobodys(order_ids: Collection[uuid.UUID], *, now: datetime) -> None:
    """Replace who bought and where it went, and revoke the links. The caller holds the locks. Again is harmless."""
    EmailCorrection.objects.filter(order__in=order_ids).update(was="")
    CancellationRequest.objects.filter(order__in=order_ids).update(note="")
    OrderEdit.objects.filter(order__in=order_ids).update(was={}, becomes={})
    Address.objects.filter(order__in=order_ids).update(
        name=ERASED, company="", street=ERASED, extra="", postal_code="", city="", region="", phone=""
    )
    for order in Order.objects.filter(pk__in=order_ids, erased_at=None).order_by("id"):
        order.email, order.customer_id, order.erased_at = "", None, now
        order.save(update_fields=["email", "customer_id", "erased_at"])
        replace_link(order, now=now)


def _exported(order: Order) -> dict[str, Any]:
    plain = ("number", "language", "email", "currency", "items_minor", "delivery_minor", "total_minor", "tax_minor")
    where = ("name", "company", "street", "extra", "postal_code", "city", "region", "country", "phone")
    line = ("sku", "name", "variant", "quantity", "unit_minor")
    return {
        **{name: getattr(order, name) for name in plain},
        "tax_rate_percent": order.tax_rate_bp / 100,
        "placed_at": order.placed_at.isoformat(),
        "joined_account_at": order.joined_at.isoformat() if order.joined_at else None,
        "delivery_option": order.delivery_option,
        "address": {name: getattr(order.address, name) for name in where},
        "lines": [
            {
                **{name: getattr(row, name) for name in line},
                "cancelled": sum(part.quantity for part in row.cancellations.all()),
            }
            for row in order.lines.all()
        ],
        "cancellations": [
            {
                "asked_at": row.asked_at.isoformat(),
                "decided_at": row.decided_at.isoformat() if row.decided_at else None,
                "state": row.state,
                "reason": row.reason,
                "note": row.note,
            }
            for row in CancellationRequest.objects.filter(order=order).order_by("asked_at", "id")
        ],
        "changes": [
            {
                "made_at": row.made_at.isoformat(),
                "kind": row.kind,
                "was": row.was,
                "becomes": row.becomes,
                "total_was_minor": row.total_was_minor,
                "total_minor": row.total_minor,
            }
            for row in OrderEdit.objects.filter(order=order).order_by("made_at", "id")
        ],
        "email_corrections": [
            {"was": row.was, "corrected_at": row.corrected_at.isoformat()} for row in order.email_corrections.all()
        ],
    }
