"""What a worker does over and over. Each loop has a thread and a database connection of its own."""

import threading
import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Protocol

import structlog
from django.db import DatabaseError, close_old_connections, connection

from severshop.infra.jobs import runner as jobs_runner
from severshop.infra.jobs.runner import Job
from severshop.infra.outbox.runner import Handler, run_batch
from severshop.infra.retries import describe
from severshop.infra.wakeups import Waker

log = structlog.get_logger()

Clock = Callable[[], datetime]

BEAT_SECONDS = 5.0
IDLE_SECONDS = 1.0
OUTBOX_LOOK_SECONDS = 0.25
CHANNEL_DOWN_SECONDS = 5.0
BETWEEN_BATCHES_SECONDS = 0.01
"""On SQLite: long enough for those who wait to write between two batches of a backlog."""
PAUSE_FIRST_SECONDS, PAUSE_MAX_SECONDS = 0.2, 5.0


class Loop(Protocol):
    name: str

    def step(self) -> bool:
        """Do a batch of work; return whether there may be more at once."""

    def rest(self) -> None:
        """Wait until there may be work again."""


class Timelines:
    """Reads carriers' messages into timelines as they come, and is the worker's pulse."""

    name = "timelines"

    def __init__(self, update: Callable[[datetime], int], *, waker: Waker, clock: Clock, stop: threading.Event) -> None:
        self._update, self._waker, self._clock, self._stop = update, waker, clock, stop
        self._beat_due = 0.0

    def step(self) -> bool:
        if time.monotonic() >= self._beat_due:
            jobs_runner.beat(now=self._clock())
            self._beat_due = time.monotonic() + BEAT_SECONDS
        began = time.monotonic()
        messages = self._update(self._clock())
        if messages:
            log.info("worker.timelines", messages=messages, milliseconds=_since(began))
        return messages > 0

    def rest(self) -> None:
        self._waker.wait(IDLE_SECONDS, stop=self._stop)


class Outbox:
    """Delivers what the world must hear of some topics, a batch with one connection to the channel."""

    def __init__(
        self,
        name: str,
        topics: Collection[str],
        channel: Callable[[Clock], AbstractContextManager[Handler]],
        *,
        clock: Clock,
        stop: threading.Event,
    ) -> None:
        self.name, self._topics, self._channel = name, topics, channel
        self._clock, self._stop = clock, stop
        self._rest_seconds = OUTBOX_LOOK_SECONDS

    def step(self) -> bool:
        began = time.monotonic()
        with self._channel(self._clock) as handle:
            batch = run_batch(self._topics, handle, clock=self._clock, keep_going=lambda: not self._stop.is_set())
        self._rest_seconds = CHANNEL_DOWN_SECONDS if batch.channel_down else OUTBOX_LOOK_SECONDS
        if batch.counts:
            log.info("worker.outbox", loop=self.name, milliseconds=_since(began), **batch.as_log())
        return batch.handled > 0 and not batch.channel_down

    def rest(self) -> None:
        self._stop.wait(self._rest_seconds)


class Jobs:
    """Runs the periodic jobs that are due."""

    name = "jobs"

    def __init__(self, jobs: Collection[Job], *, clock: Clock, stop: threading.Event) -> None:
        self._jobs, self._clock, self._stop = jobs, clock, stop
        self._look_seconds = min((job.every.total_seconds() for job in jobs), default=IDLE_SECONDS)

    def step(self) -> bool:
        did = jobs_runner.run_due(self._jobs, clock=self._clock, keep_going=lambda: not self._stop.is_set())
        if work := {name: count for name, count in did.items() if count}:
            log.info("worker.jobs", **work)
        return False

    def rest(self) -> None:
        self._stop.wait(self._look_seconds)


def run(loop: Loop, *, clock: Clock, stop: threading.Event) -> None:
    """Turn a loop until `stop` is set, through failures and outages of the database."""
    pause = PAUSE_FIRST_SECONDS
    while not stop.is_set():
        close_old_connections()
        try:
            if not loop.step():
                loop.rest()
            elif connection.vendor == "sqlite":
                stop.wait(BETWEEN_BATCHES_SECONDS)
            pause = PAUSE_FIRST_SECONDS
        except Exception as error:  # noqa: BLE001 - a worker outlives whatever one batch does
            log.error("worker.stumbled", loop=loop.name, error=describe(error))  # noqa: TRY400 - no foreign message in logs
            with suppress(DatabaseError):
                jobs_runner.stumble(error, now=clock())
            stop.wait(pause)
            pause = min(pause * 2, PAUSE_MAX_SECONDS)
    connection.close()


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
