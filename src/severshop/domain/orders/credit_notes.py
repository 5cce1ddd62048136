"""Credit notes: what amends an invoice and names it (Directive 2006/112/EC, Art. 219), numbered without a gap."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from severshop.domain.orders.credit_models import CreditNote, CreditNoteBook
from severshop.domain.orders.invoices import IssuedInvoice
from severshop.domain.orders.models import Invoice, Order


class NothingInvoicedError(LookupError):
    """The order has no invoice: there is nothing to amend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCreditNote:
    """What is stored of a credit note, and the invoice that it amends."""

    number: str
    issued_at: datetime
    invoice: IssuedInvoice


def invoice_of(order_id: uuid.UUID) -> IssuedInvoice | None:
    """Return the invoice that was given out."""
    found = Invoice.objects.filter(order_id=order_id).first()
    return IssuedInvoice(number=found.number, issued_at=found.issued_at) if found else None


def issue_credit_note(order_id: uuid.UUID, cause: str, *, time_zone: ZoneInfo, now: datetime) -> IssuedCreditNote:
    """Return the credit note of a refund, and give it a number when it has none. Call it inside a transaction.

    The year is that of the shop's `time_zone`. Raises `Order.DoesNotExist`, `NothingInvoicedError`.
    """
    Order.objects.select_for_update().get(pk=order_id)
    invoice = invoice_of(order_id)
    if invoice is None:
        raise NothingInvoicedError(order_id)
    found = CreditNote.objects.filter(cause=cause, order_id=order_id).first()
    if found is None:
        found = _next(order_id, cause, year=now.astimezone(time_zone).year, now=now)
    return IssuedCreditNote(number=found.number, issued_at=found.issued_at, invoice=invoice)


def _next(order_id: uuid.UUID, cause: str, *, year: int, now: datetime) -> CreditNote:
    # Whoever wants a number waits here for the one before: a number that is rolled back is given again.
    CreditNoteBook.objects.get_or_create(year=year)
    book = CreditNoteBook.objects.select_for_update().get(year=year)
    book.last += 1
    book.save(update_fields=["last"])
    return CreditNote.objects.create(cause=cause, order_id=order_id, year=year, position=book.last, issued_at=now)
