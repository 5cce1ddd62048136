"""Staff say what a carrier's code means, and all that came with it is read again at once."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.tracking.mappings import keep_mapping
from severshop.usecases.tracking.replay import Replayed, Selection, replay
from severshop.vocabulary.milestones import Milestone, Reason

LONGEST_ABOUT = 120


def map_code(
    *, carrier: str, code: str, milestone: Milestone, reason: Reason, by: uuid.UUID | None, now: datetime
) -> Replayed:
    """Keep what the code means and replay the history that it is part of; the same again changes nothing.

    From its first line on, messages that come in are read by the new mapping: none falls between.
    Raises `IntegrityError` for a code that is empty or a meaning that says nothing.
    """
    with transaction.atomic():
        is_new = keep_mapping(carrier=carrier, code=code, milestone=milestone, reason=reason, by=by, now=now)
        if is_new and by:
            means = {"milestone": milestone.value, "reason": reason.value}
            note("map code", by=by, at=now, about=f"{carrier} {code}"[:LONGEST_ABOUT], detail=means)
    return replay(Selection(carrier=carrier, code=code), now=now)


def try_mapping(*, carrier: str, code: str, milestone: Milestone, reason: Reason, now: datetime) -> Replayed:
    """Return what `map_code` would change. Writes nothing."""
    with transaction.atomic():
        keep_mapping(carrier=carrier, code=code, milestone=milestone, reason=reason, by=None, now=now)
        done = replay(Selection(carrier=carrier, code=code), now=now, dry_run=True)
        transaction.set_rollback(True)
    return done
