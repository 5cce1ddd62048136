"""`severshop run`: makes everything ready, runs the demo's processes, and ends them all together."""

import contextlib
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings

from severshop.interfaces.cli import announcing
from severshop.interfaces.cli.children import Child, end_all
from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.ports import Ports
from severshop.interfaces.cli.preparing import is_prepared
from severshop.interfaces.cli.push_keys import demo_push_key
from severshop.interfaces.cli.var import CHARGES, JOURNEYS, var_folder

START_SECONDS = 60.0
LOOK_SECONDS = 0.1


class ToldToEndError(Exception):
    """SIGINT or SIGTERM came."""


def run_demo(*, port: int, journey_seconds: float) -> None:
    """Run the demo until Ctrl-C or SIGTERM, or until one of its processes ends by itself."""
    ports, var = Ports(port), var_folder()
    var.mkdir(parents=True, exist_ok=True)
    children = _children(ports, var, journey_seconds=journey_seconds)
    with _only_one(var), _signals_as_exception():
        ports.require_free()
        try:
            _prepare()
            for child in children:
                child.start()
            _wait_until_healthy(children, ports)
            _tell_of_the_past(var, ports)
            announcing.ready(ports.environment()["PUBLIC_URL"], var)
            _watch(children)
        except ToldToEndError:
            announcing.say("Ending ...")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            end_all(children)


def _children(ports: Ports, var: Path, *, journey_seconds: float) -> list[Child]:
    modules = {
        "gateway": ["severshop.simulator.gateway", "--port", str(ports.gateway)],
        "carrier": [
            "severshop.simulator.carrier",
            *("--port", str(ports.carrier), "--journey-seconds", str(journey_seconds)),
        ],
        "mailbox": ["severshop.simulator.mailbox", "--port", str(ports.mail)],
        "web": ["severshop.interfaces.cli", "serve", "--port", str(ports.web)],
        "worker": ["severshop.interfaces.cli", "worker"],
    }
    environment = {**ports.environment(), **demo_push_key(var)}
    return [
        Child(name=name, arguments=arguments, log=var / "log" / f"{name}.log", environment=environment)
        for name, arguments in modules.items()
    ]


def _prepare() -> None:
    if is_prepared():
        return
    command = [sys.executable, "-m", "severshop.interfaces.cli", "prepare"]
    # In a session of its own: a Ctrl-C reaches us, and we end it.
    prepared = subprocess.run(command, start_new_session=True, check=False)
    if prepared.returncode:
        raise MendableError("the set-up stopped; what it said is above. Mend that and run the same command again.")


def _wait_until_healthy(children: list[Child], ports: Ports) -> None:
    checks: dict[str, Callable[[], bool]] = {
        "gateway": lambda: _answers(ports.gateway),
        "carrier": lambda: _answers(ports.carrier),
        "mailbox": lambda: _listens(ports.mail),
        "web": lambda: _answers(ports.web),
    }
    deadline = time.monotonic() + START_SECONDS
    while checks:
        _require_alive(children)
        checks = {name: check for name, check in checks.items() if not check()}
        if checks and time.monotonic() > deadline:
            late = next(child for child in children if child.name in checks)
            raise MendableError(f"{late.name} does not answer. Its log, {late.log}, ends with:\n{late.last_words()}")
        time.sleep(LOOK_SECONDS / 2 if checks else 0)


def _watch(children: list[Child]) -> None:
    while True:
        _require_alive(children)
        time.sleep(LOOK_SECONDS)


def _require_alive(children: list[Child]) -> None:
    for child in children:
        if child.has_ended():
            raise MendableError(f"{child.name} ended by itself. Its log, {child.log}, ends with:\n{child.last_words()}")


def _tell_of_the_past(var: Path, ports: Ports) -> None:
    """Tell the outside world of the seeded orders, once, when they are new.

    The gateway: how they were paid, or it could not pay them back. The carrier: its parcels' journeys.
    """
    for charge in _untold(var / CHARGES):
        headers = {"Authorization": f"Bearer {settings.GATEWAY_SECRET}", "Idempotency-Key": charge.pop("key")}
        _post(ports.gateway, "/v1/charges", charge, headers=headers, about="the gateway refused a charge")
    for journey in _untold(var / JOURNEYS):
        _post(ports.carrier, "/journeys", journey, headers={}, about="the carrier refused a journey")


def _untold(waiting: Path) -> Iterator[dict[str, Any]]:
    """Yield what is in the file; once all of it was told, it is put aside."""
    if waiting.exists():
        yield from json.loads(waiting.read_text())
        waiting.rename(waiting.with_suffix(".told"))


def _post(port: int, path: str, document: dict[str, Any], *, headers: dict[str, str], about: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", path, body=json.dumps(document), headers=headers)
    answer = connection.getresponse()
    if answer.status != http.HTTPStatus.OK:
        raise MendableError(f"{about}: {answer.read().decode(errors='replace')}")
    connection.close()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def _only_one(var: Path) -> Iterator[None]:
    """Two demos on one set of data would tell every story twice."""
    with (var / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise MendableError(
                f"a demo already runs on the data in {var}. "
                "End it (Ctrl-C there), or give this one its own: SEVERSHOP_VAR=var2 PORT=8100 make run"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextlib.contextmanager
def _signals_as_exception() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        # A second Ctrl-C must not interrupt the ending.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise ToldToEndError

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
