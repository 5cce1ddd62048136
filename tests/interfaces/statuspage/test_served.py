"""The page as a real server serves it: live over a socket, and gone at once when it is told to end."""

import os
import re
import signal
import time

import httpx

from tests.processes import wait_until


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
    address, _process = server
    link = new_link("in_transit")
    with httpx.stream("GET", f"{address}/t/{link.token}/events", timeout=10) as stream:
        lines = stream.iter_lines()
        assert _next_id(lines) == "1"
        assert _open_streams(address) == "1"
    wait_until(lambda: _open_streams(address) == "0", what="the stream to be closed", seconds=10)


def _open_streams(address: str) -> str:
    return re.search(
        r'^severshop_open_streams\{of="status"\} (\d+)$', httpx.get(f"{address}/metrics").text, re.MULTILINE
    )[1]
