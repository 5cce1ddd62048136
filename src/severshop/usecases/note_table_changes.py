"""An owner has changed rows of a table in Django's admin: it stands in the audit log as whatever else staff do."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from severshop.domain.audit.actions import note

LONGEST_ABOUT = 120


class Change(StrEnum):
    """What was done to a row."""

    ADDED = "add in admin"
    CHANGED = "change in admin"
    DELETED = "delete in admin"


@transaction.atomic
def note_table_changes(
    change: Change, rows: Iterable[str], *, fields: Iterable[str] = (), by: uuid.UUID, now: datetime
) -> None:
    """Write it down in the transaction in which it is done. Rows are named like `shipping.destination 3`.

    Which fields were changed is kept, not what was in them: that may be a person's.
    """
    named = ", ".join(sorted(fields))
    for row in rows:
        note(change.value, by=by, at=now, about=row[:LONGEST_ABOUT], detail={"fields": named} if named else None)
