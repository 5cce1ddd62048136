"""The whole shop in real processes: bought and shipped through its pages, moved by the carrier, told by e-mail."""

import pytest

from tests.processes import wait_until
from tests.stack import Stack

pytestmark = pytest.mark.shop


def test_order_is_bought_shipped_and_delivered(tmp_path):
    with Stack(tmp_path, journey_seconds=6) as shop:
        placed = shop.order()
        assert placed.number == shop.status(placed)["number"]
        wait_until(lambda: shop.status(placed)["status"] == "delivered", what="the delivery", seconds=40)
        wait_until(lambda: len(shop.mails()) >= 3, what="the mails", seconds=20)
        about_it = [mail for mail in shop.mails() if mail["To"] == "ada@demo.example"]
        assert len({mail["Message-ID"] for mail in about_it}) == len(about_it)


def test_nothing_is_lost_when_shop_and_worker_are_killed_on_the_way(tmp_path):
    with Stack(tmp_path, journey_seconds=6, mischief=False) as shop:
        placed = shop.order(journey="duplicated", parcels=2)
        shop.kill("web")
        shop.kill("worker")
        shop.start("web")
        shop.start("worker")
        wait_until(lambda: shop.status(placed)["parcels_delivered"] == 2, what="both parcels", seconds=60)
        assert shop.status(placed)["status"] == "delivered"
