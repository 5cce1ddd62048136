"""Running periodic jobs: each by one worker at a time, with back-off when it fails."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from severshop.infra.jobs.models import PeriodicJob
from severshop.infra.retries import Backoff, describe

log = structlog.get_logger()

WORKER = "worker"
"""The row that says when a worker was last seen alive, and what it last stumbled over."""


BACKOFF = Backoff(first=timedelta(seconds=5), ceiling=timedelta(minutes=15))


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that comes back. `run` takes the moment and returns how much there was to do.

    `lease` must be longer than the work ever takes: when it runs out, another worker may begin.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    lease: timedelta = timedelta(minutes=5)
    backoff: Backoff = BACKOFF


def run_due(
    jobs: Collection[Job], *, clock: Callable[[], datetime], keep_going: Callable[[], bool] = lambda: True
) -> dict[str, int]:
    """Run every job that is due and that nobody else is running; return how much each of them did."""
    now = clock()
    due = _due(jobs, now=now)
    did = {}
    for job in jobs:
        started = clock()
        if job.name in due and keep_going() and _claim(job, now=started):
            did[job.name] = _run(job, started=started, clock=clock)
    return did


def beat(*, now: datetime) -> None:
    """Say that a worker is alive and well."""
    _note_worker({"last_done_at": now, "failures": 0}, now=now)


def stumble(error: BaseException, *, now: datetime) -> None:
    """Keep what a worker's own loop stumbled over, for staff to see."""
    _note_worker({"last_error": describe(error), "failures": F("failures") + 1}, now=now)


def _note_worker(values: dict[str, object], *, now: datetime) -> None:
    with transaction.atomic():
        PeriodicJob.objects.bulk_create(
            [PeriodicJob(name=WORKER, due_at=now, last_started_at=now)], ignore_conflicts=True
        )
        PeriodicJob.objects.filter(name=WORKER).update(**values)


def _due(jobs: Collection[Job], *, now: datetime) -> set[str]:
    rows = {row.name: row for row in PeriodicJob.objects.filter(name__in=[job.name for job in jobs])}
    new = [PeriodicJob(name=job.name, due_at=now) for job in jobs if job.name not in rows]
    if new:
        with transaction.atomic():
            PeriodicJob.objects.bulk_create(new, ignore_conflicts=True)
    return {row.name for row in [*rows.values(), *new] if row.due_at <= now}


def _claim(job: Job, *, now: datetime) -> bool:
    """Take the lease if it is free. The moment of the start names the run."""
    is_free = Q(lease_until=None) | Q(lease_until__lte=now)
    with transaction.atomic():
        claimed = PeriodicJob.objects.filter(is_free, name=job.name, due_at__lte=now).update(
            lease_until=now + job.lease, last_started_at=now
        )
    return claimed == 1


def _run(job: Job, *, started: datetime, clock: Callable[[], datetime]) -> int:
    try:
        did = job.run(started)
    except Exception as error:  # noqa: BLE001 - one job's failure is its own
        log.warning("job.failed", job=job.name, error=describe(error))
        _finish_failed(job, error, started=started, now=clock())
        return 0
    now = clock()
    _finish(job, started, due_at=max(started + job.every, now), last_done_at=now, failures=0, last_error="")
    return did


def _finish_failed(job: Job, error: Exception, *, started: datetime, now: datetime) -> None:
    failures = PeriodicJob.objects.values_list("failures", flat=True).get(name=job.name) + 1
    wait = max(job.every, job.backoff.wait(failures))
    _finish(job, started, due_at=now + wait, failures=failures, last_error=describe(error))


def _finish(job: Job, started: datetime, **values: object) -> None:
    with transaction.atomic():
        # Whoever outlived the lease no longer speaks for the job.
        PeriodicJob.objects.filter(name=job.name, last_started_at=started).update(lease_until=None, **values)
