"""What was agreed, as the order that is made from it."""

import uuid

from severshop.domain.baskets.rules import Offer
from severshop.domain.orders.actions import NewAddress, NewLine, NewOrder


def new_order(
    order_id: uuid.UUID, *, offer: Offer, language: str, customer_id: uuid.UUID | None, number: str
) -> NewOrder:
    """Return the order, word for word what the buyer agreed to."""
    where = offer.address
    return NewOrder(
        id=order_id,
        number=number,
        email=offer.contact.email,
        lines=tuple(
            NewLine(
                sku=line.sku,
                name=line.name,
                variant=line.variant,
                silhouette=line.silhouette,
                tint=line.tint,
                quantity=line.quantity,
                unit_minor=line.unit_minor,
                weight_grams=line.weight_grams,
                hs_code=line.hs_code,
                origin=line.origin,
            )
            for line in offer.lines
        ),
        address=NewAddress(
            name=where.name,
            company=where.company,
            street=where.street,
            extra=where.extra,
            postal_code=where.postal_code,
            city=where.city,
            region=where.region,
            country=where.country,
            phone=offer.contact.phone,
        ),
        delivery_option=offer.delivery_option,
        delivery_minor=offer.delivery_minor,
        tax_minor=offer.tax_minor,
        tax_rate_bp=offer.tax_rate_bp,
        currency=offer.currency,
        language=language,
        customer_id=customer_id,
    )
