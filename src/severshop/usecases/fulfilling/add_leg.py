"""A parcel travels under a further number: another carrier takes it on, or it comes back to us."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.tracking.models import LegKind
from severshop.domain.tracking.queries import legs_of_parcel
from severshop.usecases.fulfilling.numbers import lock_parcel, open_or_refuse, valid_number
from severshop.usecases.refresh_status import refresh_status


@transaction.atomic
def add_leg(
    parcel_id: uuid.UUID,
    *,
    carrier: str,
    tracking_number: str,
    is_return: bool = False,
    by: uuid.UUID | None,
    now: datetime,
) -> None:
    """Follow a parcel under a further number beside the one that it has. The same again changes nothing.

    Where the parcel is, is then what all its numbers' scans add up to, by the time when they happened.
    On the way back nothing is a delivery to the shopper.

    Raises `UnknownParcelError`, `NumberInvalidError`, `NumberInUseError`.
    """
    number = valid_number(tracking_number, carrier=carrier)
    parcel, order_ids = lock_parcel(parcel_id, carrier=carrier, number=number)
    kind = LegKind.RETURN if is_return else LegKind.OUTBOUND
    known = {(leg.carrier, leg.number, leg.is_return) for leg in legs_of_parcel(parcel_id) if leg.closed_at is None}
    if (carrier, number, is_return) in known:
        return
    open_or_refuse(parcel, carrier=carrier, number=number, kind=kind, by=by, now=now)
    if by:
        told = {"carrier": carrier, "way": kind.value}
        note("add number", by=by, at=now, order_id=parcel.order_id, about=f"parcel {parcel_id}", detail=told)
    refresh_status(order_ids, now=now)
