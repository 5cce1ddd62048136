"""What the database tells of the shop's health, for `severshop doctor`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from severshop.domain.audit.queries import first_broken_seal
from severshop.domain.promises.models import LearnedTimes
from severshop.infra.jobs.queries import job_states, worker_seen_at
from severshop.infra.outbox.queries import topics
from severshop.infra.surroundings import FARTHEST_CLOCK, Finding, Grade
from severshop.usecases.reading.system_state import WORKER_SILENT_AFTER, worker_is_alive

LONGEST_WAIT = timedelta(minutes=10)
"""What is to be told waits seconds; more than this and something is stuck, or there is too much of it."""
FULL = 2
"""SQLite's `synchronous` that survives a power cut."""
LEARNED_AT_LEAST_EVERY = timedelta(days=3)


def of_database(*, now: datetime) -> Iterator[Finding]:
    """Look at the database itself. Raises `DatabaseError` where it does not answer."""
    with connection.cursor() as cursor:
        yield from _durability(cursor) if connection.vendor == "sqlite" else _clock(cursor, now)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding(
            Grade.ILL, "database", f"{len(plan)} migrations behind this version", "Run them: severshop migrate"
        )
    else:
        yield Finding(Grade.WELL, "database", f"{connection.display_name} answers, tables up to date")


def of_work(*, now: datetime) -> Iterator[Finding]:
    """Look at the worker and at what it does."""
    yield _worker(now)
    for topic in topics():
        if topic.failed:
            yield Finding(
                Grade.ODD, f"outbox {topic.topic}", f"{topic.failed} given up", "See why, and try again: /staff/system/"
            )
        if topic.oldest_at and now - topic.oldest_at > LONGEST_WAIT:
            waited = int((now - topic.oldest_at).total_seconds() // 60)
            yield Finding(
                Grade.ILL,
                f"outbox {topic.topic}",
                f"{topic.waiting} wait, the oldest for {waited} minutes",
                "Is a worker running, and does the other side answer? Errors stand at /staff/system/",
            )
    for job in job_states():
        if job.failures:
            yield Finding(
                Grade.ODD, f"job {job.name}", f"failed {job.failures} times: {job.last_error}", "See the worker's log"
            )
    yield from _learned(now)
    yield _audit()


def _worker(now: datetime) -> Finding:
    seen = worker_seen_at()
    if worker_is_alive(seen, now=now):
        return Finding(Grade.WELL, "worker", "alive")
    silent = f"silent since {seen:%Y-%m-%d %H:%M} UTC" if seen else "never seen"
    seconds = int(WORKER_SILENT_AFTER.total_seconds())
    return Finding(
        Grade.ILL, "worker", f"{silent} (it speaks every few seconds; alarm after {seconds})", "Start: severshop worker"
    )


def _durability(cursor: CursorWrapper) -> Iterator[Finding]:
    asked = {}
    for pragma in ("journal_mode", "synchronous"):
        cursor.execute(f"PRAGMA {pragma}")
        asked[pragma] = cursor.fetchone()[0]
    if asked == {"journal_mode": "wal", "synchronous": FULL}:
        yield Finding(Grade.WELL, "durability", "what was answered survives a power cut")
    else:
        yield Finding(
            Grade.ILL, "durability", f"SQLite says {asked}", "The file system must allow WAL: no network disk"
        )


def _clock(cursor: CursorWrapper, now: datetime) -> Iterator[Finding]:
    cursor.execute("SELECT clock_timestamp()")
    apart = abs(cursor.fetchone()[0] - now)
    if apart > FARTHEST_CLOCK:
        seconds = int(apart.total_seconds())
        yield Finding(
            Grade.ILL, "clock", f"{seconds} seconds apart from the database's", "Let both machines set theirs by NTP"
        )


def _learned(now: datetime) -> Iterator[Finding]:
    newest = LearnedTimes.objects.values_list("made_at", flat=True).first()
    if newest and now - newest > LEARNED_AT_LEAST_EVERY:
        yield Finding(
            Grade.ODD,
            "learned times",
            f"last learned on {newest:%Y-%m-%d}: promises go by old deliveries",
            "The worker learns every day; at once: severshop promises learn",
        )


def _audit() -> Finding:
    if broken := first_broken_seal():
        return Finding(
            Grade.ILL,
            "audit log",
            f"entries up to {broken.up_to} are not what was sealed on {broken.made_at:%Y-%m-%d %H:%M} UTC",
            "Somebody wrote past the shop into the database: compare with a backup of that day",
        )
    return Finding(Grade.WELL, "audit log", "as it was sealed")
