"""Invoices: one an order, under numbers that follow without a gap (Directive 2006/112/EC, Art. 226)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from severshop.domain.orders.models import Invoice, InvoiceBook, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedInvoice:
    """What is stored of an invoice."""

    number: str
    issued_at: datetime


def issue_invoice(order_id: uuid.UUID, *, time_zone: ZoneInfo, now: datetime) -> IssuedInvoice:
    """Return the order's invoice, and give it a number when it has none. Call it inside a transaction.

    The year is that of the shop's `time_zone`. Raises `Order.DoesNotExist`.
    """
    Order.objects.select_for_update().get(pk=order_id)
    found = Invoice.objects.filter(order_id=order_id).first()
    if found is None:
        found = _next(order_id, year=now.astimezone(time_zone).year, now=now)
    return IssuedInvoice(number=found.number, issued_at=found.issued_at)


def _next(order_id: uuid.UUID, *, year: int, now: datetime) -> Invoice:
    # Whoever wants a number waits here for the one before: a number that is rolled back is given again.
    InvoiceBook.objects.get_or_create(year=year)
    book = InvoiceBook.objects.select_for_update().get(year=year)
    book.last += 1
    book.save(update_fields=["last"])
    return Invoice.objects.create(order_id=order_id, year=year, position=book.last, issued_at=now)
