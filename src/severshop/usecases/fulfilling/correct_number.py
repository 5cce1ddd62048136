"""A parcel travels under another number than we thought, or got another label on its way."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.fulfilment.actions import relabel
from severshop.domain.fulfilment.queries import ParcelRecord
from severshop.domain.notifications.rules import MAIL_TOPIC, new_number
from severshop.domain.tracking.labels import close_leg
from severshop.domain.tracking.models import LegEnding, LegKind
from severshop.domain.tracking.queries import legs_of_parcel
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.fulfilling.choose_carrier import propose_for_order
from severshop.usecases.fulfilling.numbers import lock_parcel, open_or_refuse, valid_number
from severshop.usecases.refresh_status import refresh_status


class Was(StrEnum):
    """What the number was that the parcel had until now."""

    WRONG = "wrong"
    """It never was this parcel's: what the carrier said of it is dropped."""
    REPLACED = "replaced"
    """It was right until the parcel got another label: what the carrier said of it stays."""


@transaction.atomic
def correct_number(
    parcel_id: uuid.UUID, *, carrier: str, tracking_number: str, was: Was, by: uuid.UUID | None, now: datetime
) -> None:
    """Give a parcel another number, and tell the shopper. The number that it has already changes nothing.

    Raises `UnknownParcelError`, `NumberInvalidError`, `NumberInUseError`.
    """
    number = valid_number(tracking_number, carrier=carrier)
    parcel, order_ids = lock_parcel(parcel_id, carrier=carrier, number=number)
    if (parcel.carrier, parcel.tracking_number) == (carrier, number):
        return
    for leg in legs_of_parcel(parcel_id):
        if leg.closed_at is None and (leg.carrier, leg.number) == (parcel.carrier, parcel.tracking_number):
            close_leg(leg.id, ending=LegEnding(was), now=now)
    leg_id = open_or_refuse(parcel, carrier=carrier, number=number, kind=LegKind.OUTBOUND, by=by, now=now)
    relabel(parcel_id, carrier=carrier, tracking_number=number, carrier_reason=_reason(parcel, carrier=carrier))
    if by:
        told = {"carrier": carrier, "was": was.value}
        note("correct number", by=by, at=now, order_id=parcel.order_id, about=f"parcel {parcel_id}", detail=told)
    refresh_status(order_ids, now=now)
    letter = new_number(parcel.order_id, parcel=parcel.position, leg=leg_id, number=number)
    put([NewEntry(topic=MAIL_TOPIC, key=letter.key, order_id=parcel.order_id, payload=letter.payload)], now=now)


def _reason(parcel: ParcelRecord, *, carrier: str) -> Mapping[str, object]:
    # Another number of the same carrier: it was chosen for the reason that is known.
    if carrier == parcel.carrier:
        return parcel.carrier_reason
    return propose_for_order(parcel.order_id, items=parcel.items).why(carrier).facts()
