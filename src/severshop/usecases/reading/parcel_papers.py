"""What is printed for a parcel: its label, and what customs are told of it."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.conf import settings

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.fulfilment.queries import ParcelRecord
from severshop.domain.orders.queries import LineGoods
from severshop.domain.orders.replacements import replaces
from severshop.domain.shipping.customs import Goods, declare
from severshop.domain.shipping.queries import zone_of
from severshop.domain.shipping.rules import Zone
from severshop.look.formats import country
from severshop.look.papers.customs import CustomsPaper
from severshop.look.papers.label import Label
from severshop.look.status.words import delivery_option_word
from severshop.usecases.reading.goods_worth import goods_with_worth
from severshop.usecases.reading.staff_order import StaffOrder
from severshop.vocabulary.customs import CustomsDeclaration


def label_of(order: StaffOrder, parcel: ParcelRecord, *, today: date) -> Label:
    """Return what stands on a parcel's label."""
    card = order.story.order
    declaration = declarations(order, [parcel]).get(parcel.id)
    *address, where = order.address or ("",)
    return Label(
        carrier=carrier_name(parcel.carrier),
        service=delivery_option_word(card.delivery_option),
        number=parcel.tracking_number,
        sender=_sender(),
        recipient=(*address, country(where)),
        order_number=card.number,
        position=parcel.position,
        parcels=None if any(order.left.values()) else len(order.records),
        weight_grams=sum(one.weight_grams * one.quantity for one in _goods(parcel, goods_with_worth(card.id))),
        customs=_paper(declaration, order, today=today) if declaration else None,
    )


def declarations(order: StaffOrder, parcels: Iterable[ParcelRecord]) -> dict[uuid.UUID, CustomsDeclaration]:
    """Return what customs are told of each parcel; empty where there are no customs on the way."""
    card = order.story.order
    if zone_of(card.country) is not Zone.OUTSIDE:
        return {}
    lines = goods_with_worth(card.id)
    return {
        parcel.id: declare(_goods(parcel, lines), tax_rate_bp=order.sums.tax_rate_bp, currency=order.sums.currency)
        for parcel in parcels
    }


def _goods(parcel: ParcelRecord, lines: dict[uuid.UUID, LineGoods]) -> list[Goods]:
    return [
        Goods(
            description=", ".join(part for part in (line.name, line.variant) if part),
            quantity=parcel.items[line_id],
            unit_minor=line.unit_minor,
            weight_grams=line.weight_grams,
            hs_code=line.hs_code,
            origin=line.origin,
        )
        for line_id, line in lines.items()
        if line_id in parcel.items
    ]


def _paper(declaration: CustomsDeclaration, order: StaffOrder, *, today: date) -> CustomsPaper:
    made_good = replaces(order.story.order.id)
    return CustomsPaper(declaration=declaration, made_out=today, is_replacement=made_good is not None)


def _sender() -> tuple[str, ...]:
    town = f"{settings.WAREHOUSE_POSTAL_CODE} {settings.WAREHOUSE_CITY}".strip()
    lines = (settings.SHOP_NAME, settings.WAREHOUSE_STREET, town, country(settings.WAREHOUSE_COUNTRY))
    return tuple(line for line in lines if line)
