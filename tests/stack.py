"""The whole shop as real processes, for tests from end to end.

    with Stack(tmp_path) as shop:
        placed = shop.order(journey="on_time")
        httpx.get(f"{shop.url}/t/{placed.token}.json")
        shop.kill("worker"); shop.start("worker")

Every stack has free ports, a folder and a database of its own. The database is a file, or, where
`database_url` (or DATABASE_URL) names a PostgreSQL server, a new database on it. The seeded catalogue, the
delivery tables and the staff are in it (`interfaces.cli.logins`); no orders.
"""

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from severshop.infra.webpush.vapid import new_keys
from severshop.interfaces.cli.demo_order import Placed, Wish, place, ship
from tests.processes import Process, free_port, wait_until

ALL = ("gateway", "carrier", "mailbox", "web", "worker")
SETTINGS = "severshop.config.settings.demo"
PUSH_KEY = new_keys().private


class Stack:
    """The shop's processes. Use it as a context manager: whatever happens, no process outlives it."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str | None = None,
        journey_seconds: float = 20.0,
        mischief: bool = True,
        slow_seconds: float = 8.0,
        web_workers: int = 1,
        parts: Sequence[str] = ALL,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.var = folder / f"stack-{uuid.uuid4().hex[:8]}"
        self.ports = {part: free_port() for part in ALL}
        self.url = f"http://localhost:{self.ports['web']}"
        self.gateway_url = f"http://localhost:{self.ports['gateway']}"
        self.carrier_url = f"http://localhost:{self.ports['carrier']}"
        self._server_url = database_url or os.environ.get("DATABASE_URL", "")
        self.database_url = f"sqlite:///{self.var / 'shop.sqlite3'}"
        self._more = dict(environment or {})
        self._parts = tuple(parts)
        carrier = ["--journey-seconds", str(journey_seconds), *([] if mischief else ["--no-mischief"])]
        self._arguments = {
            "gateway": ["severshop.simulator.gateway", "--slow-seconds", str(slow_seconds)],
            "carrier": ["severshop.simulator.carrier", *carrier],
            "mailbox": ["severshop.simulator.mailbox"],
            "web": ["severshop.interfaces.cli", "serve", "--workers", str(web_workers)],
            "worker": ["severshop.interfaces.cli", "worker"],
        }
        self.processes: dict[str, Process] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What every process is told."""
        return {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "SEVERSHOP_VAR": str(self.var),
            "DATABASE_URL": self.database_url,
            "PUBLIC_URL": self.url,
            "GATEWAY_URL": self.gateway_url,
            "CARRIER_URL": self.carrier_url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.ports["mailbox"]),
            "VAPID_PRIVATE_KEY": PUSH_KEY,
            **self._more,
        }

    def __enter__(self) -> Self:
        try:
            self._make_database()
            for part in self._parts:
                self.start(part, wait=False)
            for part in self._parts:
                self.wait_for(part)
            if {"web", "worker"} <= set(self._parts):
                wait_until(self._is_healthy, what=f"a healthy shop\n{self.log('web')}\n{self.log('worker')}")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def start(self, part: str, *, wait: bool = True) -> None:
        """Start a process: one of `gateway`, `carrier`, `mailbox`, `web`, `worker`."""
        module, *arguments = self._arguments[part]
        port = [] if part == "worker" else ["--port", str(self.ports[part])]
        process = Process(module, [*arguments, *port], self.environment, self.var / "log" / f"{part}.log")
        self.processes[part] = process
        process.start()
        if wait:
            self.wait_for(part)

    def kill(self, part: str) -> None:
        """Kill a process and its children with SIGKILL, as a crash would."""
        self.processes[part].end(signal.SIGKILL)

    def stop(self, part: str) -> None:
        """End a process politely."""
        self.processes[part].end()

    def wait_for(self, part: str) -> None:
        """Wait until a process can be spoken to."""
        process, port = self.processes[part], self.ports[part]
        if part == "mailbox":
            wait_until(lambda: _listens(port) or not process.is_running(), what="the mail server")
            assert process.is_running(), self.log(part)
        elif part != "worker":
            path = "/find-order/" if part == "web" else "/healthz"
            process.wait_for(f"http://127.0.0.1:{port}{path}")

    def order(self, *, ships: bool = True, **wish: Any) -> Placed:
        """Buy through the shop's own pages and, unless told otherwise, ship. Takes what `Wish` takes."""
        wanted = Wish(url=self.url, carrier_url=self.carrier_url, ships=ships, **wish)
        placed = place(wanted)
        if ships:
            ship(placed, wanted)
        return placed

    def ship(self, placed: Placed, **wish: Any) -> None:
        """Ship an order that was placed with `ships=False`."""
        ship(placed, Wish(url=self.url, carrier_url=self.carrier_url, **wish))

    def status(self, placed: Placed) -> dict[str, Any]:
        """Return what an order's public page says, as JSON."""
        found: dict[str, Any] = httpx.get(f"{self.url}/t/{placed.token}.json", timeout=10).raise_for_status().json()
        return found

    def mails(self) -> list[EmailMessage]:
        """Return every mail that was sent, the oldest first."""
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(path.read_bytes()) for path in sorted((self.var / "mail").glob("*.eml"))]

    def log(self, part: str, *, characters: int = 3000) -> str:
        """Return the end of a process's log."""
        path = self.var / "log" / f"{part}.log"
        return path.read_text(errors="replace")[-characters:] if path.exists() else ""

    def _is_healthy(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5).is_success
        except httpx.HTTPError:
            return False

    def _make_database(self) -> None:
        template = _template(_without_name(self._server_url) if _is_server(self._server_url) else "")
        shutil.copytree(template.var, self.var)
        if template.database:
            name = f"severshop_{uuid.uuid4().hex[:12]}"
            _on_server(self._server_url, f"CREATE DATABASE {name} TEMPLATE {template.database}")
            self.database_url = _with_name(self._server_url, name)

    def _end(self) -> None:
        for process in self.processes.values():
            process.end(signal.SIGTERM)
        if _is_server(self.database_url):
            _on_server(self._server_url, f"DROP DATABASE IF EXISTS {_name(self.database_url)} WITH (FORCE)")


class _Template:
    """A prepared folder and, on a server, a prepared database: copied by every stack of this test run."""

    def __init__(self, server_url: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="severshop-template-"))
        self.var = self.folder / "var"
        self.database = f"severshop_template_{uuid.uuid4().hex[:12]}" if server_url else ""
        self._server_url = server_url
        if self.database:
            _on_server(server_url, f"CREATE DATABASE {self.database}")
        atexit.register(self.remove)
        url = _with_name(server_url, self.database) if server_url else f"sqlite:///{self.var / 'shop.sqlite3'}"
        environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, "SEVERSHOP_VAR": str(self.var), "DATABASE_URL": url}
        for command in (["migrate"], ["manage", "collectstatic", "--no-input"], ["seed", "--no-orders"]):
            done = subprocess.run(
                [sys.executable, "-m", "severshop.interfaces.cli", *command],
                env={**os.environ, **environment},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"severshop {command}:\n{done.stdout}{done.stderr}"

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.database:
            # A server that a test started for itself has gone with all that was in it.
            with contextlib.suppress(psycopg.OperationalError):
                _on_server(self._server_url, f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")


@cache
def _template(server_url: str) -> _Template:
    return _Template(server_url)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_server(url: str) -> bool:
    return url.startswith("postgres")


def _on_server(url: str, statement: str) -> None:
    with psycopg.connect(_without_name(url), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _without_name(url: str) -> str:
    return _with_name(url, "postgres")


def _with_name(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")
