"""The database dies under load: what was acknowledged is there when it is back, and pages come from what is known."""

import contextlib
import os
import threading
import time

import httpx
import pytest

from tests.faults.test_kills import Carrier
from tests.postgresql import address_of, servers
from tests.processes import wait_until
from tests.stack import Stack

pytestmark = [
    pytest.mark.shop,
    pytest.mark.long,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="it starts its own servers"
    ),
]

WRITES_BACK_WITHIN = 15
"""Seconds from the death of the primary to the first message that is acknowledged again."""


class Reader:
    """Looks at one status page without end, and remembers every answer that was not the page."""

    def __init__(self, shop, placed):
        self.url = f"{shop.url}/t/{placed.token}.json"
        self.seen, self.failed = 0, []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self._thread.join()

    def _run(self):
        with httpx.Client(timeout=10) as client:
            while not self._is_over.wait(0.02):
                try:
                    answer = client.get(self.url)
                except httpx.HTTPError as error:
                    self.failed.append(repr(error))
                else:
                    self.seen += 1
                    if answer.status_code != 200:
                        self.failed.append(answer.status_code)


@pytest.fixture
def pair():
    with servers("primary", "standby") as (primary, standby):
        primary.initialise()
        primary.start()
        standby.follow(primary)
        standby.start()
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        primary.execute("SELECT pg_reload_conf()")
        primary.wait_for_follower()
        yield primary, standby


def test_a_standby_takes_over_and_nothing_acknowledged_is_lost(pair, tmp_path):
    primary, standby = pair
    with Stack(tmp_path, database_url=address_of(*pair), journey_seconds=600, mischief=False) as shop:
        placed = shop.order(carrier="ups")
        number = shop.status(placed)["parcels"][0]["tracking_number"]
        with Carrier(shop, number) as carrier, Reader(shop, placed) as reader:
            wait_until(lambda: len(carrier.acknowledged) > 50 and reader.seen > 50, what="load")
            primary.kill()
            before = len(carrier.acknowledged)
            time.sleep(1)
            standby.promote()
            wait_until(
                lambda: len(carrier.acknowledged) > before + 10, what="writes to be back", seconds=WRITES_BACK_WITHIN
            )
        assert reader.failed == []
        everything_is_folded(shop, placed, carrier)
        # Nobody has restarted anything, and the shop sells on.
        assert shop.status(shop.order(ships=False))


def test_a_database_that_is_killed_and_started_again_loses_nothing(tmp_path):
    with servers("alone") as (server,):
        server.initialise()
        server.start()
        with Stack(tmp_path, database_url=server.url, journey_seconds=600, mischief=False) as shop:
            placed = shop.order(carrier="ups")
            number = shop.status(placed)["parcels"][0]["tracking_number"]
            with Carrier(shop, number) as carrier:
                for _ in range(10):
                    known = len(carrier.acknowledged)
                    wait_until(lambda known=known: len(carrier.acknowledged) > known + 5, what="messages")
                    server.kill()
                    with contextlib.suppress(httpx.HTTPError):
                        assert httpx.get(f"{shop.url}/t/{placed.token}", timeout=10).status_code in {200, 503}
                        away = httpx.get(shop.url, timeout=10)
                        assert (away.status_code, "retry-after" in away.headers) == (503, True)
                    server.start()
            # Who has just failed to connect rests for half a second before the next try.
            wait_until(
                lambda: httpx.get(f"{shop.url}/t/{placed.token}.json").is_success, what="the page without a hand"
            )
            everything_is_folded(shop, placed, carrier)
            wait_until(lambda: httpx.get(f"{shop.url}/healthz").is_success, what="health without a hand")


def everything_is_folded(shop, placed, carrier):
    def folded():
        # The carrier itself has told of the label.
        return shop.status(placed)["parcels"][0]["scans_total"] - 1

    wait_until(lambda: folded() >= len(carrier.acknowledged), what="every acknowledged message", seconds=60)
    assert folded() <= carrier.sent
