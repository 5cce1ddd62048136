from datetime import timedelta

import pytest
from django.db import connection

from severshop.infra.outbox.actions import NewEntry, put, try_again
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import (
    ChannelDownError,
    DeliveryError,
    DroppedError,
    GiveUpError,
    Outcome,
    Policy,
    PostponedError,
    run_batch,
)
from severshop.infra.retries import Backoff

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
PATIENT = Policy(attempts_max=3, backoff=Backoff(first=timedelta(seconds=10), ceiling=timedelta(minutes=1)))


class Heard:
    """A handler that remembers, and fails where it is told to."""

    def __init__(self, **failures):
        self.keys = []
        self.ids = []
        self._failures = failures

    def __call__(self, entry):
        self.keys.append(entry.key)
        self.ids.append(entry.id)
        if error := self._failures.get(entry.key):
            raise error


def deliver(heard, now, *, topics=("mail",), **more):
    return run_batch(topics, heard, clock=lambda: now, **more)


def row(key):
    return OutboxEntry.objects.get(key=key)


def test_what_is_due_is_handled_once_oldest_first(fill, now):
    fill("second", at=now)
    fill("first", at=now - SECOND)
    fill("later", at=now + SECOND)
    fill("other", topic="payment.settle")
    heard = Heard()
    assert deliver(heard, now).counts == {Outcome.DONE: 2}
    assert deliver(heard, now).counts == {}
    assert heard.keys == ["first", "second"]
    assert row("first").done_at == now
    assert row("first").lease_until is None


def test_what_was_put_together_is_told_in_that_order(fill, now):
    keys = [f"key-{number}" for number in (3, 1, 4, 5, 9, 2, 6)]
    fill(*keys)
    heard = Heard()
    deliver(heard, now)
    assert heard.keys == keys


def test_a_key_is_heard_once_however_often_it_is_put(fill, now):
    heard = Heard()
    fill("mail:1", "mail:1")
    deliver(heard, now)
    fill("mail:1")
    deliver(heard, now)
    assert heard.keys == ["mail:1"]


def test_one_failure_holds_back_no_neighbour(fill, now):
    fill("a", "b", "c")
    heard = Heard(b=RuntimeError("ada@example.com"))
    assert deliver(heard, now, policy=PATIENT).counts == {Outcome.DONE: 2, Outcome.RETRY: 1}
    failed = row("b")
    assert (failed.attempts, failed.done_at, failed.failed_at) == (1, None, None)
    assert failed.last_error.startswith("RuntimeError in runner.py")
    assert "ada" not in failed.last_error


def test_a_failed_entry_comes_back_later_and_later_under_the_same_identity(fill, now):
    fill("a")
    heard = Heard(a=DeliveryError("busy"))
    waits = []
    for _ in range(2):
        deliver(heard, now, policy=PATIENT)
        waits.append(row("a").due_at - now)
        assert not deliver(heard, now, policy=PATIENT).counts
        now = row("a").due_at
    assert timedelta(seconds=5) <= waits[0] <= timedelta(seconds=10)
    assert timedelta(seconds=10) <= waits[1] <= timedelta(seconds=20)
    assert len(set(heard.ids)) == 1


def test_after_the_last_attempt_it_fails_visibly_and_can_be_taken_up_again(fill, now):
    fill("a")
    for _ in range(3):
        now = row("a").due_at
        deliver(Heard(a=DeliveryError("the mail server refused the mail (451)")), now, policy=PATIENT)
    failed = row("a")
    assert (failed.attempts, failed.failed_at, failed.last_error) == (
        3,
        now,
        "the mail server refused the mail (451)",
    )
    heard = Heard()
    assert not deliver(heard, now + timedelta(days=9)).counts
    assert try_again(failed.id, now=now)
    assert deliver(heard, now).counts == {Outcome.DONE: 1}
    assert heard.ids == [failed.id]


def test_only_what_was_given_up_can_be_taken_up_again(fill, now):
    fill("a")
    assert not try_again(row("a").id, now=now)
    deliver(Heard(), now)
    assert not try_again(row("a").id, now=now)
    assert row("a").done_at == now


def test_what_can_never_work_fails_at_once(fill, now):
    fill("a")
    assert deliver(Heard(a=GiveUpError("no such order")), now).counts == {Outcome.FAILED: 1}
    assert (row("a").failed_at, row("a").last_error) == (now, "no such order")


def test_what_need_not_be_told_is_done_and_says_why(fill, now):
    fill("a")
    assert deliver(Heard(a=DroppedError("not sent: delivered meanwhile")), now).counts == {Outcome.DROPPED: 1}
    assert (row("a").done_at, row("a").last_error) == (now, "not sent: delivered meanwhile")


def test_while_the_channel_is_down_nobody_is_blamed_and_nothing_is_lost(fill, now):
    fill("a", at=now - SECOND)
    fill("b", "c")
    down = Heard(a=ChannelDownError("the mail server cannot be reached"))
    for _ in range(30):
        batch = deliver(down, now, policy=PATIENT)
        assert batch.channel_down
        assert batch.handled == 0
    assert down.keys == ["a"] * 30
    assert row("a").last_error == "the mail server cannot be reached"
    assert set(OutboxEntry.objects.values_list("attempts", "failed_at", "lease_until")) == {(0, None, None)}
    up = Heard()
    assert deliver(up, now).counts == {Outcome.DONE: 3}


def test_a_stop_gives_back_what_was_not_begun(fill, now):
    fill("a", "b", "c")
    heard = Heard()
    batch = deliver(heard, now, keep_going=lambda: not heard.keys)
    assert batch.counts == {Outcome.DONE: 1, Outcome.RELEASED: 2}
    assert OutboxEntry.objects.filter(done_at=None, lease_until=None).count() == 2


def test_a_batch_takes_no_more_than_it_may(fill, now):
    fill(*"abcde")
    assert deliver(Heard(), now, policy=Policy(batch=2)).counts == {Outcome.DONE: 2}


def test_handling_happens_outside_of_any_transaction_of_the_runner(fill, now):
    fill("a")
    depth = len(connection.savepoint_ids)
    seen = []
    deliver(lambda _entry: seen.append(len(connection.savepoint_ids)), now)
    assert seen == [depth]


def test_what_a_killed_worker_held_is_taken_up_when_its_lease_has_run_out(fill, now):
    class KilledError(BaseException):
        """Not an error that anything handles, like the end of the process."""

    fill("a", at=now - SECOND)
    fill("b", at=now)
    killed = Heard(b=KilledError())
    with pytest.raises(KilledError):
        deliver(killed, now)
    heard = Heard()
    assert not deliver(heard, now + 14 * SECOND).counts
    assert deliver(heard, now + 15 * SECOND).counts == {Outcome.DONE: 1}
    assert killed.keys == ["a", "b"]
    assert heard.keys == ["b"]
    assert heard.ids == killed.ids[1:]


def test_what_it_is_not_the_time_for_comes_back_then_and_nobody_is_blamed(fill, now):
    fill("night")
    until = now + timedelta(hours=9)
    assert deliver(Heard(night=PostponedError("quiet hours", until=until)), now).counts == {Outcome.POSTPONED: 1}
    assert (row("night").due_at, row("night").attempts, row("night").last_error) == (until, 0, "")
    assert deliver(Heard(), until - SECOND).counts == {}
    assert deliver(Heard(), until).counts == {Outcome.DONE: 1}


@pytest.mark.parametrize("ends", [None, DroppedError("too late"), GiveUpError("no such user")])
def test_a_secret_is_forgotten_with_the_end_of_its_entry(now, ends):
    put([NewEntry(topic="mail", key="code", payload={"kind": "code", "secret": {"code": "123456"}})], now=now)
    heard = []

    def handle(entry):
        heard.append(entry.payload["secret"]["code"])
        if len(heard) == 1:
            raise DeliveryError("busy")
        if ends is not None:
            raise ends

    run_batch(["mail"], handle, clock=lambda: now)
    assert row("code").payload["secret"] == {"code": "123456"}
    run_batch(["mail"], handle, clock=lambda: now + timedelta(hours=1))
    assert heard == ["123456", "123456"]
    assert row("code").payload == {"kind": "code"}
