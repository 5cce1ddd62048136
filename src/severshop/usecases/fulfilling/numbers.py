"""What correcting a number and adding one have in common."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from severshop.domain.carriers.registry import is_valid_number, normalise_number
from severshop.domain.fulfilment.queries import ParcelRecord, parcel
from severshop.domain.tracking.labels import open_leg, orders_under
from severshop.domain.tracking.models import LegKind
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.fulfilling.hand_over import UnknownParcelError
from severshop.usecases.fulfilling.pack import NumberInUseError, NumberInvalidError


def lock_parcel(parcel_id: uuid.UUID, *, carrier: str, number: str) -> tuple[ParcelRecord, set[uuid.UUID]]:
    """Lock the orders whose scans change when the parcel travels under the number: its own, and whose it was before.

    Returns the parcel as it is under the lock, and these orders. Raises `UnknownParcelError`.
    """
    found = parcel(parcel_id)
    if found is None:
        raise UnknownParcelError("there is no such parcel")
    order_ids = {found.order_id} | orders_under(carrier, number)
    lock_known_orders(order_ids)
    return parcel(parcel_id) or found, order_ids


def valid_number(tracking_number: str, *, carrier: str) -> str:
    """Return the number as the carrier writes it. Raises `NumberInvalidError`."""
    number = normalise_number(tracking_number)
    if not is_valid_number(carrier, number):
        raise NumberInvalidError(number, carrier=carrier)
    return number


def open_or_refuse(
    of: ParcelRecord, *, carrier: str, number: str, kind: LegKind, by: uuid.UUID | None, now: datetime
) -> uuid.UUID:
    """Let the parcel travel under the number, and return its leg. Raises `NumberInUseError`."""
    try:
        with transaction.atomic():
            return open_leg(
                order_id=of.order_id, parcel_id=of.id, carrier=carrier, number=number, kind=kind, by=by, now=now
            )
    except IntegrityError as error:
        raise NumberInUseError(number, carrier=carrier) from error
