"""What keeps the open pages of a process told: one watcher and one reader, whichever app the pages belong to."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connections

from severshop.domain.snapshots.queries import CHANNEL
from severshop.domain.snapshots.streams import Streams
from severshop.domain.snapshots.watcher import Watcher
from severshop.infra.db.fast import Reader, reader


class Live:
    """The open pages and their watcher, as something to start and to stop."""

    def __init__(self) -> None:
        self.streams = Streams()
        self._watching: asyncio.Task[None] | None = None
        self._forget_signals: Callable[[], None] | None = None

    @cached_property
    def reader(self) -> Reader:
        """Reads past the ORM, for whoever answers from the event loop."""
        return reader(connections["default"].settings_dict, channel=CHANNEL)

    async def start(self) -> None:
        """Begin to watch for changes; end the open streams as soon as the process is told to end."""
        self._watching = asyncio.create_task(Watcher(self.reader, self.streams).run())
        self._forget_signals = _call_on_signal(self.streams.close_all)

    async def stop(self) -> None:
        """End the streams, the watcher and the connections."""
        self.streams.close_all()
        if self._forget_signals is not None:
            self._forget_signals()
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        await self.reader.close()


def _call_on_signal(end: Callable[[], None]) -> Callable[[], None]:
    """Call `end` on SIGTERM and SIGINT, beside what the server does then. Returns how to undo it.

    The server waits for every open answer before it tells its applications to stop, and a
    stream never ends by itself. asyncio runs the server's own handlers from its wake-up pipe,
    which a handler set here leaves alone.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, frame: Any) -> None:
        loop.call_soon_threadsafe(end)
        if callable(earlier := before[signal.Signals(number)]):
            earlier(number, frame)

    for number in before:
        signal.signal(number, handle)

    def undo() -> None:
        for number, earlier in before.items():
            signal.signal(number, earlier)

    return undo
