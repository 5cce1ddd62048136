"""A member of staff takes note of a chargeback: who and when stand in its row."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.payments.refunding import note_seen


@transaction.atomic
def see_chargeback(provider_ref: str, *, by: uuid.UUID, now: datetime) -> bool:
    """Write who saw it first; tell whether that is this one. What is unknown is nobody's news."""
    is_first = note_seen(provider_ref, by=by, now=now)
    if is_first:
        note("see chargeback", by=by, at=now, about=f"chargeback {provider_ref}")
    return is_first
