"""The papers of a return: the label for its parcel and the slip that lies in it. They hold the address."""

import uuid
from datetime import date

from django.utils import translation

from severshop.domain.orders.models import Address
from severshop.domain.orders.queries import goods_of
from severshop.domain.shipping.customs import Goods, declare
from severshop.domain.shipping.queries import zone_of
from severshop.domain.shipping.rules import Zone
from severshop.look.formats import country
from severshop.look.papers.customs import CustomsPaper
from severshop.look.papers.label import Label, label_pdf
from severshop.look.papers.return_slip import ReturnSlip, return_slip_pdf
from severshop.look.returning import reason
from severshop.look.status.words import delivery_option_word
from severshop.usecases.fulfilling.buy_label import STANDARD
from severshop.usecases.reading.goods_worth import goods_with_worth
from severshop.usecases.reading.placed_order import placed_order
from severshop.usecases.reading.returning import ShownReturn, shown_return
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.returning import ReturnState


def label(order_id: uuid.UUID, *, position: int, language: str, today: date) -> bytes | None:
    """Return the label of a return as PDF; None while it has none, or has no use for one any more."""
    shown = shown_return(order_id, position=position, today=today)
    if shown is None or not shown.number or shown.state is ReturnState.CANCELLED:
        return None
    with translation.override(language):
        return label_pdf(_label(shown, today=today))


def slip(order_id: uuid.UUID, *, position: int, language: str, today: date) -> bytes | None:
    """Return the slip of a return as PDF; None where there is no such return, or it was called off."""
    shown = shown_return(order_id, position=position, today=today)
    if shown is None or shown.state is ReturnState.CANCELLED:
        return None
    record = shown.story.record
    with translation.override(language):
        return return_slip_pdf(
            ReturnSlip(
                number=record.number,
                order_number=record.number.rpartition("-R")[0],
                sender=_sender(order_id),
                send_to=shown.send_to,
                send_by=shown.send_by,
                announced_on=record.requested_at.astimezone(shop_zone()).date(),
                lines=tuple(
                    (one.title, one.card.sku, reason(one.line.reason), one.line.quantity) for one in shown.lines
                ),
            )
        )


def _label(shown: ShownReturn, *, today: date) -> Label:
    record = shown.story.record
    goods = goods_of(record.order_id)
    weight = sum(goods[line.line_id].weight_grams * line.quantity for line in record.lines)
    return Label(
        carrier=shown.carrier,
        service=delivery_option_word(STANDARD),
        number=shown.number,
        sender=_sender(record.order_id),
        recipient=shown.send_to,
        order_number=record.number,
        position=1,
        parcels=1,
        weight_grams=weight,
        customs=_customs(shown, today=today),
    )


def _customs(shown: ShownReturn, *, today: date) -> CustomsPaper | None:
    """Return what customs are told: for a parcel from outside the union, that goods come back."""
    record = shown.story.record
    order, goods = placed_order(record.order_id), goods_with_worth(record.order_id)
    where = Address.objects.filter(order_id=record.order_id).values_list("country", flat=True).first()
    if order is None or where is None or zone_of(where) is not Zone.OUTSIDE:
        return None
    coming = [
        Goods(
            description=", ".join(part for part in (one.name, one.variant) if part),
            quantity=line.quantity,
            unit_minor=one.unit_minor,
            weight_grams=one.weight_grams,
            hs_code=one.hs_code,
            origin=one.origin,
        )
        for line in record.lines
        for one in (goods[line.line_id],)
    ]
    declaration = declare(coming, tax_rate_bp=order.tax_rate_bp, currency=order.currency)
    return CustomsPaper(declaration=declaration, made_out=today, is_return=True)


def _sender(order_id: uuid.UUID) -> tuple[str, ...]:
    where = Address.objects.get(order_id=order_id)
    town = f"{where.postal_code} {where.city}".strip()
    lines = (where.name, where.company, where.street, where.extra, town, where.region, country(where.country))
    return tuple(line for line in lines if line)
