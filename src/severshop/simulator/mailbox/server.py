"""An SMTP server that delivers nothing: every mail becomes a file that the demo's mailbox shows."""

import asyncio
import logging
import os
import secrets
import signal
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger(__name__)

LARGEST_MAIL = 10_000_000


class Pigeonhole:
    """Keeps each mail as `<nanoseconds>-<random>.eml`: the names sort by time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Write the mail, and only then say that it was taken."""
        content = envelope.content or b""
        keep(self._folder, content.encode() if isinstance(content, str) else content)
        return "250 Kept for the mailbox"


def keep(folder: Path, content: bytes) -> Path:
    """Write a mail so that whoever looks into the folder meanwhile sees all of it or nothing."""
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    unfinished, path = folder / f"{name}.part", folder / f"{name}.eml"
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    return path


def serve(folder: Path, *, port: int, host: str = "127.0.0.1") -> None:
    """Take mails until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(folder, host=host, port=port))


async def _serve(folder: Path, *, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    told_to_end = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told_to_end.set)
    pigeonhole = Pigeonhole(folder)
    server = await loop.create_server(
        lambda: SMTP(pigeonhole, hostname="localhost", data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, loop=loop),
        host,
        port,
    )
    await told_to_end.wait()
    server.close()
