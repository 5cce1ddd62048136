"""The carrier was asked, and what came of it is written down."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from severshop.domain.orders.queries import lock_orders
from severshop.domain.watch.investigations import end_investigation, investigation, note_asked
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.watching import Outcome


class UnknownInvestigationError(LookupError):
    """There is no such investigation."""


def mark_asked(investigation_id: uuid.UUID, *, now: datetime) -> bool:
    """Note that a person has asked the carrier; return whether that is new.

    Raises `UnknownInvestigationError`.
    """
    return _change(investigation_id, lambda: note_asked(investigation_id, now=now), now=now)


def close_investigation(investigation_id: uuid.UUID, *, outcome: Outcome, now: datetime) -> bool:
    """Close an investigation; return whether it was open. What it was closed with first stays.

    Raises `UnknownInvestigationError`.
    """
    return _change(investigation_id, lambda: end_investigation(investigation_id, outcome=outcome, now=now), now=now)


@transaction.atomic
def _change(investigation_id: uuid.UUID, change: Callable[[], bool], *, now: datetime) -> bool:
    found = investigation(investigation_id)
    if found is None:
        raise UnknownInvestigationError(investigation_id)
    lock_orders([found.order_id])
    is_new = change()
    if is_new:
        refresh_locked([found.order_id], now=now)
    return is_new
