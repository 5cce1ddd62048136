"""Whose orders they are, and where their owners are written to."""

import uuid
from collections.abc import Collection
from datetime import datetime

from severshop.domain.orders.models import EmailCorrection, Order


def customers_of(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID | None]:
    """Return for each order the account that shows it, or None for a guest's."""
    return dict(Order.objects.filter(id__in=order_ids).values_list("id", "customer_id"))


def address_at(order_id: uuid.UUID, moment: datetime) -> str | None:
    """Return the e-mail address that the order had at a moment; None if there is no such order."""
    later = EmailCorrection.objects.filter(order_id=order_id, corrected_at__gt=moment).order_by("corrected_at")
    mended = later.values_list("was", flat=True).first()
    return mended or Order.objects.filter(id=order_id).values_list("email", flat=True).first()


def language_of(order_id: uuid.UUID) -> str | None:
    """Return the language in which an order was made; None if there is no such order."""
    return Order.objects.filter(id=order_id).values_list("language", flat=True).first()
