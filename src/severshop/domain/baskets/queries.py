"""Reads a checkout."""

import uuid
from dataclasses import dataclass

from severshop.domain.baskets.models import Checkout
from severshop.domain.baskets.rules import Contact, DeliveryAddress, Offer, offer_from_json


class UnknownCheckoutError(LookupError):
    """There is no checkout with this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutView:
    """A basket on its way to an order: what is known of it so far."""

    id: uuid.UUID
    language: str
    customer_id: uuid.UUID | None
    quantities: dict[str, int]
    contact: Contact | None
    address: DeliveryAddress | None
    delivery_option: str
    agreed: Offer | None
    """What the buyer agreed to; only while it is being paid."""


def get_checkout(checkout_id: uuid.UUID) -> CheckoutView:
    """Return the checkout. Raises `UnknownCheckoutError`."""
    row = Checkout.objects.filter(pk=checkout_id).first()
    if row is None:
        raise UnknownCheckoutError(checkout_id)
    return view(row)


def view(row: Checkout) -> CheckoutView:
    """Return a row as a value."""
    return CheckoutView(
        id=row.id,
        language=row.language,
        customer_id=row.customer_id,
        quantities={line["sku"]: line["quantity"] for line in row.lines},
        contact=Contact(**row.contact) if row.contact else None,
        address=DeliveryAddress(**row.address) if row.address else None,
        delivery_option=row.delivery_option,
        agreed=offer_from_json(row.agreed) if row.agreed else None,
    )
