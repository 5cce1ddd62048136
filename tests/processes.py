"""Real processes for tests: started on free ports, waited for, and surely ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

START_SECONDS = 30.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], bool], *, what: str, seconds: float = START_SECONDS) -> None:
    """Wait until something is so, or fail saying what was waited for."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.02)


def answers(url: str) -> bool:
    """Return whether an address answers well."""
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


@dataclass
class Process:
    """A Python module running as a process of its own, with its own process group and log."""

    module: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def end(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """End the process and its children: politely, or with SIGKILL as a crash would."""
        if self.popen is None:
            return
        self._signal(sign)
        try:
            self.popen.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.popen.wait(timeout=10)
        self._signal(signal.SIGKILL)
        self.popen = None

    def is_running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def wait_for(self, url: str) -> None:
        """Wait until the process answers; fail with the end of its log when it dies or stays silent."""
        deadline = time.monotonic() + START_SECONDS
        while not answers(url):
            tail = self.log.read_text(errors="replace")[-3000:]
            assert self.is_running(), f"{self.module} ended at once:\n{tail}"
            assert time.monotonic() < deadline, f"{self.module} does not answer at {url}:\n{tail}"
            time.sleep(0.03)

    def _signal(self, sign: signal.Signals) -> None:
        if self.popen is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, sign)


@dataclass
class Received:
    """A request that a `Listener` was sent."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """An HTTP server that keeps what it is sent and answers as it is told."""

    port: int
    status: int = 200
    received: list[Received] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def listener(port: int = 0) -> Iterator[Listener]:
    """Run a listener for a while."""
    kept = Listener(port=port)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.received.append(Received(self.path, headers, body))
            self.send_response(kept.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    kept.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
