"""Writes promises."""

import uuid
from datetime import datetime
from typing import Any

from severshop.domain.promises.models import Promise
from severshop.vocabulary.windows import DeliveryWindow


def keep_promise(order_id: uuid.UUID, *, window: DeliveryWindow, evidence: dict[str, Any], now: datetime) -> None:
    """Store what the shopper was promised, with what it was based on."""
    Promise.objects.create(
        order_id=order_id, made_at=now, earliest=window.earliest, latest=window.latest, evidence=evidence
    )
