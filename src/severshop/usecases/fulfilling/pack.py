"""What was picked goes into a box with a carrier's label on it."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from severshop.domain.audit.actions import note
from severshop.domain.carriers.registry import is_valid_number, normalise_number
from severshop.domain.fulfilment.actions import NewParcel, create_parcel
from severshop.domain.fulfilment.queries import ParcelRecord, parcel
from severshop.domain.fulfilment.rules import Step, check_contents
from severshop.domain.tracking.labels import open_leg, orders_under
from severshop.usecases.fulfilling.choose_carrier import propose_for_order
from severshop.usecases.fulfilling.facts import lock_known_orders, read_work
from severshop.usecases.refresh_status import refresh_status


class NumberInvalidError(ValueError):
    """The carrier gives no such tracking number: its form or its check digit is wrong."""

    def __init__(self, number: str, *, carrier: str) -> None:
        super().__init__(f"{number} is no number of {carrier}")
        self.number = number
        self.carrier = carrier


class NumberInUseError(Exception):
    """Another parcel travels under this tracking number."""

    def __init__(self, number: str, *, carrier: str) -> None:
        super().__init__(f"{number} of {carrier} is in use")
        self.number = number
        self.carrier = carrier


class ParcelExistsError(Exception):
    """The id belongs to a parcel of another order."""


@transaction.atomic
def pack(
    order_id: uuid.UUID,
    *,
    parcel_id: uuid.UUID,
    items: Mapping[uuid.UUID, int],
    carrier: str,
    tracking_number: str,
    by: uuid.UUID | None,
    now: datetime,
) -> None:
    """Pack units of an order's lines into a parcel. The same `parcel_id` again is the same parcel.

    Why it has its carrier is kept with it.

    Raises `UnknownOrderError`, `StepNotPossibleError`, `UnpackableError` (over what is left, or
    nothing at all), `NumberInvalidError`, `NumberInUseError`, `ParcelExistsError`.
    """
    number = normalise_number(tracking_number)
    order_ids = {order_id} | orders_under(carrier, number)
    lock_known_orders(order_ids)
    if known := parcel(parcel_id):
        _refuse_other_order(known, order_id)
        return
    work = read_work(order_id)
    work.check_step(Step.PACK)
    contents = check_contents(items, left=work.left)
    if not is_valid_number(carrier, number):
        raise NumberInvalidError(number, carrier=carrier)
    new = NewParcel(
        id=parcel_id,
        order_id=order_id,
        carrier=carrier,
        carrier_reason=propose_for_order(order_id, items=contents).why(carrier).facts(),
        tracking_number=number,
        items=contents,
    )
    create_parcel(new, by=by, now=now)
    if by:
        note("pack parcel", by=by, at=now, order_id=order_id, about=f"parcel {parcel_id}")
    _open_leg(new, now=now)
    refresh_status(order_ids, now=now)


def _refuse_other_order(known: ParcelRecord, order_id: uuid.UUID) -> None:
    if known.order_id != order_id:
        raise ParcelExistsError("the id belongs to a parcel of another order")


def _open_leg(new: NewParcel, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            open_leg(order_id=new.order_id, parcel_id=new.id, carrier=new.carrier, number=new.tracking_number, now=now)
    except IntegrityError as error:
        raise NumberInUseError(new.tracking_number, carrier=new.carrier) from error
