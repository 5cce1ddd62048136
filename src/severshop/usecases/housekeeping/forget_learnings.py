"""Forgets what was learned long ago: the newest learning is used, those before it tell how things went."""

from datetime import datetime

from severshop.domain.promises.models import LearnedTimes
from severshop.usecases.housekeeping.forget import delete_in_chunks

LEARNINGS_KEPT = 60


def forget_learnings(now: datetime) -> int:  # noqa: ARG001 - as every periodic job
    """Delete all but the newest `LEARNINGS_KEPT` learnings with their lanes; return how many went."""
    newest = LearnedTimes.objects.order_by("-made_at").values_list("made_at", flat=True)
    oldest_kept = newest[LEARNINGS_KEPT - 1 : LEARNINGS_KEPT].first()
    if oldest_kept is None:
        return 0
    return delete_in_chunks(LearnedTimes.objects.filter(made_at__lt=oldest_kept), chunk=5)
