"""An order comes into being: from our own checkout, or from a shop that sells elsewhere."""

from datetime import datetime
from typing import Any

from django.db import transaction

from severshop.domain.orders.actions import NewOrder, create_order
from severshop.domain.promises.actions import keep_promise
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.windows import DeliveryWindow


@transaction.atomic
def accept_order(new: NewOrder, *, promised: DeliveryWindow, evidence: dict[str, Any], now: datetime) -> None:
    """Write a new order with the dates that were promised for it, and show it.

    Raises `IntegrityError` if an order with this id or number exists: it is accepted once.
    """
    create_order(new, now=now)
    keep_promise(new.id, window=promised, evidence=evidence, now=now)
    refresh_status([new.id], now=now)
