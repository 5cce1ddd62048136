"""Delivering what is in the outbox: claimed in batches, handled one by one outside of any transaction.

An entry is handled at least once, always under the same identity. It may be handled twice only
when its process was killed between the handling and the note that it was done.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from severshop.infra.outbox import claims
from severshop.infra.outbox.claims import Claim, Entry
from severshop.infra.retries import Backoff, SayableError, describe

log = structlog.get_logger()

Handler = Callable[[Entry], None]
Clock = Callable[[], datetime]


class DeliveryError(SayableError):
    """It did not work this time; later it may. The text goes into `last_error`: no personal data in it."""


class GiveUpError(SayableError):
    """It will not work however often it is tried: the entry fails at once, for staff to see."""


class DroppedError(SayableError):
    """It need not be told any more. The entry is done; `last_error` keeps why nobody heard it."""


class ChannelDownError(SayableError):
    """Nobody can be reached at present: the batch goes back untouched and no entry is blamed."""


class PostponedError(SayableError):
    """It is not the time for it: it comes back untouched at `until`, and nothing has failed."""

    def __init__(self, text: str, *, until: datetime) -> None:
        super().__init__(text)
        self.until = until


class Outcome(StrEnum):
    DONE = "done"
    DROPPED = "dropped"
    POSTPONED = "postponed"
    RETRY = "retry"
    FAILED = "failed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How patient the runner is: the defaults try for about half a day before they give up."""

    batch: int = 50
    attempts_max: int = 14
    backoff: Backoff = field(
        default_factory=lambda: Backoff(first=timedelta(seconds=5), ceiling=timedelta(hours=6)),
    )
    lease: timedelta = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What became of a batch."""

    counts: Counter[Outcome]
    channel_down: bool = False

    @property
    def handled(self) -> int:
        return self.counts.total() - self.counts[Outcome.RELEASED]

    def as_log(self) -> dict[str, Any]:
        """Return the counts that are not zero, for a line in the log."""
        return {outcome.value: count for outcome, count in self.counts.items() if count}


def run_batch(
    topics: Collection[str],
    handle: Handler,
    *,
    clock: Clock,
    policy: Policy | None = None,
    keep_going: Callable[[], bool] = lambda: True,
) -> Batch:
    """Claim what is due of these topics and handle it; `keep_going` is asked before each entry.

    What is not reached, because `keep_going` says no or the channel is down, is given back at once.
    A failing entry never holds back its neighbours.
    """
    policy = policy or Policy()
    claim = claims.take(topics, now=clock(), limit=policy.batch, lease=policy.lease)
    counts: Counter[Outcome] = Counter()
    channel_down = False
    with claims.kept(claim, clock=clock, lease=policy.lease):
        for entry in claim.entries:
            if channel_down or claim.is_lost or not keep_going():
                counts[Outcome.RELEASED] += 1
                continue
            outcome = _attempt(entry, handle, claim=claim, clock=clock, policy=policy)
            counts[outcome] += 1
            channel_down = outcome is Outcome.RELEASED
    if counts[Outcome.RELEASED]:
        claims.release(claim)
    return Batch(counts=counts, channel_down=channel_down)


def _attempt(entry: Entry, handle: Handler, *, claim: Claim, clock: Clock, policy: Policy) -> Outcome:
    try:
        handle(entry)
    except DroppedError as error:
        _note(Outcome.DROPPED, entry, error)
        claims.mark_done(entry, now=clock(), note=describe(error))
        return Outcome.DROPPED
    except PostponedError as error:
        claims.mark_postponed(entry, claim=claim, due_at=error.until)
        return Outcome.POSTPONED
    except ChannelDownError as error:
        _note(Outcome.RELEASED, entry, error)
        claims.mark_waiting(entry.id, claim=claim, error=describe(error))
        return Outcome.RELEASED
    except Exception as error:  # noqa: BLE001 - whatever one entry does, its neighbours are handled
        return _fail(entry, error, claim=claim, now=clock(), policy=policy)
    claims.mark_done(entry, now=clock())
    return Outcome.DONE


def _fail(entry: Entry, error: Exception, *, claim: Claim, now: datetime, policy: Policy) -> Outcome:
    attempts = entry.attempts + 1
    is_final = isinstance(error, GiveUpError) or attempts >= policy.attempts_max
    outcome = Outcome.FAILED if is_final else Outcome.RETRY
    _note(outcome, entry, error)
    due_at = None if is_final else now + policy.backoff.wait(attempts)
    claims.mark_failed(entry, claim=claim, error=describe(error), now=now, due_at=due_at)
    return outcome


def _note(outcome: Outcome, entry: Entry, error: Exception) -> None:
    log.warning("outbox.entry", outcome=outcome.value, key=entry.key, error=describe(error))
