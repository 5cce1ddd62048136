"""A member of staff has a carrier asked where a parcel is, before the policy would."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.fulfilment.queries import parcel as find_parcel
from severshop.domain.orders.queries import lock_orders
from severshop.domain.watch.investigations import start_investigation
from severshop.usecases.refresh_status import refresh_locked, shop_zone
from severshop.usecases.status.facts import tell
from severshop.usecases.watching.dossier import dossier_of


class UnknownParcelError(LookupError):
    """There is no such parcel."""


class NothingToAskError(ValueError):
    """The parcel has arrived."""


@transaction.atomic
def open_investigation(parcel_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> bool:
    """Open an investigation with all that is known of the parcel; return whether that is new.

    While one is open, nothing is opened. Raises `UnknownParcelError`, `NothingToAskError`.
    """
    found = find_parcel(parcel_id)
    if found is None:
        raise UnknownParcelError(parcel_id)
    lock_orders([found.order_id])
    (story,) = tell([found.order_id], today=now.astimezone(shop_zone()).date())
    if any(own.parcel.id == parcel_id and own.facts.delivered_at for own in story.parcels):
        raise NothingToAskError(parcel_id)
    is_new = start_investigation(
        found.order_id, parcel_id=parcel_id, dossier=dossier_of(story, parcel_id), by=by, now=now
    )
    if is_new:
        note("open investigation", by=by, at=now, order_id=found.order_id, about=f"parcel {parcel_id}")
        refresh_locked([found.order_id], now=now)
    return is_new
