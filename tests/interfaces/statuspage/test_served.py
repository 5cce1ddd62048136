"""The page as a real server serves it: live over a socket, and gone at once when it is told to end."""

import os
import signal
import time

import httpx


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
