"""Many small durable writes at the price of few: whoever comes while a commit runs shares the next one."""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence

import structlog
from django.db import close_old_connections, connection

log = structlog.get_logger()


class OverloadedError(Exception):
    """More is waiting to be written than the bound allows; the sender should come again later."""


class GroupCommit[Item]:
    """Writes items in batches, in a thread of its own, and answers each when its batch is committed.

    `write` gets a batch and returns after its commit. If it raises, everyone in the batch gets the
    error. Nothing is answered before it is durable.
    """

    def __init__(self, write: Callable[[Sequence[Item]], None], *, batch: int = 500, bound: int = 10_000) -> None:
        self._write = write
        self._batch = batch
        self._bound = bound
        self._waiting: queue.SimpleQueue[tuple[Item, asyncio.Future[None]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Start the writer; call it in the event loop that will wait for it."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Write what waits, then end the writer."""
        if self._thread is not None:
            self._waiting.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None

    async def put(self, item: Item) -> None:
        """Return when the item is committed. Raises `OverloadedError` at once when too much waits already."""
        if self._loop is None:
            raise RuntimeError("start() the group commit first")
        if self._waiting.qsize() >= self._bound:
            raise OverloadedError
        done: asyncio.Future[None] = self._loop.create_future()
        self._waiting.put((item, done))
        await done

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, is_last = self._take(first)
            error = self._commit([item for item, _done in batch])
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(_answer, [done for _item, done in batch], error)
            if is_last:
                break
        connection.close()

    def _take(self, first: tuple[Item, asyncio.Future[None]]) -> tuple[list[tuple[Item, asyncio.Future[None]]], bool]:
        batch = [first]
        while len(batch) < self._batch:
            try:
                following = self._waiting.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return batch, True
            batch.append(following)
        return batch, False

    def _commit(self, items: Sequence[Item]) -> Exception | None:
        try:
            close_old_connections()
            self._write(items)
        except Exception as error:
            log.exception("group commit failed", items=len(items))
            return error
        return None


def _answer(waiting: Sequence[asyncio.Future[None]], error: Exception | None) -> None:
    for done in waiting:
        if done.done():
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
