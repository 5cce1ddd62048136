"""The worker as a process: what it does, and what survives when it is killed."""

import os
import signal
import time
from collections import Counter

import pytest
from django.db import connection

from tests.processes import wait_until

# On PostgreSQL the processes share the suite's own database, which is emptied after each test.
pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = 12


def settled(shop, *, status):
    (report,) = shop.run(("report", {}))
    return set(report["statuses"]) == {status} and report["waiting"] == 0


def test_messages_become_a_status_and_mails_and_a_stop_is_quick(shop, mail_server):
    (numbers,) = shop.run(("place", {"orders": 2}))
    with shop.worker() as worker:
        shop.run(("hear", {"numbers": numbers, "kind": "I", "code": "DP"}))
        wait_until(lambda: len(set(mail_server.message_ids)) == 4, what="two confirmations and two parcels shipped")
        shop.run(("hear", {"numbers": numbers, "kind": "D", "code": "KB"}))
        wait_until(lambda: len(set(mail_server.message_ids)) == 6, what="two parcels delivered")
        wait_until(lambda: settled(shop, status="delivered"), what="both orders delivered")
        began = time.monotonic()
        os.kill(worker.popen.pid, signal.SIGTERM)
        assert worker.popen.wait(10) == 0
        assert time.monotonic() - began < 5
    assert shop.told("worker.started")
    assert shop.told("worker.stopped")
    assert sum(line["messages"] for line in shop.told("worker.timelines")) == 4
    assert not shop.told("worker.stumbled")
    assert len(mail_server.message_ids) == 6


def test_killed_workers_lose_nothing_and_repeat_only_what_was_in_flight(shop, mail_server):
    (numbers,) = shop.run(("place", {"orders": ORDERS}))
    shop.run(("hear", {"numbers": numbers, "kind": "I", "code": "DP"}))
    kills = 3
    for kill in range(kills):
        with shop.worker(lease_seconds=1.0) as worker:
            seen = len(mail_server.message_ids)
            wait_until(lambda seen=seen: len(mail_server.message_ids) > seen + 2, what=f"some mails before kill {kill}")
            worker.end(signal.SIGKILL)
    with shop.worker(lease_seconds=1.0):
        wait_until(lambda: settled(shop, status="shipped"), what="every order shipped, every mail sent")
    (report,) = shop.run(("report", {}))
    sent = Counter(mail_server.message_ids)
    assert set(sent) == {f"<{entry_id}@bestshoesevershop.example>" for entry_id in report["mails"]}
    assert len(sent) == 2 * ORDERS
    assert sent.total() <= 2 * ORDERS + kills


def test_two_workers_share_the_work(shop, mail_server):
    (numbers,) = shop.run(("place", {"orders": ORDERS}))
    with shop.worker(), shop.worker():
        shop.run(("hear", {"numbers": numbers, "kind": "I", "code": "DP"}))
        wait_until(lambda: settled(shop, status="shipped"), what="every order shipped, every mail sent")
    assert sorted(Counter(mail_server.message_ids).values()) == [1] * (2 * ORDERS)


def test_a_slow_mail_server_does_not_delay_the_timelines(shop, mail_server):
    mail_server.may_go.clear()
    (numbers,) = shop.run(("place", {"orders": 2}))
    with shop.worker():
        wait_until(lambda: mail_server.message_ids, what="a mail in flight")
        shop.run(("hear", {"numbers": numbers, "kind": "I", "code": "DP"}))
        wait_until(lambda: len(shop.told("worker.timelines")) > 0, what="messages read meanwhile")
        assert len(mail_server.message_ids) <= 2
        mail_server.may_go.set()


def test_a_worker_reconnects_when_the_database_drops_it(shop, mail_server):
    if connection.vendor != "postgresql":
        pytest.skip("only a database server can drop a connection")
    (numbers,) = shop.run(("place", {"orders": 1}))
    with shop.worker():
        wait_until(lambda: len(mail_server.message_ids) == 1, what="the confirmation")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        shop.run(("hear", {"numbers": numbers, "kind": "I", "code": "DP"}))
        wait_until(lambda: settled(shop, status="shipped"), what="work done over new connections")
