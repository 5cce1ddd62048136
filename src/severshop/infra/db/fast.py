"""Raw reads beside the ORM, for pages where a view is one indexed SELECT and an event loop waits for it.

Statements are written with `%s`. A reader only reads, and opens its connection when it is first asked.
"""

import asyncio
import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import Any

from severshop.infra.db.reading import DatabaseAway, Reader, Row

__all__ = ["DatabaseAway", "Reader", "Row", "SqliteReader", "reader"]


def reader(settings_dict: Mapping[str, Any], *, channel: str) -> Reader:
    """Return the reader for a database of Django's settings.

    On PostgreSQL `channel` names the notifications that wake `changed`.
    """
    if "sqlite" in settings_dict["ENGINE"]:
        return SqliteReader(str(settings_dict["NAME"]))
    # The driver of the other database need not be installed.
    from severshop.infra.db.fast_postgresql import PostgresqlReader  # noqa: PLC0415

    return PostgresqlReader(settings_dict, channel=channel)


@cache
def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?")


class SqliteReader:
    """One connection, read in the event loop itself: an indexed read takes microseconds, a thread more."""

    vendor = "sqlite"
    LOOK_EVERY = 0.01
    """Seconds between two looks at `data_version`, which costs about two microseconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: sqlite3.Connection | None = None
        self._data_version: int | None = None

    async def rows(self, sql: str, *parameters: Any) -> list[Row]:
        """Return all rows."""
        try:
            return self._connection().execute(_question_marks(sql), parameters).fetchall()
        except sqlite3.OperationalError as error:
            raise DatabaseAway(str(error)) from error

    async def changed(self) -> None:
        """Return when another connection has committed since the last return (at once the first time)."""
        while True:
            ((version,),) = await self.rows("PRAGMA data_version")
            if version != self._data_version:
                self._data_version = version
                return
            await asyncio.sleep(self.LOOK_EVERY)

    async def close(self) -> None:
        """Let go of the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            is_uri = self._name.startswith("file:")
            # The event loop stands still while SQLite waits for a lock: readers of a WAL wait for none but a recovery.
            connection = sqlite3.connect(self._name, uri=is_uri, isolation_level=None, timeout=0.5)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA mmap_size = 1073741824")
            self._open = connection
        return self._open
