"""How the periodic work is doing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from severshop.infra.jobs.models import PeriodicJob
from severshop.infra.jobs.runner import WORKER


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """A job as staff see it. `failures` counts those since it last went well."""

    name: str
    due_at: datetime
    lease_until: datetime | None
    last_started_at: datetime | None
    last_done_at: datetime | None
    failures: int
    last_error: str


def job_states() -> tuple[JobState, ...]:
    """Return every periodic job, by name, without the worker's own row."""
    return _states(PeriodicJob.objects.exclude(name=WORKER))


def worker_state() -> JobState | None:
    """Return what is known of the worker: `last_done_at` is when it was last seen. None: never seen."""
    found = _states(PeriodicJob.objects.filter(name=WORKER))
    return found[0] if found else None


def worker_seen_at() -> datetime | None:
    """Return when a worker last said that it is alive; it says so every few seconds."""
    state = worker_state()
    return state.last_done_at if state else None


def _states(rows: QuerySet[PeriodicJob]) -> tuple[JobState, ...]:
    fields = ("name", "due_at", "lease_until", "last_started_at", "last_done_at", "failures", "last_error")
    return tuple(JobState(**row) for row in rows.order_by("name").values(*fields))
