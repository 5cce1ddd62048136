import threading
import uuid

import pytest
from django.db import OperationalError

from severshop.infra import clock
from severshop.infra.jobs.queries import job_states, worker_state
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.cli import loops
from severshop.interfaces.cli.periodic import POST_PURCHASE, SHOP, periodic_jobs
from severshop.interfaces.cli.worker import run_worker

pytestmark = pytest.mark.django_db


class Failing:
    """A loop that fails a few times, then works, then ends."""

    name = "failing"

    def __init__(self, *errors, stop):
        self.errors = list(errors)
        self.stop = stop
        self.worked = 0

    def step(self):
        if self.errors:
            raise self.errors.pop(0)
        self.worked += 1
        self.stop.set()
        return False

    def rest(self):
        """No rest."""


@pytest.fixture
def stop(monkeypatch):
    monkeypatch.setattr(loops, "PAUSE_FIRST_SECONDS", 0.001)
    monkeypatch.setattr(loops.connection, "close", lambda: None)
    return threading.Event()


def test_a_loop_outlives_whatever_a_batch_does(stop, now, capsys):
    loop = Failing(OperationalError("server closed the connection"), KeyError("ada@example.com"), stop=stop)
    loops.run(loop, clock=lambda: now, stop=stop)
    assert loop.worked == 1
    state = worker_state()
    assert state.failures == 2
    assert state.last_error.startswith("KeyError")
    assert "ada@example.com" not in capsys.readouterr().err + state.last_error


def test_a_beat_comes_with_the_first_step(now):
    loop = loops.Timelines(lambda _now: 0, waker=None, clock=lambda: now, stop=threading.Event())
    assert loop.step() is False
    assert worker_state().last_done_at == now


def test_there_is_more_to_do_while_messages_are_read(now):
    loop = loops.Timelines(lambda _now: 3, waker=None, clock=lambda: now, stop=threading.Event())
    assert loop.step() is True


def test_the_shop_half_brings_jobs_of_its_own(settings):
    settings.SHOP_HALF = True
    assert periodic_jobs() == POST_PURCHASE + SHOP
    settings.SHOP_HALF = False
    assert periodic_jobs() == POST_PURCHASE
    assert len({job.name for job in POST_PURCHASE + SHOP}) == len(POST_PURCHASE + SHOP)


def test_once_does_what_is_due_and_returns():
    put([NewEntry(topic="mail", key="mail:nobody", payload={"kind": "link", "parcel": None})], now=clock.now())
    run_worker(once=True)
    assert OutboxEntry.objects.get().last_error == "there is no such order"
    assert {state.name for state in job_states()} == {job.name for job in periodic_jobs()}
    assert worker_state().last_done_at is not None


@pytest.mark.shop
def test_a_payment_that_the_gateway_called_about_is_settled_until_it_is_certain(monkeypatch, now):
    from severshop.usecases.buying import place_order
    from severshop.usecases.buying.outcomes import Declined, Unclear
    from severshop.usecases.paying.hear_gateway import hear_gateway

    payment_id = uuid.UUID("0193570a-0000-7000-8000-000000000001")
    answers = [Unclear(), Declined("cancelled")]
    asked = []

    def settle(wanted, *, now):
        asked.append(wanted)
        return answers.pop(0)

    monkeypatch.setattr(place_order, "settle", settle)
    hear_gateway(payment_id, state="succeeded", now=clock.now())
    run_worker(once=True)
    entry = OutboxEntry.objects.get()
    assert (entry.attempts, entry.last_error) == (1, "the gateway has not given a certain answer yet")
    OutboxEntry.objects.update(due_at=entry.created_at)
    run_worker(once=True)
    assert OutboxEntry.objects.get().done_at is not None
    assert asked == [payment_id, payment_id]
