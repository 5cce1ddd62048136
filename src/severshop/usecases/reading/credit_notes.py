"""Credit notes for money that went back after the invoice. They name the buyer: show them to the order's owner only."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation

from severshop.domain.orders.credit_notes import IssuedCreditNote, invoice_of, issue_credit_note
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import RefundRecord, refund, refund_for, refunds_of
from severshop.domain.payments.refunds import RefundState
from severshop.look.papers.credit_note import Credited, CreditNotePaper, credit_note_pdf
from severshop.usecases.reading.order_papers import buyer_at, is_export, seller, thing_names
from severshop.vocabulary.money import tax_in
from severshop.vocabulary.refunds import Part, PartKind, Why

__all__ = ["CreditLink", "NoCreditNoteError", "credit_links", "credit_note"]


class NoCreditNoteError(LookupError):
    """There is no such refund of the order, its money is not back yet, or the invoice says the less already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLink:
    """A credit note that can be had: the refund names it. The amount is in minor units."""

    refund: uuid.UUID
    amount_minor: int
    currency: str
    paid_back_on: date


def credit_links(order_id: uuid.UUID) -> tuple[CreditLink, ...]:
    """Return the credit notes that can be had of an order, the oldest first; none while nothing was invoiced."""
    if invoice_of(order_id) is None:
        return ()
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    found = {one.cause: one for one in map(_whole, reversed(refunds_of(order_id))) if one and _is_credited(one)}
    return tuple(
        CreditLink(
            refund=one.id,
            amount_minor=one.amount_minor,
            currency=one.currency,
            paid_back_on=one.changed_at.astimezone(zone).date(),
        )
        for one in found.values()
    )


def credit_note(order_id: uuid.UUID, refund_id: uuid.UUID, *, language: str, now: datetime) -> bytes:
    """Return the credit note of a refund. The first asking gives it its number; every later one the same bytes.

    The same, that is, in the same language. Raises `NoCreditNoteError`, `NothingInvoicedError`, `Order.DoesNotExist`.
    """
    asked = refund(refund_id)
    found = _whole(asked) if asked else None
    if found is None or found.order_id != order_id or not _is_credited(found):
        raise NoCreditNoteError(refund_id)
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    with transaction.atomic():
        issued = issue_credit_note(order_id, found.cause, time_zone=zone, now=now)
    with translation.override(language):
        return credit_note_pdf(_paper(found, issued, zone=zone))


def _whole(found: RefundRecord) -> RefundRecord | None:
    """Return all that follows from the same thing as a refund, from the first try on."""
    cause = found.cause
    while cause.startswith("again:"):
        tried = refund(uuid.UUID(cause.removeprefix("again:")))
        if tried is None:
            return None
        cause = tried.cause
    return refund_for(cause)


def _is_credited(found: RefundRecord) -> bool:
    # What a change made cheaper was never invoiced: an invoice ends such changes.
    return found.state is RefundState.CONFIRMED and found.why is not Why.CHANGE


def _paper(found: RefundRecord, issued: IssuedCreditNote, *, zone: ZoneInfo) -> CreditNotePaper:
    order = Order.objects.select_related("address").get(pk=found.order_id)
    names = thing_names(order)

    def day(moment: datetime) -> date:
        return moment.astimezone(zone).date()

    return CreditNotePaper(
        number=issued.number,
        issued_on=day(issued.issued_at),
        invoice_number=issued.invoice.number,
        invoiced_on=day(issued.invoice.issued_at),
        order_number=order.number,
        paid_back_on=day(found.changed_at),
        seller=seller(),
        seller_vat_id=settings.SELLER_VAT_ID,
        buyer=buyer_at(order, issued.invoice.issued_at),
        credited=tuple(
            Credited(
                kind=part.kind,
                name=names.get(part.line or 0, ""),
                quantity=part.quantity,
                amount_minor=part.amount_minor,
            )
            for part in _joined(found.parts)
        ),
        tax_minor=_tax(found, order),
        tax_rate_bp=order.tax_rate_bp,
        currency=found.currency,
        is_export=is_export(order),
        card=found.card,
    )


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts without what is only there because the money went back to several charges."""
    joined: dict[tuple[PartKind, int | None], Part] = {}
    for part in parts:
        before = joined.get((part.kind, part.line))
        joined[part.kind, part.line] = (
            part._replace(
                amount_minor=before.amount_minor + part.amount_minor,
                tax_minor=before.tax_minor + part.tax_minor,
                quantity=before.quantity + part.quantity,
            )
            if before
            else part
        )
    return tuple(joined.values())


def _tax(found: RefundRecord, order: Order) -> int:
    # What is paid back out of goodwill is written down in one sum, and less price is less tax.
    if found.tax_minor or not order.tax_minor or found.why is not Why.GOODWILL:
        return found.tax_minor
    return tax_in(found.amount_minor, rate_bp=order.tax_rate_bp)
