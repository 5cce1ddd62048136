"""Writes to a checkout."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from severshop.domain.baskets.models import Checkout
from severshop.domain.baskets.queries import CheckoutView, UnknownCheckoutError, view
from severshop.domain.baskets.rules import Contact, DeliveryAddress, Offer, check_lines, offer_to_json


def start_checkout(
    quantities: Mapping[str, int],
    *,
    language: str,
    now: datetime,
    like: uuid.UUID | None = None,
    customer_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Begin a checkout of units by SKU. With `like`, what the buyer typed in an earlier one is taken over.

    What was typed by one customer is not taken over for another.

    Raises `UnfitLinesError`.
    """
    check_lines(quantities)
    earlier = Checkout.objects.filter(pk=like).first() if like else None
    if earlier and earlier.customer_id not in {None, customer_id}:
        earlier = None
    row = Checkout.objects.create(
        started_at=now,
        changed_at=now,
        language=language,
        customer_id=customer_id,
        lines=[{"sku": sku, "quantity": quantity} for sku, quantity in quantities.items()],
        contact=earlier.contact if earlier else {},
        address=earlier.address if earlier else {},
        delivery_option=earlier.delivery_option if earlier else "",
    )
    return row.id


def lock_checkout(checkout_id: uuid.UUID) -> CheckoutView:
    """Return the checkout, and let nobody else at it until the transaction ends. Raises `UnknownCheckoutError`."""
    row = Checkout.objects.select_for_update().filter(pk=checkout_id).first()
    if row is None:
        raise UnknownCheckoutError(checkout_id)
    return view(row)


def save_language(checkout_id: uuid.UUID, *, language: str, now: datetime) -> None:
    """Write in which language it is bought: the order and its letters keep to it."""
    Checkout.objects.filter(pk=checkout_id).update(language=language, changed_at=now)


def save_address(
    checkout_id: uuid.UUID,
    *,
    contact: Contact,
    address: DeliveryAddress,
    customer_id: uuid.UUID | None = None,
    now: datetime,
) -> None:
    """Write who buys and where it goes."""
    Checkout.objects.filter(pk=checkout_id).update(
        contact=asdict(contact), address=asdict(address), customer_id=customer_id, changed_at=now
    )


def save_customer(checkout_id: uuid.UUID, *, customer_id: uuid.UUID) -> None:
    """Write whose account will show the order."""
    Checkout.objects.filter(pk=checkout_id).update(customer_id=customer_id)


def save_delivery(checkout_id: uuid.UUID, *, option: str, now: datetime) -> None:
    """Write how it is shipped."""
    Checkout.objects.filter(pk=checkout_id).update(delivery_option=option, changed_at=now)


def agree(checkout_id: uuid.UUID, offer: Offer, *, now: datetime) -> None:
    """Freeze what the buyer agreed to: the order will be made from this and nothing else."""
    Checkout.objects.filter(pk=checkout_id).update(agreed=offer_to_json(offer), changed_at=now)


def reopen(checkout_id: uuid.UUID, *, now: datetime) -> None:
    """Forget the agreement after a payment that failed: the buyer may change everything and try again."""
    Checkout.objects.filter(pk=checkout_id).update(agreed=None, changed_at=now)


def close(checkout_id: uuid.UUID, *, now: datetime) -> None:
    """Empty the checkout of an order that now exists: name, street and e-mail are kept in one place only."""
    Checkout.objects.filter(pk=checkout_id).update(agreed=None, contact={}, address={}, changed_at=now)
