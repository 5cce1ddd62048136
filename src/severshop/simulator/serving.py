"""Runs a simulator's small ASGI app in one process until it is told to end."""

import asyncio
import contextlib
import logging
import signal
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server


def serve(app: Any, *, port: int, host: str = "127.0.0.1") -> None:
    """Serve the app until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(app, host=host, port=port))


async def _serve(app: Any, *, host: str, port: int) -> None:
    server = Server(app, address=host, port=port, interface=Interfaces.ASGI, log_enabled=False, websockets=False)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, server.stop)
    await server.serve()
