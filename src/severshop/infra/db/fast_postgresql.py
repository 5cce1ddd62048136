"""Raw reads from PostgreSQL: a few connections with prepared statements, made anew when the server went away."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql as composing

from severshop.infra.db.reading import DatabaseAway, Row

LANES = 4
"""Connections for reads in one process. Each carries thousands of reads a second."""
ANSWER_WITHIN = 3.0
"""Seconds until a reader hears that the database is away."""
REST = 0.5
"""Seconds after a failed connect in which nobody tries again, so that a dead server is not stormed."""
WANTED = "target_session_attrs"
"""The driver's word for which of several servers will do: usually `read-write`, which only the primary is."""
WAKE_AT_LEAST_EVERY = 1.0
"""Seconds: the net under lost notifications."""


class PostgresqlReader:
    """Reads over the least busy of a few connections; one more listens.

    Where several servers are named and none is the one that is wanted (the primary has died, nobody was promoted yet),
    whichever answers is read from.
    """

    vendor = "postgresql"

    def __init__(self, settings_dict: Mapping[str, Any], *, channel: str) -> None:
        connect = _connect_arguments(settings_dict)
        makeshift = connect | {WANTED: "any"} if "," in connect.get("port", "") + connect.get("host", "") else None
        self._lanes = [_Lane(connect, makeshift) for _ in range(LANES)]
        self._ear = _Lane(connect)
        self._channel = channel
        self._listening: psycopg.AsyncConnection[Row] | None = None

    async def rows(self, sql: str, *parameters: Any) -> list[Row]:
        """Return all rows; raise `DatabaseAway` when none come within the time limit."""
        lane = min(self._lanes, key=_waiting)
        return await lane.rows(sql, parameters)

    async def changed(self) -> None:
        """Return on a notification, and at least once a second."""
        connection = await self._ear.connection()
        try:
            if self._listening is not connection:
                await connection.execute(composing.SQL("LISTEN {}").format(composing.Identifier(self._channel)))
                self._listening = connection
                return
            async for _ in connection.notifies(timeout=WAKE_AT_LEAST_EVERY, stop_after=1):
                pass
        except psycopg.Error as error:
            await self._ear.drop()
            raise DatabaseAway(str(error)) from error

    async def close(self) -> None:
        """Let go of all connections."""
        for lane in (*self._lanes, self._ear):
            await lane.drop()


class _Lane:
    """One connection: one statement at a time, opened when needed.

    `makeshift` opens another one while none is to be had by `connect`; it is left as soon as there is one again.
    """

    def __init__(self, connect: dict[str, Any], makeshift: dict[str, Any] | None = None) -> None:
        self._connect, self._makeshift = connect, makeshift
        self._is_makeshift = False
        self._open: psycopg.AsyncConnection[Row] | None = None
        self._turn = asyncio.Lock()
        self._rest_until = 0.0
        self.waiting = 0

    async def rows(self, sql: str, parameters: tuple[Any, ...]) -> list[Row]:
        self.waiting += 1
        try:
            async with asyncio.timeout(ANSWER_WITHIN), self._turn:
                return await self._rows(sql, parameters)
        except TimeoutError as error:
            raise DatabaseAway(f"no answer within {ANSWER_WITHIN} s") from error
        finally:
            self.waiting -= 1

    async def _rows(self, sql: str, parameters: tuple[Any, ...]) -> list[Row]:
        was_open = self._open is not None
        try:
            return await self._ask(sql, parameters)
        except psycopg.OperationalError as error:
            if not was_open:
                raise DatabaseAway(str(error)) from error
        # The connection was an old one; the server may be back already.
        try:
            return await self._ask(sql, parameters)
        except psycopg.OperationalError as error:
            raise DatabaseAway(str(error)) from error

    async def _ask(self, sql: str, parameters: tuple[Any, ...]) -> list[Row]:
        connection = await self.connection()
        try:
            cursor = await connection.execute(sql, parameters, prepare=True, binary=True)
            return await cursor.fetchall()
        except BaseException as error:
            # Also when the asker gave up: what comes back later must not meet another question.
            if not isinstance(error, psycopg.Error) or isinstance(error, psycopg.OperationalError):
                await self.drop()
            raise

    async def connection(self) -> psycopg.AsyncConnection[Row]:
        is_open = self._open is not None and not self._open.closed
        if self._open is not None and is_open and not self._is_makeshift:
            return self._open
        if time.monotonic() < self._rest_until:
            if self._open is not None and is_open:
                return self._open
            raise DatabaseAway("the last attempt to connect failed a moment ago")
        return await self._connected()

    async def _connected(self) -> psycopg.AsyncConnection[Row]:
        try:
            found = await psycopg.AsyncConnection.connect(**self._connect)
            is_makeshift = False
        except psycopg.OperationalError as error:
            self._rest_until = time.monotonic() + REST
            if self._open is not None and not self._open.closed:
                return self._open
            found = await self._any(error)
            is_makeshift = True
        await self.drop()
        self._open, self._is_makeshift = found, is_makeshift
        return found

    async def _any(self, error: psycopg.OperationalError) -> psycopg.AsyncConnection[Row]:
        if self._makeshift is None:
            raise DatabaseAway(str(error)) from error
        try:
            return await psycopg.AsyncConnection.connect(**self._makeshift)
        except psycopg.OperationalError as worse:
            raise DatabaseAway(str(worse)) from worse

    async def drop(self) -> None:
        connection, self._open = self._open, None
        if connection is not None:
            await connection.close()


def _waiting(lane: _Lane) -> int:
    return lane.waiting


def _connect_arguments(settings_dict: Mapping[str, Any]) -> dict[str, Any]:
    known = {
        "dbname": settings_dict["NAME"],
        "user": settings_dict["USER"],
        "password": settings_dict["PASSWORD"],
        "host": settings_dict["HOST"],
        "port": settings_dict["PORT"],
    }
    libpq = {key: value for key, value in settings_dict.get("OPTIONS", {}).items() if isinstance(value, str)}
    limits = {"connect_timeout": 2, "tcp_user_timeout": 3000, "application_name": "severshop reader"}
    return {key: value for key, value in (limits | libpq | known).items() if value} | {"autocommit": True}
