"""Somebody holds the database and does not let go: what is known is shown, what comes is asked to come again."""

import sqlite3

import httpx
import pytest

from tests.faults.test_kills import UPS, message
from tests.processes import wait_until
from tests.stack import Stack

pytestmark = [pytest.mark.shop, pytest.mark.long]


def test_pages_are_served_and_messages_asked_to_come_again_until_the_lock_is_gone(tmp_path):
    with Stack(tmp_path, journey_seconds=600, mischief=False) as shop:
        if shop.database_url.startswith("postgres"):
            pytest.skip("only a file has one writer")
        placed = shop.order(carrier="ups")
        number = shop.status(placed)["parcels"][0]["tracking_number"]
        holder = sqlite3.connect(shop.var / "shop.sqlite3", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")

        assert shop.status(placed)["number"] == placed.number
        assert httpx.get(f"{shop.url}/t/{placed.token}", timeout=10).is_success
        refused = send(shop, number, 1)
        assert (refused.status_code, "retry-after" in refused.headers) == (503, True)
        assert httpx.get(shop.url, timeout=60).is_success

        holder.rollback()
        holder.close()
        wait_until(lambda: send(shop, number, 2).status_code == 202, what="messages to be kept again")
        wait_until(lambda: shop.status(placed)["parcels"][0]["scans_total"] >= 2, what="the message on the page")
        assert shop.status(shop.order(ships=False))


def send(shop, number, count):
    return httpx.post(f"{shop.url}/hooks/carriers/ups", content=message(number, count), headers=UPS, timeout=60)
