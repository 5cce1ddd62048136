"""An order's papers as PDF: the invoice and the packing slip. They hold the address: show them to its owner only."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.fulfilment.queries import ParcelRecord, parcels_of
from severshop.domain.orders.actions import NewAddress
from severshop.domain.orders.edits import address_at
from severshop.domain.orders.invoices import IssuedInvoice, issue_invoice
from severshop.domain.orders.models import Address, Order, OrderLine
from severshop.domain.orders.replacements import replaces
from severshop.domain.payments.queries import card_hint
from severshop.domain.shipping.queries import zone_of
from severshop.domain.shipping.rules import Zone
from severshop.look.formats import country
from severshop.look.papers.invoice import InvoicePaper, Position, invoice_pdf
from severshop.look.papers.packing_slip import PackedParcel, PackingSlip, packing_slip_pdf


class NoInvoiceError(LookupError):
    """The order cost nothing: the invoice is that of the order which was paid."""


def has_invoice(order_id: uuid.UUID) -> bool:
    """Tell whether an order was bought, and not sent for nothing because of another."""
    return replaces(order_id) is None


def invoice(order_id: uuid.UUID, *, language: str, now: datetime) -> bytes:
    """Return the order's invoice. The first asking gives it its number; every later one returns the same bytes.

    The same, that is, in the same language, and once the order has been dispatched.
    Raises `Order.DoesNotExist`, `NoInvoiceError`.
    """
    if not has_invoice(order_id):
        raise NoInvoiceError(order_id)
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    with transaction.atomic():
        issued = issue_invoice(order_id, time_zone=zone, now=now)
    with translation.override(language):
        return invoice_pdf(_invoice(order_id, issued, zone=zone))


def packing_slip(order_id: uuid.UUID, *, language: str) -> bytes:
    """Return what is in the order's parcels. Raises `Order.DoesNotExist`."""
    order = Order.objects.get(pk=order_id)
    lines = {line.pk: line for line in order.lines.all()}
    parcels = parcels_of([order_id])
    left = {line_id: line.quantity for line_id, line in lines.items()}
    for parcel in parcels:
        for line_id, quantity in parcel.items.items():
            left[line_id] -= quantity
    with translation.override(language):
        return packing_slip_pdf(
            PackingSlip(
                order_number=order.number,
                seller=seller(),
                recipient=_recipient(order),
                parcels=tuple(_packed(parcel, lines) for parcel in parcels),
                pending=tuple((_name(lines[pk]), lines[pk].sku, count) for pk, count in left.items() if count > 0),
            )
        )


def _invoice(order_id: uuid.UUID, issued: IssuedInvoice, *, zone: ZoneInfo) -> InvoicePaper:
    order = Order.objects.select_related("address").get(pk=order_id)

    def day(moment: datetime) -> date:
        return moment.astimezone(zone).date()

    handed = [parcel.handed_over_at for parcel in parcels_of([order_id]) if parcel.handed_over_at]
    return InvoicePaper(
        number=issued.number,
        issued_on=day(issued.issued_at),
        supplied_on=day(max(handed)) if handed else None,
        order_number=order.number,
        ordered_on=day(order.placed_at),
        seller=seller(),
        seller_vat_id=settings.SELLER_VAT_ID,
        buyer=buyer_at(order, issued.issued_at),
        positions=tuple(
            Position(name=_name(line), quantity=line.quantity, unit_minor=line.unit_minor) for line in order.lines.all()
        ),
        delivery_minor=order.delivery_minor,
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
        tax_rate_bp=order.tax_rate_bp,
        currency=order.currency,
        is_export=is_export(order),
        paid_with=card_hint(order_id),
    )


def buyer_at(order: Order, moment: datetime) -> tuple[str, ...]:
    """Return who bought, as it was at a moment: an address that was changed later does not change what was invoiced."""
    return _lines(address_at(order.pk, moment) or order.address)


def is_export(order: Order) -> bool:
    """Tell whether it left the Union untaxed."""
    return order.tax_minor == 0 and zone_of(order.address.country) is Zone.OUTSIDE


def thing_names(order: Order) -> dict[int, str]:
    """Return what was bought, by the position of its line."""
    return {line.position: _name(line) for line in order.lines.all()}


def _packed(parcel: ParcelRecord, lines: dict[uuid.UUID, OrderLine]) -> PackedParcel:
    return PackedParcel(
        position=parcel.position,
        carrier=carrier_name(parcel.carrier),
        number=parcel.tracking_number,
        content=tuple((_name(lines[pk]), lines[pk].sku, quantity) for pk, quantity in parcel.items.items()),
    )


def _name(line: OrderLine) -> str:
    return ", ".join(part for part in (line.name, line.variant) if part)


def _recipient(order: Order) -> tuple[str, ...]:
    return _lines(Address.objects.get(order=order))


def _lines(where: Address | NewAddress) -> tuple[str, ...]:
    town = f"{where.postal_code} {where.city}".strip()
    lines = (where.name, where.company, where.street, where.extra, town, where.region, country(where.country))
    return tuple(line for line in lines if line)


def seller() -> tuple[str, ...]:
    """Return who sells, as it stands on papers, in the language in force."""
    town = f"{settings.WAREHOUSE_POSTAL_CODE} {settings.WAREHOUSE_CITY}".strip()
    return (settings.SHOP_NAME, settings.WAREHOUSE_STREET, town, country(settings.WAREHOUSE_COUNTRY))
