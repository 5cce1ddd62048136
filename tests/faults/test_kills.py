"""Kill -9 at bad moments: what was acknowledged is there afterwards, once."""

import contextlib
import random
import threading
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from severshop.domain.carriers.numbers import is_number_of
from tests.processes import wait_until
from tests.stack import Stack

pytestmark = pytest.mark.shop

UPS = {"credential": "demo-ups-credential"}
PAUSE_SECONDS = 0.02
WEEK_AGO = datetime.now(UTC) - timedelta(days=7)
"""Young enough to be about the parcel: numbers are recycled, and older scans are another's."""


@pytest.fixture
def shop(tmp_path):
    with Stack(tmp_path, journey_seconds=600, mischief=False) as stack:
        yield stack


class Carrier:
    """Sends messages for one parcel without end, and remembers which of them were acknowledged."""

    def __init__(self, shop, number):
        self.shop, self.number = shop, number
        self.acknowledged: set[int] = set()
        self.sent = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self._thread.join()

    def _run(self):
        with httpx.Client(base_url=self.shop.url, headers=UPS, timeout=10) as client:
            # One parcel is told of minute by minute, for a week at most: so not faster than the kills need.
            while not self._is_over.wait(PAUSE_SECONDS):
                self.sent += 1
                with contextlib.suppress(httpx.HTTPError):
                    answer = client.post("/hooks/carriers/ups", content=message(self.number, self.sent))
                    if answer.status_code == 202:
                        self.acknowledged.add(self.sent)


def message(number, count):
    """A scan of its own: a minute apart, because the same scan told a few seconds off is one scan."""
    at = WEEK_AGO + timedelta(minutes=count)
    day, clock = f"{at:%Y%m%d}", f"{at:%H%M%S}"
    return (
        f'{{"trackingNumber":"{number}","localActivityDate":"{day}","localActivityTime":"{clock}",'
        f'"activityStatus":{{"type":"I","code":"DP","description":"n{count}"}},"gmtActivityDate":"{day}","gmtActivityTime":"{clock}"}}'
    ).encode()


@pytest.mark.parametrize("victim", ["web", "worker"])
def test_no_acknowledged_message_is_lost_and_each_is_folded_once(shop, victim):
    kill_while_messages_come(shop, victim, times=4)


@pytest.mark.long
@pytest.mark.parametrize("victim", ["web", "worker"])
def test_nor_after_many_kills(shop, victim):
    kill_while_messages_come(shop, victim, times=60)


def kill_while_messages_come(shop, victim, *, times):
    placed = shop.order(carrier="ups")
    parcel = shop.status(placed)["parcels"][0]
    assert is_number_of("ups", parcel["tracking_number"])
    dice = random.Random(victim)
    with Carrier(shop, parcel["tracking_number"]) as carrier:
        for _ in range(times):
            time.sleep(dice.uniform(0.1, 0.6))
            shop.kill(victim)
            shop.start(victim)
        wait_until(lambda: len(carrier.acknowledged) > 50, what="messages after the last kill")

    def folded():
        # The carrier itself has told of the label, and tells nothing more in this test's time.
        return shop.status(placed)["parcels"][0]["scans_total"] - 1

    # Not fewer: nothing acknowledged is lost. More only by messages that were kept though the answer was not.
    wait_until(
        lambda: folded() >= len(carrier.acknowledged), what="every acknowledged message to be folded", seconds=60
    )
    time.sleep(0.5)
    assert len(carrier.acknowledged) <= folded() <= carrier.sent


def test_no_acknowledged_order_is_lost_and_no_mail_goes_twice(shop):
    dice = random.Random("orders")
    placed = []
    over = threading.Event()

    def buy():
        while not over.is_set():
            with contextlib.suppress(Exception):
                placed.append(shop.order(ships=False, email=f"buyer{len(placed)}@example.com"))

    buyer = threading.Thread(target=buy, daemon=True)
    buyer.start()
    for victim in ("web", "worker", "web", "worker"):
        time.sleep(dice.uniform(0.5, 1.5))
        shop.kill(victim)
        shop.start(victim)
    wait_until(lambda: len(placed) >= 5, what="orders after the kills")
    over.set()
    buyer.join()

    for order in placed:
        assert shop.status(order)["number"] == order.number
    numbers = {order.number for order in placed}
    wait_until(lambda: numbers <= mailed(shop).keys(), what="every confirmation", seconds=60)
    for ids in mailed(shop).values():
        # The one in flight when its process was killed may go twice, and then it says so itself.
        assert len(set(ids)) == 1
    wait_until(lambda: len(mailed(shop)) == len(paid(shop)), what="one order for every charge", seconds=60)


def mailed(shop):
    found: dict[str, list[str]] = {}
    for mail in shop.mails():
        number = next(word.strip(":,.") for word in str(mail["Subject"]).split() if word.startswith("BS-"))
        found.setdefault(number, []).append(str(mail["Message-ID"]))
    return found


def paid(shop):
    headers = {"Authorization": "Bearer demo-gateway-secret"}
    charges = httpx.get(f"{shop.gateway_url}/v1/charges", headers=headers, timeout=10).json()["charges"]
    return [charge for charge in charges if charge["state"] == "succeeded"]
