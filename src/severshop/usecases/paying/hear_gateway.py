"""The gateway says that something has settled: noted durably; the worker asks the gateway itself.

What a message says is not believed: it only makes us ask. The same message again is the same note.
"""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.infra.outbox.actions import NewEntry, put

SETTLE_TOPIC = "payment.settle"
REFUND_TOPIC = "payment.refund"
CHARGEBACK_TOPIC = "payment.chargeback"


@transaction.atomic
def hear_gateway(payment_id: uuid.UUID, *, state: str, now: datetime) -> None:
    """Note that a payment is to be settled."""
    put(
        [NewEntry(topic=SETTLE_TOPIC, key=f"payment:{payment_id}:{state}", payload={"payment_id": str(payment_id)})],
        now=now,
    )


@transaction.atomic
def hear_refund(refund_id: uuid.UUID, *, now: datetime) -> None:
    """Note that the gateway has something to say of a refund."""
    put([refund_entry(refund_id, because="heard")], now=now)


@transaction.atomic
def hear_chargeback(provider_ref: str, *, news: str, now: datetime) -> None:
    """Note that the gateway has something to say of a chargeback. `news`: `opened` or `closed`."""
    entry = NewEntry(
        topic=CHARGEBACK_TOPIC, key=f"chargeback:{provider_ref}:{news}", payload={"provider_ref": provider_ref}
    )
    put([entry], now=now)


def refund_entry(refund_id: uuid.UUID, *, because: str, order_id: uuid.UUID | None = None) -> NewEntry:
    """Return what makes the worker speak with the gateway about a refund."""
    return NewEntry(
        topic=REFUND_TOPIC,
        key=f"refund:{refund_id}:{because}",
        order_id=order_id,
        payload={"refund_id": str(refund_id)},
    )
