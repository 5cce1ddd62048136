"""Raw reads of the read model, and the log of changes when its ids arrive out of order."""

import asyncio
from datetime import UTC, datetime

import pytest
from django.db import connections

from severshop.domain.snapshots import queries
from severshop.domain.snapshots.models import SnapshotChange
from severshop.domain.snapshots.queries import ChangeLog, PublicPages, PublicStatus
from severshop.infra.db.fast import DatabaseAway, reader

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def read(transactional_db):
    """Run an async function of a reader, with the reader closed afterwards."""

    def run(story):
        async def main():
            database = reader(connections["default"].settings_dict, channel=queries.CHANNEL)
            try:
                return await story(database)
            finally:
                await database.close()

        return asyncio.run(main())

    return run


@pytest.fixture
def pages(new_page):
    return [new_page(version=number) for number in (1, 2, 3)]


def test_one_page(read, pages):
    async def story(database):
        snapshots = PublicPages(database)
        return await snapshots.status(pages[1]), await snapshots.version(pages[2]), await snapshots.version("nobody")

    assert read(story) == (PublicStatus(2, b'{"version":2}'), 3, None)


def test_a_page_that_is_not_there(read, pages):
    assert read(lambda database: PublicPages(database).status("nobody")) is None


def test_who_asks_at_the_same_time_gets_each_their_own(read, pages):
    async def story(database):
        snapshots = PublicPages(database)
        asked = [*pages, "nobody", *pages] * 20
        return asked, await asyncio.gather(*(snapshots.version(name) for name in asked))

    asked, found = read(story)
    known = dict(zip(pages, (1, 2, 3), strict=True))
    assert found == [known.get(name) for name in asked]


def test_many_pages_in_pieces(read, pages, monkeypatch):
    monkeypatch.setattr(queries, "CHUNK", 2)
    found = read(lambda database: queries.public_statuses(database, {*pages, "nobody"}))
    assert {name: status.version for name, status in found.items()} == dict(zip(pages, (1, 2, 3), strict=True))


def log_change(number, name):
    SnapshotChange.objects.create(id=number, token_hash=name, version=1, changed_at=NOW)


async def later(function, *arguments):
    def call():
        try:
            return function(*arguments)
        finally:
            connections["default"].close()

    return await asyncio.to_thread(call)


def test_the_log_is_read_once(read):
    log_change(1, "old")

    async def story(database):
        log = ChangeLog(database)
        await log.go_to_end()
        await later(log_change, 2, "a")
        await later(log_change, 3, "b")
        return [await log.read(at=0.0), await log.read(at=1.0)]

    assert read(story) == [{"a", "b"}, set()]


def test_an_id_that_is_committed_late_is_not_missed(read):
    async def story(database):
        log = ChangeLog(database)
        await log.go_to_end()
        await later(log_change, 2, "second")
        await later(log_change, 5, "fifth")
        told = [await log.read(at=0.0)]
        await later(log_change, 4, "fourth")
        told.append(await log.read(at=30.0))
        await later(log_change, 3, "too late")
        told.append(await log.read(at=61.0))
        return told

    assert read(story) == [{"second", "fifth"}, {"fourth"}, set()]


def test_a_long_log_is_read_in_pieces(read, transactional_db):
    rows = [SnapshotChange(id=n, token_hash=str(n), version=1, changed_at=NOW) for n in range(1, queries.LOG_PAGE + 3)]
    SnapshotChange.objects.bulk_create(rows, batch_size=500)
    assert len(read(lambda database: ChangeLog(database).read(at=0.0))) == queries.LOG_PAGE + 2


def test_changed_returns_after_a_commit(read):
    async def story(database):
        await database.changed()
        waiting = asyncio.create_task(database.changed())
        await asyncio.sleep(0.1)
        await later(log_change, 1, "a")
        await asyncio.wait_for(waiting, 5)
        return True

    assert read(story)


def test_a_statement_that_fails_says_so(read):
    async def story(database):
        await database.rows("SELECT 1 FROM no_such_table")

    with pytest.raises(Exception, match="no_such_table"):
        read(story)


def test_a_database_that_is_not_there_is_away(tmp_path):
    nowhere = {"ENGINE": "severshop.infra.db.sqlite", "NAME": str(tmp_path / "no" / "where.sqlite3")}
    with pytest.raises(DatabaseAway):
        asyncio.run(reader(nowhere, channel="x").rows("SELECT 1"))
