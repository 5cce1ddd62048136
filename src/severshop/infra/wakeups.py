"""Waking up when somebody commits, instead of asking all the time."""

import threading
import time
from typing import Any, Protocol

from django.db import DatabaseError, connection

INBOX = "severshop_inbox"
"""On PostgreSQL whoever takes in a message notifies this channel."""

SQLITE_LOOK_SECONDS = 0.01
POSTGRESQL_NET_SECONDS = 0.25
"""A lost notification costs this much at most; asking whether there is work is one index look-up."""


class Waker(Protocol):
    def wait(self, seconds: float, *, stop: threading.Event) -> None:
        """Sleep until something may have happened, `seconds` have passed, or `stop` is set."""

    def close(self) -> None:
        """Let go of what it listens with."""


def make_waker(channel: str, *, database: Any = connection) -> Waker:
    """Return what wakes on this database. Make it in the thread that waits, before the first look for work."""
    return PostgresqlWaker(channel, database) if database.vendor == "postgresql" else SqliteWaker(database)


class SqliteWaker:
    """Watches a counter that SQLite raises when another connection commits: microseconds to look at."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._seen = self._counter()

    def wait(self, seconds: float, *, stop: threading.Event) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not stop.is_set():
            counter = self._counter()
            if counter != self._seen:
                self._seen = counter
                return
            stop.wait(SQLITE_LOOK_SECONDS)

    def close(self) -> None:
        """Nothing to let go of: the connection is the thread's."""

    def _counter(self) -> Any:
        with self._database.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return cursor.fetchone()


class PostgresqlWaker:
    """Listens on a connection of its own. While that is down, it merely polls."""

    def __init__(self, channel: str, database: Any) -> None:
        self._channel, self._database = channel, database
        self._listening: Any = None

    def wait(self, seconds: float, *, stop: threading.Event) -> None:
        seconds = min(seconds, POSTGRESQL_NET_SECONDS)
        try:
            for _ in self._connection().notifies(timeout=seconds, stop_after=1):
                pass
        except (_driver_error(), DatabaseError):
            self.close()
            stop.wait(seconds)

    def close(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.close()

    def _connection(self) -> Any:
        if self._listening is None:
            listening = self._database.get_new_connection(self._database.get_connection_params())
            listening.autocommit = True
            listening.execute(f'LISTEN "{self._channel}"')
            self._listening = listening
        return self._listening


def _driver_error() -> type[Exception]:
    import psycopg  # noqa: PLC0415 - a SQLite shop need not load the driver

    return psycopg.Error
