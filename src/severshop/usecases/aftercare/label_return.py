"""Buys the label for a return. First the carrier over the network, then one transaction that lets the parcel be known.

The reference that the carrier is given follows from the return: however often it is asked, there is one label.
"""

import uuid
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction

from severshop.domain.fulfilment.actions import NewParcel, create_parcel
from severshop.domain.fulfilment.queries import parcels_of
from severshop.domain.orders.models import Address
from severshop.domain.returns.actions import note_parcel
from severshop.domain.returns.queries import ReturnRecord, return_by_id, without_label
from severshop.domain.tracking.labels import open_leg, orders_under
from severshop.usecases.aftercare.announce_return import UnknownReturnError
from severshop.usecases.fulfilling.buy_label import LABELS_FROM, STANDARD, NoLabelError, ask_for_label
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.ways import Way

__all__ = ["NoLabelError", "keep_label", "label_return", "label_waiting"]

log = structlog.get_logger()

USUAL_CARRIER: Final = "ups"
"""Where what came to the shopper came with a carrier whose labels are not to be had here."""
TRY_AGAIN_AFTER: Final = timedelta(minutes=1)


def label_return(return_id: uuid.UUID, *, now: datetime) -> None:
    """See to it that a return whose way back the shop pays has its label. Again it changes nothing.

    Raises `UnknownReturnError`, and `NoLabelError` when the carrier gives none: it can be asked again.
    """
    record = _known(return_id)
    if not _wants_label(record):
        return
    carrier = _carrier(record)
    number = ask_for_label(carrier, _wish(record, carrier=carrier))
    try:
        keep_label(return_id, carrier=carrier, number=number, now=now)
    except IntegrityError as error:
        raise NoLabelError(carrier, cause="the number is in use") from error


def label_waiting(*, now: datetime, limit: int = 50) -> int:
    """Ask again for the labels that no carrier has given yet; return how many there are now."""
    done = 0
    for return_id in without_label(before=now - TRY_AGAIN_AFTER, limit=limit):
        try:
            label_return(return_id, now=now)
        except NoLabelError as error:
            log.warning("a return waits for its label", cause=error.cause)
        else:
            done += 1
    return done


@transaction.atomic
def keep_label(return_id: uuid.UUID, *, carrier: str, number: str, now: datetime) -> None:
    """Let the parcel be known that a carrier gave a label for. A return that has one keeps it."""
    record = _known(return_id)
    order_ids = {record.order_id} | orders_under(carrier, number)
    lock_known_orders(order_ids)
    record = _known(return_id)
    if not _wants_label(record):
        return
    new = NewParcel(
        id=_parcel_id(return_id),
        order_id=record.order_id,
        carrier=carrier,
        tracking_number=number,
        items={line.line_id: line.quantity for line in record.lines},
        way=Way.BACK,
    )
    create_parcel(new, by=None, now=now)
    note_parcel(return_id, parcel_id=new.id)
    open_leg(order_id=record.order_id, parcel_id=new.id, carrier=carrier, number=number, now=now)
    refresh_locked(sorted(order_ids), now=now)


def _wants_label(record: ReturnRecord) -> bool:
    return record.parcel_id is None and record.cancelled_at is None and record.way_back_paid_by is Payer.SHOP


def _carrier(record: ReturnRecord) -> str:
    """Return who brings it back: who brought it, where its labels are to be had."""
    wanted = {line.line_id for line in record.lines}
    came_with = [parcel.carrier for parcel in parcels_of([record.order_id]) if wanted & set(parcel.items)]
    return next((carrier for carrier in came_with if carrier in LABELS_FROM), USUAL_CARRIER)


def _wish(record: ReturnRecord, *, carrier: str) -> dict[str, object]:
    address = Address.objects.get(order_id=record.order_id)
    return {
        "reference": str(_parcel_id(record.id)),
        "carrier": carrier,
        "service": STANDARD,
        "return": True,
        "from": {"city": address.city, "country": address.country},
        "to": {
            "city": settings.WAREHOUSE_CITY,
            "postal_code": settings.WAREHOUSE_POSTAL_CODE,
            "country": settings.WAREHOUSE_COUNTRY,
        },
    }


def _parcel_id(return_id: uuid.UUID) -> uuid.UUID:
    return uuid.uuid5(return_id, "parcel")


def _known(return_id: uuid.UUID) -> ReturnRecord:
    record = return_by_id(return_id)
    if record is None:
        raise UnknownReturnError(return_id)
    return record
