"""Starts and stops what the hot paths keep running: writers, watchers, connections."""

from typing import Protocol

from severshop.infra.asgi import Message, Receive, Send


class Startable(Protocol):
    """A part that has something to start when the process does, and to stop with it."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Lifespan:
    """The ASGI lifespan protocol over parts: started in order, stopped in reverse."""

    def __init__(self, *parts: Startable) -> None:
        self._parts = parts

    async def __call__(self, _scope: Message, receive: Receive, send: Send) -> None:
        await receive()
        for part in self._parts:
            await part.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for part in reversed(self._parts):
            await part.stop()
        await send({"type": "lifespan.shutdown.complete"})
