"""The page of orders as the use cases write them: each step shows, and nobody is named."""

import re
from datetime import timedelta

import pytest

from severshop.domain.orders.models import Order
from severshop.domain.snapshots.models import Snapshot
from severshop.infra.links import link_token
from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from tests.factories import packed_parcel, placed_order

SECRETS = ("Ada", "Winter", "Nyhavn", "1051", "ada@example.com")


def shown(order: Order, *, now):
    return status_page(read_facts(bytes(Snapshot.objects.get(order=order).public_json)), now=now)


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.django_db
def test_a_placed_order_says_when_it_arrives(now):
    page = shown(placed_order(now=now), now=now)
    assert plain(page.headline) == "Arriving Thu 26 – Mon 30 November"
    assert (page.pill.word, [word.state for word in page.words]) == ("On time", ["here", "ahead", "ahead", "ahead"])
    assert page.promised == "Thu 26 – Mon 30 November"
    assert len(page.next) > 0
    assert [box.heading for box in page.boxes] == ["In this order"]


@pytest.mark.django_db
def test_a_parcel_that_left_is_shown_with_its_number(now):
    order = placed_order(now=now, quantities=(1, 2))
    parcel = packed_parcel(order, now=now + timedelta(hours=2), units={1: 1})
    page = shown(order, now=now + timedelta(hours=3))
    assert [(box.heading, [number.number for number in box.numbers]) for box in page.boxes] == [
        ("In this parcel", [parcel.tracking_number]),
        ("Still to be packed", []),
    ]
    assert plain(page.lead) == (
        "UPS collected it Tuesday 11:00. The first scan follows at their depot. The rest is still being packed."
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["", ".json", "/events?after=0"])
def test_nobody_is_named(shop, now, kind):
    order = placed_order(now=now)
    packed_parcel(order, now=now)
    token = link_token(order.id, generation=1)

    async def story(s):
        exchange = s.open(f"/t/{token}{kind}")
        await exchange.next()
        text = (await exchange.next())["body"].decode()
        exchange.leave()
        return text

    text = shop(story)
    assert order.number in text
    assert [secret for secret in SECRETS if secret in text] == []
