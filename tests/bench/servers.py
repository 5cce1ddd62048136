"""Processes that the bench starts: on a core of their own, and surely ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.bench.drivers import Place

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0


def cores() -> tuple[int | None, int | None]:
    """Return the server's core and the client's; None where there are not two or the system cannot pin."""
    if not hasattr(os, "sched_setaffinity"):
        return None, None
    allowed = sorted(os.sched_getaffinity(0))
    return (allowed[0], allowed[1]) if len(allowed) > 1 else (None, None)


def free_port() -> int:
    """Return a port that nobody listens on: another bench may run beside us."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pin(core: int | None, pid: int = 0) -> None:
    """Keep a process (this one unless told) and what it starts from now on to a core."""
    if core is not None:
        os.sched_setaffinity(pid, {core})


@contextlib.contextmanager
def running(
    place: Place, module: str, *arguments: str, core: int | None, log: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module beside us for a while."""
    with (place.var / f"{log}.log").open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, **place.environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    pin(core, process.pid)
    try:
        yield process
    finally:
        _end(process)


def run(place: Place, module: str, *arguments: str, **environment: str) -> bytes:
    """Run a module to its end and return what it prints; what it complains of is shown."""
    command: Sequence[str] = [sys.executable, "-m", module, *arguments]
    everything = {**os.environ, **place.environment, **environment}
    return subprocess.run(command, cwd=ROOT, env=everything, check=True, stdout=subprocess.PIPE).stdout


def wait_for(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port, path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} does not answer on port {port}; see its log")
        time.sleep(0.03)


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=8)
