"""Leases between real connections: each thread here is a worker of its own."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import Policy, run_batch

pytestmark = pytest.mark.django_db(transaction=True)


def real_clock():
    return datetime.now(UTC)


def in_threads(*works):
    def run(work):
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_no_entry_is_handled_by_two_workers(fill):
    fill(*(f"key-{number}" for number in range(60)), at=real_clock())
    heard = []

    def work():
        while run_batch(
            ["mail"], lambda entry: heard.append(entry.key), clock=real_clock, policy=Policy(batch=7)
        ).counts:
            pass

    in_threads(work, work, work)
    assert len(heard) == 60
    assert len(set(heard)) == 60
    assert not OutboxEntry.objects.filter(done_at=None).exists()


def test_slow_handling_keeps_its_lease(fill):
    fill("slow", at=real_clock())
    policy = Policy(lease=timedelta(milliseconds=300))
    heard, begun = [], threading.Event()

    def slow():
        def handle(entry):
            begun.set()
            time.sleep(1.0)
            heard.append("slow")

        run_batch(["mail"], handle, clock=real_clock, policy=policy)

    def eager():
        begun.wait(10)
        while not heard:
            run_batch(["mail"], lambda _entry: heard.append("eager"), clock=real_clock, policy=policy)
            time.sleep(0.05)

    in_threads(slow, eager)
    assert heard == ["slow"]
