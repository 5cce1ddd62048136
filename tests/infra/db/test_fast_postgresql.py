"""Raw reads when the server goes away, comes back, or never answers."""

import asyncio
import socket
import threading
import time

import pytest
from django.db import connection, connections

from severshop.infra.db import fast_postgresql
from severshop.infra.db.fast import DatabaseAway, reader

NOBODY = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "USER": "x", "PASSWORD": "x", "HOST": "127.0.0.1"}


@pytest.fixture
def database(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL")
    return connections["default"].settings_dict


def with_reader(settings_dict, story):
    async def main():
        opened = reader(settings_dict, channel="severshop_changes")
        try:
            return await story(opened)
        finally:
            await opened.close()

    return asyncio.run(main())


def hang_up_on_everybody():
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'severshop reader'"
            )
    finally:
        connection.close()


def test_a_read_after_the_server_hung_up_connects_anew(database):
    async def story(opened):
        before = await opened.rows("SELECT 1")
        await asyncio.to_thread(hang_up_on_everybody)
        return before, await opened.rows("SELECT 2")

    assert with_reader(database, story) == ([(1,)], [(2,)])


def test_the_ear_says_so_when_the_server_hangs_up_and_listens_again(database):
    async def story(opened):
        await opened.changed()
        await asyncio.to_thread(hang_up_on_everybody)
        with pytest.raises(DatabaseAway):
            await opened.changed()
        await opened.changed()
        waiting = asyncio.create_task(opened.changed())
        await asyncio.sleep(0.1)
        await asyncio.to_thread(notify)
        began = time.monotonic()
        await waiting
        return time.monotonic() - began

    def notify():
        try:
            with connection.cursor() as cursor:
                cursor.execute("NOTIFY severshop_changes")
        finally:
            connection.close()

    assert with_reader(database, story) < fast_postgresql.WAKE_AT_LEAST_EVERY / 2


def test_many_read_at_once(database):
    async def story(opened):
        return await asyncio.gather(*(opened.rows("SELECT %s::int", number) for number in range(100)))

    assert with_reader(database, story) == [[(number,)] for number in range(100)]


def test_who_gives_up_does_not_spoil_the_next_answer(database, monkeypatch):
    monkeypatch.setattr(fast_postgresql, "ANSWER_WITHIN", 0.2)

    async def story(opened):
        with pytest.raises(DatabaseAway):
            await opened.rows("SELECT pg_sleep(5)")
        return await opened.rows("SELECT 2")

    assert with_reader(database, story) == [(2,)]


def test_nobody_at_the_door():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def story(opened):
        began = time.monotonic()
        for _ in range(20):
            with pytest.raises(DatabaseAway):
                await opened.rows("SELECT 1")
        with pytest.raises(DatabaseAway):
            await opened.changed()
        return time.monotonic() - began

    assert with_reader(NOBODY | {"PORT": str(port)}, story) < fast_postgresql.ANSWER_WITHIN


def test_a_server_that_never_answers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(fast_postgresql, "ANSWER_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        held = []
        thread = threading.Thread(target=lambda: held.append(deaf.accept()), daemon=True)
        thread.start()

        async def story(opened):
            with pytest.raises(DatabaseAway):
                await opened.rows("SELECT 1")
            return True

        began = time.monotonic()
        assert with_reader(NOBODY | {"PORT": str(deaf.getsockname()[1])}, story)
        assert time.monotonic() - began < 2
        thread.join(timeout=5)
        for accepted, _ in held:
            accepted.close()
