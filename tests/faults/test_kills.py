"""Kill -9 at bad moments, several parts at once: what was acknowledged is there afterwards, once; the books balance."""

import contextlib
import os
import random
import sqlite3
import threading
import time
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import psycopg
import pytest

from severshop.domain.carriers.numbers import is_number_of
from tests.postgresql import servers
from tests.processes import answers, wait_until
from tests.stack import ALL, Stack

pytestmark = pytest.mark.shop

UPS = {"credential": "demo-ups-credential"}
PAUSE_SECONDS = 0.02
WEEK_AGO = datetime.now(UTC) - timedelta(days=7)
"""Young enough to be about the parcel: numbers are recycled, and older scans are another's."""
KILLS_OF_ONE_PARCEL = 30
"""Then another parcel is told of: one is told of minute by minute, for a week at most."""
BUYER_PAUSE_SECONDS = 0.5
LONG_KILLS = 600
GATEWAY_LISTS = 1000


@pytest.fixture
def shop(tmp_path):
    with Stack(tmp_path, journey_seconds=600, mischief=False) as stack:
        yield stack


@pytest.fixture
def database():
    """A PostgreSQL server to be killed, where the suite runs on PostgreSQL; SQLite has no process of its own."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield None
        return
    with servers("alone") as (server,):
        server.initialise()
        server.start()
        yield server


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


class Buyer:
    """Buys without end, and remembers which orders the shop confirmed."""

    def __init__(self, shop):
        self.shop, self.confirmed = shop, []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self._thread.join()

    def _run(self):
        while not self._is_over.wait(BUYER_PAUSE_SECONDS):
            # Whatever fails in the middle of a kill was not confirmed.
            with contextlib.suppress(Exception):
                self.confirmed.append(self.shop.order(ships=False))


def test_thirty_kills_lose_nothing_and_repeat_nothing(shop):
    kill_under_load(shop, kills=30)


@pytest.mark.long
def test_nor_do_many_kills_of_the_database_too(database, tmp_path, capsys):
    def say(line):
        with capsys.disabled():
            print(line, flush=True)

    url = database.url if database else None
    with Stack(tmp_path, database_url=url, journey_seconds=3600, mischief=False) as shop:
        kill_under_load(shop, database, kills=LONG_KILLS, say=say)


def kill_under_load(shop, database=None, *, kills, say=lambda _line: None):
    """Kill any of the processes, several at a time, while messages and orders come; then look at all books."""
    shelf = on_hand(shop)
    dice = random.Random(kills)
    killed = Counter()
    told = []
    started = time.monotonic()
    with Buyer(shop) as buyer:
        while killed.total() < kills:
            wait_until(lambda: answers(f"{shop.url}/healthz"), what="health without a hand")
            placed = shop.order(carrier="ups")
            number = shop.status(placed)["parcels"][0]["tracking_number"]
            assert is_number_of("ups", number)
            goal = min(kills, killed.total() + KILLS_OF_ONE_PARCEL)
            with Carrier(shop, number) as carrier:
                told.append((placed, carrier))
                while killed.total() < goal:
                    time.sleep(dice.uniform(0.1, 0.6))
                    killed.update(kill_some(shop, database, dice, at_most=goal - killed.total()))
                wait_until(lambda carrier=carrier: len(carrier.acknowledged) > 20, what="messages after the kills")
            say(f"  {killed.total()} of {kills} kills, {time.monotonic() - started:.0f} s")
        wait_until(lambda: len(buyer.confirmed) >= 5, what="orders after the kills")

    for placed, carrier in told:
        every_message_is_folded_once(shop, placed, carrier)
    confirmed = [*buyer.confirmed, *(placed for placed, _carrier in told)]
    every_order_is_there(shop, confirmed)
    money_balances(shop)
    stock_balances(shop, shelf)
    # Only what was on its way when its sender or the mailbox was killed may go twice, and then it says so itself.
    assert repeated(shop) <= killed["worker"] + killed["mailbox"]
    say(f"  {dict(killed)}; {len(confirmed)} orders, {sum(len(c.acknowledged) for _p, c in told)} messages")


def kill_some(shop, database, dice, *, at_most):
    """Kill one to all of the parts at once, start them again, and return which."""
    parts = [*ALL, *(["database"] if database else [])]
    together = dice.sample(parts, min(dice.randint(1, len(parts)), at_most))
    for part in together:
        database.kill() if part == "database" else shop.kill(part)
    if "database" in together:
        database.start()
    processes = [part for part in together if part != "database"]
    for part in processes:
        shop.start(part, wait=False)
    for part in processes:
        shop.wait_for(part)
    return together


def every_message_is_folded_once(shop, placed, carrier):
    def folded():
        # The carrier itself has told of the label, and tells nothing more in this test's time.
        return shop.status(placed)["parcels"][0]["scans_total"] - 1

    # Not fewer: nothing acknowledged is lost. More only by messages that were kept though the answer was not.
    wait_until(lambda: folded() >= len(carrier.acknowledged), what="every acknowledged message", seconds=60)
    assert len(carrier.acknowledged) <= folded() <= carrier.sent


def every_order_is_there(shop, confirmed):
    for order in confirmed:
        assert shop.status(order)["number"] == order.number
    numbers = {order.number for order in confirmed}
    wait_until(lambda: numbers <= mailed(shop), what="every confirmation", seconds=90)
    # Also the one who paid and never saw the answer has an order, and hears of it.
    wait_until(lambda: len(mailed(shop)) == len(paid(shop)), what="one order for every charge", seconds=90)


def money_balances(shop):
    """What the gateway took, what the shop booked and what the orders cost is the same, one for one."""
    charges = {uuid.UUID(charge["key"]).hex: charge["amount_minor"] for charge in paid(shop)}
    booked = rows(shop, "SELECT id, order_id, amount_minor FROM payments_payment WHERE state = 'succeeded'")
    orders = rows(shop, "SELECT id, total_minor FROM orders_order")
    assert len(charges) < GATEWAY_LISTS
    assert {key(payment): minor for payment, _order, minor in booked} == charges
    assert sorted((key(order), minor) for _payment, order, minor in booked) == sorted((key(o), m) for o, m in orders)


def stock_balances(shop, shelf):
    """What lay on the shelf lies there or was shipped; what is spoken for is what reservations keep, once an order."""
    kept, shipped, of_orders = Counter(), Counter(), Counter()
    for order, sku, quantity, sent, cancelled, released_at in rows(
        shop, "SELECT order_id, sku, quantity, shipped, cancelled, released_at FROM inventory_reservation"
    ):
        shipped[sku] += sent
        if released_at is None:
            kept[sku] += quantity - sent - cancelled
            of_orders[key(order), sku] += quantity
    bought = {
        (key(order), sku): int(units)
        for order, sku, units in rows(shop, "SELECT order_id, sku, SUM(quantity) FROM orders_orderline GROUP BY 1, 2")
    }
    assert bought.items() <= of_orders.items()
    assert shipped.total() > 0
    assert {sku: count + shipped[sku] for sku, count in on_hand(shop).items()} == shelf
    assert dict(rows(shop, "SELECT sku, reserved FROM inventory_stock WHERE reserved > 0")) == +kept


def on_hand(shop):
    return dict(rows(shop, "SELECT sku, on_hand FROM inventory_stock"))


def rows(shop, query):
    if shop.database_url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(shop.database_url.removeprefix("sqlite:///"))) as database:
            return database.execute(query).fetchall()
    with psycopg.connect(shop.database_url) as database:
        return database.execute(query).fetchall()


def key(identity):
    """The same spelling of an id, whatever the database."""
    return uuid.UUID(str(identity)).hex


def repeated(shop):
    """How many mails came again: under the same Message-ID, for no two mails have the same subject and order."""
    times = Counter((str(mail["Subject"]), str(mail["Message-ID"])) for mail in shop.mails())
    assert len({subject for subject, _id in times}) == len(times)
    return times.total() - len(times)


def mailed(shop):
    """The numbers of the orders that mails are about."""
    subjects = (str(mail["Subject"]).split() for mail in shop.mails())
    return {next(word.strip(":,.") for word in subject if word.startswith("BS-")) for subject in subjects}


def paid(shop):
    headers = {"Authorization": "Bearer demo-gateway-secret"}
    charges = httpx.get(f"{shop.gateway_url}/v1/charges", headers=headers, timeout=10).json()["charges"]
    return [charge for charge in charges if charge["state"] == "succeeded"]
