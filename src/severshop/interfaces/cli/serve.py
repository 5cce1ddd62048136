"""Serves the shop with granian: one dispatcher, as many processes as asked for."""

import os

from granian import Granian
from granian.constants import Interfaces

from severshop.domain.snapshots.streams import MOST as MOST_STREAMS
from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.ports import is_free

BACKLOG = 8192
"""Open streams are connections too: with the default, a thousand open pages starve everybody else."""
AT_ONCE = MOST_STREAMS + 4_000
"""Requests that a process takes in, open streams among them: the server's own default is BACKLOG shared by the
processes, and with so many pages open it would answer nobody."""
KILL_SECONDS = 3


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    if not is_free(host, port):
        raise MendableError(
            f"cannot listen on {host}, port {port}: it is in use, or not ours. Choose with --host, --port"
        )
    os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
    server = Granian(
        "severshop.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        backlog=BACKLOG,
        backpressure=AT_ONCE,
        workers_kill_timeout=KILL_SECONDS,
        websockets=False,
        log_access=False,
    )
    server.serve()
