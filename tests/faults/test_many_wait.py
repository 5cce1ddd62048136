"""Ten thousand open pages, and hundreds that begin a request and never end it: all others are answered."""

import asyncio
import contextlib
import resource
import time

import httpx
import pytest

from tests.bench.client import HOST, open_pages
from tests.faults.test_kills import UPS, message
from tests.stack import Stack

pytestmark = [pytest.mark.shop, pytest.mark.long]

PAGES = 10_000
STALLED = 300
"""Of each kind."""
SLOW_SECONDS = 2.0
BEGUN = {
    "a hook": b"POST /hooks/carriers/ups HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n{",
    "a status page": b"GET /t/somebody HTTP/1.1\r\nHost: local",
    "a page of the shop": b"POST /basket/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\nvariant=",
}


@pytest.fixture
def shop(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with Stack(tmp_path, journey_seconds=600, mischief=False) as stack:
            yield stack
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_ten_thousand_pages_stay_open_and_everybody_else_is_answered(shop):
    placed = shop.order(carrier="ups")
    number = shop.status(placed)["parcels"][0]["tracking_number"]

    async def watch():
        heard = set()
        port = int(shop.url.rpartition(":")[2])
        pages = await open_pages(port, [f"/t/{placed.token}/events"] * PAGES, heard.add)
        await asyncio.sleep(1)
        heard.clear()
        await asyncio.to_thread(all_is_answered, shop, placed, number)
        async with asyncio.timeout(30):
            while len(heard) < PAGES:  # noqa: ASYNC110 - what is heard is a plain set
                await asyncio.sleep(0.05)
        for page in pages:
            page.close()

    asyncio.run(watch())


@pytest.mark.parametrize("begun", BEGUN)
def test_hundreds_that_never_end_what_they_began_keep_nobody_waiting(shop, begun):
    placed = shop.order(carrier="ups")
    number = shop.status(placed)["parcels"][0]["tracking_number"]

    async def stall():
        port = int(shop.url.rpartition(":")[2])
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(STALLED):
                _, writer = await asyncio.open_connection(HOST, port)
                stack.callback(writer.close)
                writer.write(BEGUN[begun])
                await writer.drain()
            await asyncio.sleep(0.5)
            await asyncio.to_thread(all_is_answered, shop, placed, number)

    asyncio.run(stall())


def all_is_answered(shop, placed, number):
    """A hook, the status page and a page of the shop, each within seconds."""
    hook = f"{shop.url}/hooks/carriers/ups"
    asked = {
        hook: lambda: httpx.post(hook, content=message(number, 1), headers=UPS, timeout=10),
        "page": lambda: httpx.get(f"{shop.url}/t/{placed.token}", timeout=10),
        "shop": lambda: httpx.get(shop.url, timeout=10),
    }
    for name, ask in asked.items():
        began = time.monotonic()
        assert ask().is_success, name
        assert time.monotonic() - began < SLOW_SECONDS, name
