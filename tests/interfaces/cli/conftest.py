"""Workers as real processes, on a database file or on PostgreSQL, and a real mail server."""

import asyncio
import email
import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from tests.processes import Process, free_port

ROOT = Path(__file__).parents[3]
MODULE = "tests.interfaces.cli.errands"


class Shop:
    """A shop's database and the processes that work on it."""

    def __init__(self, *, database, folder, smtp_port):
        self.log = folder / "worker.log"
        self._environment = {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "severshop.config.settings.demo",
            "SEVERSHOP_VAR": str(folder),
            "SMTP_PORT": str(smtp_port),
        }

    def run(self, *commands):
        process = subprocess.run(
            [sys.executable, "-m", MODULE, json.dumps(commands)],
            cwd=ROOT,
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return json.loads(process.stdout)

    @contextmanager
    def worker(self, *, lease_seconds=1.0):
        arguments = [json.dumps([("work", {"lease_seconds": lease_seconds})])]
        process = Process(MODULE, arguments, {**self._environment, "PYTHONPATH": str(ROOT)}, self.log)
        process.start()
        try:
            yield process
        finally:
            process.end()

    def told(self, event):
        """Return the log's lines about an event."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [told for line in lines if line.startswith("{") and (told := json.loads(line)).get("event") == event]


class SlowMailServer:
    """Takes its time with each mail, and remembers their Message-IDs. None is let go while `may_go` is not set."""

    def __init__(self, *, seconds=0.0):
        self.seconds = seconds
        self.may_go = threading.Event()
        self.may_go.set()
        self.port = free_port()
        self.message_ids = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self):
        self._controller.start()

    def stop(self):
        self.may_go.set()
        self._controller.stop()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.message_ids.append(email.message_from_bytes(envelope.content)["Message-ID"])
        await asyncio.sleep(self.seconds)
        await asyncio.to_thread(self.may_go.wait)
        return "250 OK"


@pytest.fixture
def mail_server():
    server = SlowMailServer(seconds=0.05)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory):
    """An SQLite file with all tables and nothing in them."""
    folder = tmp_path_factory.mktemp("empty")
    Shop(database=f"sqlite:///{folder}/shop.sqlite3", folder=folder, smtp_port=1).run(("migrate", {}))
    return folder / "shop.sqlite3"


@pytest.fixture
def shop(request, mail_server, tmp_path):
    """PostgreSQL: the suite's test database. SQLite: a file, because the suite's own lies in memory."""
    if connection.vendor == "postgresql":
        return Shop(database=_postgresql_url(), folder=tmp_path, smtp_port=mail_server.port)
    file = tmp_path / "shop.sqlite3"
    shutil.copy(request.getfixturevalue("empty_file"), file)
    return Shop(database=f"sqlite:///{file}", folder=tmp_path, smtp_port=mail_server.port)


def _postgresql_url():
    known = connection.settings_dict
    login = ":".join(quote(known[part], safe="") for part in ("USER", "PASSWORD") if known[part])
    place = quote(known["HOST"], safe="") + (f":{known['PORT']}" if known["PORT"] else "")
    options = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in known["OPTIONS"].items())
    return f"postgresql://{login}@{place}/{known['NAME']}?{options}"
