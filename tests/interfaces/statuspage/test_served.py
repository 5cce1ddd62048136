"""The page as a real server serves it: live over a socket, and gone at once when it is told to end."""

import os
import signal
import time

import httpx
import pytest
from django.db import connection

from tests.processes import Process, free_port


@pytest.fixture
def server(transactional_db, tmp_path):
    """A granian over the tests' own database."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{settings['NAME']}"
    else:
        who = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
        host = settings["HOST"].replace("/", "%2F")
        url = f"postgresql://{who}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"
    port = free_port()
    arguments = ["--interface", "asgi", "--port", str(port), "--backlog", "8192", "severshop.config.asgi:application"]
    environment = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": os.environ.get("SEVERSHOP_VAR", "var"),
    }
    process = Process("granian", arguments, environment, tmp_path / "server.log")
    process.start()
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield address, process
    finally:
        process.end()


def _wait(address: str, process: Process) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.is_running(), process.log.read_text()[-3000:]
        try:
            httpx.get(f"{address}/t/none.json", timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(process.log.read_text()[-3000:])


def test_a_change_is_seen_on_the_open_page_and_the_server_still_ends_at_once(server, new_link):
    address, process = server
    link = new_link("in_transit")
    with httpx.stream("GET", f"{address}/t/{link.token}/events", timeout=10) as stream:
        lines = stream.iter_lines()
        assert _next_id(lines) == "1"
        link.write("delivered_letter_box")
        assert _next_id(lines) == "2"
        page = httpx.get(f"{address}/t/{link.token}")
        assert "left it in the letter box" in page.text

        began = time.monotonic()
        os.kill(process.popen.pid, signal.SIGTERM)
        process.popen.wait(timeout=8)
        assert time.monotonic() - began < 5
        assert _next_id(lines) is None


def _next_id(lines) -> str | None:
    return next((line.removeprefix("id: ") for line in lines if line.startswith("id: ")), None)


def test_a_reader_who_hangs_up_is_noticed(server, new_link):
    address, process = server
    link = new_link("in_transit")
    for _ in range(3):
        with httpx.stream("GET", f"{address}/t/{link.token}/events", timeout=10) as stream:
            assert _next_id(stream.iter_lines()) == "1"
    # Each stream's line in the log is written when it has ended.
    deadline = time.monotonic() + 5
    while process.log.read_text().count('"path": "/t/.../events"') < 3:
        assert time.monotonic() < deadline, process.log.read_text()[-2000:]
        time.sleep(0.05)
