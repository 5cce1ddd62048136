"""The warehouse begins to gather an order's pairs."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.fulfilment.actions import note_picking
from severshop.domain.fulfilment.queries import picking_of
from severshop.domain.fulfilment.rules import Step
from severshop.usecases.fulfilling.facts import lock_known_orders, read_work
from severshop.usecases.refresh_status import refresh_status


@transaction.atomic
def start_picking(order_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime) -> None:
    """Write that the order is being picked: it is In Process now. Again is harmless.

    Raises `UnknownOrderError`, and `StepNotPossibleError` when nothing is left to pick.
    """
    lock_known_orders([order_id])
    if picking_of(order_id):
        return
    read_work(order_id).check_step(Step.START_PICKING)
    note_picking(order_id, by=by, now=now)
    if by:
        note("start picking", by=by, at=now, order_id=order_id)
    refresh_status([order_id], now=now)
