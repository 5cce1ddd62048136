"""The wake-up must be quick: what a carrier says is to be on the page a few milliseconds later."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from severshop.infra.db.sqlite.base import DatabaseWrapper
from severshop.infra.wakeups import INBOX, make_waker

LONG = 20.0


@pytest.fixture
def open_database(request, django_db_blocker, tmp_path):
    """Open connections to a database that others can write to: PostgreSQL, or an SQLite file."""

    @contextmanager
    def open_database():
        settings = {**connection.settings_dict, "NAME": str(tmp_path / "x.sqlite3")}
        database = DatabaseWrapper(settings) if connection.vendor == "sqlite" else connection.copy()
        database.inc_thread_sharing()
        try:
            yield database
        finally:
            database.close()

    if connection.vendor == "postgresql":
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        yield open_database


def test_a_stop_ends_the_wait(open_database):
    stop = threading.Event()
    stop.set()
    with open_database() as database:
        waker = make_waker(INBOX, database=database)
        began = time.monotonic()
        waker.wait(LONG, stop=stop)
        waker.close()
    assert time.monotonic() - began < 2


def test_a_commit_elsewhere_ends_the_wait(open_database):
    committed = threading.Event()

    def commit(other):
        time.sleep(0.1)
        with other.cursor() as cursor:
            cursor.execute(f"NOTIFY {INBOX}" if other.vendor == "postgresql" else "CREATE TABLE news (x)")
        committed.set()

    with open_database() as database, open_database() as other:
        waker = make_waker(INBOX, database=database)
        waker.wait(0.01, stop=threading.Event())
        committer = threading.Thread(target=commit, args=(other,))
        committer.start()
        began = time.monotonic()
        while not committed.is_set():
            waker.wait(LONG, stop=threading.Event())
        committer.join()
        waker.close()
    assert time.monotonic() - began < 2
