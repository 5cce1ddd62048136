"""The carrier was asked, and what came of it is written down."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.orders.queries import lock_orders
from severshop.domain.watch.investigations import end_investigation, investigation, note_asked
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.watching import Outcome


class UnknownInvestigationError(LookupError):
    """There is no such investigation."""


class _Act(NamedTuple):
    name: str
    do: Callable[[], bool]


def mark_asked(investigation_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> bool:
    """Note that a person has asked the carrier; return whether that is new.

    Raises `UnknownInvestigationError`.
    """
    act = _Act("ask carrier", lambda: note_asked(investigation_id, now=now))
    return _change(investigation_id, act, by=by, now=now)


def close_investigation(investigation_id: uuid.UUID, *, outcome: Outcome, by: uuid.UUID, now: datetime) -> bool:
    """Close an investigation; return whether it was open. What it was closed with first stays.

    Raises `UnknownInvestigationError`.
    """
    act = _Act("close investigation", lambda: end_investigation(investigation_id, outcome=outcome, now=now))
    return _change(investigation_id, act, by=by, now=now)


@transaction.atomic
def _change(investigation_id: uuid.UUID, act: _Act, *, by: uuid.UUID, now: datetime) -> bool:
    found = investigation(investigation_id)
    if found is None:
        raise UnknownInvestigationError(investigation_id)
    lock_orders([found.order_id])
    is_new = act.do()
    if is_new:
        note(act.name, by=by, at=now, order_id=found.order_id, about=f"investigation {investigation_id}")
        refresh_locked([found.order_id], now=now)
    return is_new
