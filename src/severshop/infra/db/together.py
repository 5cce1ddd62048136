"""Reads that travel together: what is asked for while the database is busy goes in one statement."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final

FLIGHTS: Final = 2
"""Statements on their way at once: while one is answered the next is already being worked on."""


class Together[Found]:
    """Gets one value by its key, many at a time. A statement costs much more than one more key in it."""

    def __init__(self, fetch: Callable[[Collection[str]], Awaitable[Mapping[str, Found]]]) -> None:
        self._fetch = fetch
        self._waiting: dict[str, list[asyncio.Future[Found | None]]] = {}
        self._flights = 0
        self._called = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def get(self, key: str) -> Found | None:
        """Return the value of a key, or None if there is none. Raises what the fetching raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Found | None] = loop.create_future()
        self._waiting.setdefault(key, []).append(future)
        if not self._called and self._flights < FLIGHTS:
            # Not at once: whoever else asks in this turn of the loop comes along.
            self._called = True
            loop.call_soon(self._take_off)
        return await future

    def _take_off(self) -> None:
        self._called = False
        if not self._waiting:
            return
        asked, self._waiting = self._waiting, {}
        self._flights += 1
        task = asyncio.create_task(self._fly(asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fly(self, asked: dict[str, list[asyncio.Future[Found | None]]]) -> None:
        try:
            found = await self._fetch(asked.keys())
        except Exception as error:  # noqa: BLE001 - it is handed to those who asked
            for future in _open(asked):
                future.set_exception(error)
        else:
            for key, futures in asked.items():
                value = found.get(key)
                for future in futures:
                    if not future.done():
                        future.set_result(value)
        finally:
            self._flights -= 1
            for future in _open(asked):
                future.cancel()
            self._take_off()


def _open[Found](asked: dict[str, list[asyncio.Future[Found | None]]]) -> list[asyncio.Future[Found | None]]:
    return [future for futures in asked.values() for future in futures if not future.done()]
