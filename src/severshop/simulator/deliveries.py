"""Messages that must reach the shop: kept in a file, sent when due, retried until they are taken.

A shop that is restarted, or answers with an error, loses nothing; a simulator that is
restarted goes on where it stopped.
"""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

log = logging.getLogger(__name__)

SCHEMA = """
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    body BLOB NOT NULL,
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_answer TEXT NOT NULL DEFAULT '',
    done_at REAL
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due_at) WHERE done_at IS NULL;
"""
IN_FLIGHT_MAX = 16
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0
IDLE_SECONDS = 30.0

Headers = Callable[[str, bytes], Mapping[str, str]]
"""Makes the headers of one attempt from its address and body: a signature with the time of the attempt, say."""


@dataclass(frozen=True, slots=True)
class _Delivery:
    id: int
    url: str
    body: bytes
    attempts: int


class Deliveries:
    """A durable queue of POST requests over a SQLite connection that the caller owns."""

    def __init__(self, database: sqlite3.Connection, *, headers: Headers, base_url: str = "") -> None:
        self._database = database
        self._headers = headers
        self._base_url = base_url
        self._wake = asyncio.Event()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        database.executescript(SCHEMA)

    def put(self, *, url: str, body: bytes, due_at: float) -> None:
        """Keep a message to be sent at a moment (seconds since the epoch), to a path below `base_url` or anywhere."""
        self._database.execute("INSERT INTO delivery (url, body, due_at) VALUES (?, ?, ?)", (url, body, due_at))
        self._wake.set()

    def waiting(self) -> int:
        """Return how many messages have not been taken yet."""
        return int(self._database.execute("SELECT count(*) FROM delivery WHERE done_at IS NULL").fetchone()[0])

    async def run(self) -> None:
        """Send what is due, for ever."""
        async with httpx.AsyncClient(base_url=self._base_url, timeout=10.0) as client:
            while True:
                self._wake.clear()
                for delivery in self._due():
                    task = asyncio.create_task(self._send(client, delivery))
                    self._tasks[delivery.id] = task
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), timeout=self._pause())

    def _due(self) -> list[_Delivery]:
        free = IN_FLIGHT_MAX - len(self._tasks)
        query = (
            "SELECT id, url, body, attempts FROM delivery WHERE done_at IS NULL AND due_at <= ? ORDER BY due_at LIMIT ?"
        )
        rows = self._database.execute(query, (time.time(), IN_FLIGHT_MAX)).fetchall()
        return [_Delivery(*row) for row in rows if row[0] not in self._tasks][:free]

    def _pause(self) -> float:
        if len(self._tasks) >= IN_FLIGHT_MAX:
            return IDLE_SECONDS
        query = "SELECT id, due_at FROM delivery WHERE done_at IS NULL ORDER BY due_at LIMIT ?"
        rows = self._database.execute(query, (IN_FLIGHT_MAX,))
        waits = [float(due) - time.time() for key, due in rows if key not in self._tasks]
        return min([IDLE_SECONDS, *(max(0.0, wait) for wait in waits)])

    async def _send(self, client: httpx.AsyncClient, delivery: _Delivery) -> None:
        try:
            headers = self._headers(delivery.url, delivery.body)
            response = await client.post(delivery.url, content=delivery.body, headers=headers)
            answer, taken = str(response.status_code), response.is_success
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            answer, taken = type(error).__name__, False
        finally:
            del self._tasks[delivery.id]
        if taken:
            self._database.execute(
                "UPDATE delivery SET done_at = ?, attempts = attempts + 1, last_answer = ? WHERE id = ?",
                (time.time(), answer, delivery.id),
            )
        else:
            self._put_off(delivery, answer=answer)
        self._wake.set()

    def _put_off(self, delivery: _Delivery, *, answer: str) -> None:
        pause = min(FIRST_PAUSE_SECONDS * 2**delivery.attempts, LONGEST_PAUSE_SECONDS)
        log.warning("message %s was not taken (%s); again in %.1f s", delivery.id, answer, pause)
        self._database.execute(
            "UPDATE delivery SET due_at = ?, attempts = attempts + 1, last_answer = ? WHERE id = ?",
            (time.time() + pause, answer, delivery.id),
        )
