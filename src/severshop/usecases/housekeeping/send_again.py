"""A member of staff takes up again what the machinery had given up."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.infra.outbox.actions import try_again


@transaction.atomic
def send_again(entry_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> bool:
    """Let an entry of the outbox that was given up be delivered after all; tell whether that is new."""
    is_new = try_again(entry_id, now=now)
    if is_new:
        note("try message again", by=by, at=now, about=f"message {entry_id}")
    return is_new
