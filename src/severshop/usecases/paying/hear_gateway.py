"""The gateway says that a charge has settled: noted durably; the worker asks the gateway itself."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.infra.outbox.actions import NewEntry, put

SETTLE_TOPIC = "payment.settle"


@transaction.atomic
def hear_gateway(payment_id: uuid.UUID, *, state: str, now: datetime) -> None:
    """Note that a payment is to be settled. What the message says is not believed: it only makes us ask."""
    put(
        [NewEntry(topic=SETTLE_TOPIC, key=f"payment:{payment_id}:{state}", payload={"payment_id": str(payment_id)})],
        now=now,
    )
