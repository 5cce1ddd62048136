"""The live stream at its door: which tickets open it, what it tells, and when it ends."""

import asyncio
import json
import uuid

import pytest
from django.conf import settings as django_settings
from django.core import signing
from django.db import connection
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.domain.snapshots import streams
from severshop.domain.snapshots.live import Live
from severshop.domain.snapshots.models import Snapshot
from severshop.interfaces.myorders import events, tickets
from tests.factories import packed_parcel, placed_order
from tests.interfaces.statuspage.conftest import Exchange

pytestmark = pytest.mark.django_db(transaction=True)


class Listener:
    """A shopper with a signed-in browser, who listens to their orders."""

    def __init__(self, name):
        self.person = User.objects.create_user(f"{name}@example.com", "a-long-password")
        self.client = Client()
        self.client.force_login(self.person)

    def buys(self, now):
        order = placed_order(now=now)
        Order.objects.filter(pk=order.pk).update(customer=self.person)
        return order

    @property
    def cookie(self):
        return f"{django_settings.SESSION_COOKIE_NAME}={self.client.session.session_key}"

    @property
    def address(self):
        """Where the next ticket leads."""
        return self.client.get("/my-orders/ticket/").json()["events"]


@pytest.fixture
def mira(transactional_db):
    return Listener("mira")


@pytest.fixture
def ben(transactional_db):
    return Listener("ben")


@pytest.fixture
def served():
    """Run a story with the stream's app, as it stands beside the status page's."""

    def run(story):
        async def main():
            live = Live()
            await live.start()
            try:
                return await story(events.MyOrdersEvents(live), live)
            finally:
                await live.stop()

        return asyncio.run(main())

    return run


def exchange(app, address, *, method="GET", **headers):
    return Exchange(app, method, address, {name.replace("_", "-"): value for name, value in headers.items()})


def told(chunk):
    """The events in a piece of a stream: their id and the versions by number."""
    found = []
    for block in chunk.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":") and ": " in line)
        if "data" in fields:
            found.append((fields["id"], json.loads(fields["data"])))
    return found


async def begin(one):
    assert (await one.next())["status"] == 200
    return told((await one.next())["body"])


async def ships(order, now):
    """Pack and hand over, as another process would while the event loop runs."""

    def work():
        try:
            packed_parcel(order, now=now)
        finally:
            connection.close()

    await asyncio.to_thread(work)


def version(order):
    return Snapshot.objects.get(order_id=order.id).version


@pytest.mark.parametrize(
    "wrong", ["none", "forged", "anothers session", "no session", "too old", "of another kind", "nonsense", "huge"]
)
def test_what_is_no_ticket_of_this_session_is_refused(served, mira, ben, now, wrong, monkeypatch):
    mira.buys(now)
    address, cookie = mira.address, mira.cookie
    if wrong == "too old":
        monkeypatch.setattr(tickets, "LASTS", -1)
    other = signing.dumps([mira.person.pk.hex, "0" * 24], salt="of another kind")
    address = {
        "none": "/my-orders/events",
        "forged": address[:-3] + ("abc" if not address.endswith("abc") else "abd"),
        "of another kind": f"/my-orders/events?ticket={other}",
        "nonsense": "/my-orders/events?ticket=%00%ff:::",
        "huge": "/my-orders/events?ticket=" + "x" * 60_000,
    }.get(wrong, address)
    cookie = {"anothers session": ben.cookie, "no session": ""}.get(wrong, cookie)

    async def story(app, live):
        return await exchange(app, address, cookie=cookie).whole(), live.streams.count

    answer, count = served(story)
    assert (answer.status, count) == (401, 0)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_ticket_says_whose_it_is_in_its_session_only():
    who = uuid.uuid4()
    said = tickets.give_ticket(who, session_key="mine")
    name = django_settings.SESSION_COOKIE_NAME
    read = tickets.read_ticket(said, cookies=f"a=1; {name}=mine")
    assert read == tickets.Ticket(who, tickets.LASTS)
    for cookies in ("", f"{name}=", f"{name}=yours", "other=mine"):
        assert tickets.read_ticket(said, cookies=cookies) is None


def test_who_has_signed_out_gets_no_further_ticket(mira):
    mira.client.logout()
    assert mira.client.get("/my-orders/ticket/").status_code == 302


def test_it_is_only_read(served, mira):
    address, cookie = mira.address, mira.cookie

    async def story(app, live):
        return await exchange(app, address, method="POST", cookie=cookie).whole()

    answer = served(story)
    assert (answer.status, answer.headers["allow"]) == (405, "GET")


def test_everybody_hears_of_their_own_orders(served, mira, ben, now):
    hers, other, his = mira.buys(now), mira.buys(now), ben.buys(now)
    listeners = [(one.address, one.cookie) for one in (mira, mira, ben)]

    async def story(app, live):
        pages = [exchange(app, address, cookie=cookie) for address, cookie in listeners]
        first = [await begin(page) for page in pages]
        await ships(hers, now)
        news = [told((await page.next())["body"]) for page in pages[:2]]
        await ships(his, now)
        news.append(told((await pages[2].next())["body"]))
        for page in pages:
            page.leave()
            await page.task
        return first, news, live.streams.count

    first, news, left = served(story)
    assert [[set(versions) for _, versions in page] for page in first] == [[{hers.number, other.number}]] * 2 + [
        [{his.number}]
    ]
    assert [[versions for _, versions in page] for page in news] == [[{hers.number: version(hers)}]] * 2 + [
        [{his.number: version(his)}]
    ]
    assert left == 0


@pytest.mark.parametrize("as_header", [True, False])
def test_who_comes_back_is_told_what_happened_meanwhile_and_nothing_twice(served, mira, now, as_header):
    order, still = mira.buys(now), mira.buys(now)
    address, cookie = mira.address, mira.cookie

    def back(app, seen):
        if as_header:
            return exchange(app, address, cookie=cookie, last_event_id=seen)
        return exchange(app, f"{address}&after={seen}", cookie=cookie)

    async def story(app, live):
        one = exchange(app, address, cookie=cookie)
        ((seen, _),) = await begin(one)
        one.leave()
        await one.task
        same = back(app, seen)
        unchanged = await begin(same)
        same.leave()
        await same.task
        await ships(order, now)
        last = back(app, seen)
        changed = await begin(last)
        last.leave()
        await last.task
        return unchanged, changed

    unchanged, changed = served(story)
    assert unchanged == []
    ((_, versions),) = changed
    assert versions == {order.number: version(order), still.number: version(still)}


def test_the_list_is_told_nothing_that_it_shows_already(served, mira, now):
    mira.buys(now)
    page, cookie = mira.client.get("/my-orders/").text, mira.cookie
    address = page.split('data-events="')[1].split('"')[0].replace("&amp;", "&")
    assert "&after=" in address

    async def story(app, live):
        one = exchange(app, address, cookie=cookie)
        first = await begin(one)
        one.leave()
        return first

    assert served(story) == []


def test_who_owns_no_order_waits_and_is_let_go_at_the_end(served, mira):
    address, cookie = mira.address, mira.cookie

    async def story(app, live):
        one = exchange(app, address, cookie=cookie)
        await begin(one)
        live.streams.close_all()
        last = await one.next()
        await asyncio.wait_for(one.task, 5)
        return last

    assert served(story)["more_body"] is False


def test_one_shopper_cannot_take_every_place(served, mira, ben, monkeypatch):
    monkeypatch.setattr(events, "MOST_OF_ONE", 1)
    hers, his = (mira.address, mira.cookie), (ben.address, ben.cookie)

    async def story(app, live):
        first = exchange(app, hers[0], cookie=hers[1])
        await begin(first)
        second = await exchange(app, hers[0], cookie=hers[1]).whole()
        other = exchange(app, his[0], cookie=his[1])
        await begin(other)
        first.leave()
        await first.task
        again = exchange(app, hers[0], cookie=hers[1])
        await begin(again)
        for one in (other, again):
            one.leave()
            await one.task
        return second

    answer = served(story)
    assert (answer.status, answer.headers["retry-after"]) == (503, "3")


def test_a_full_process_sends_away_politely(served, mira, monkeypatch):
    monkeypatch.setattr(streams, "MOST", 0)
    address, cookie = mira.address, mira.cookie

    async def story(app, live):
        return await exchange(app, address, cookie=cookie).whole()

    assert served(story).status == 503


def test_a_stream_asks_for_a_new_ticket_and_ends(served, mira, now, monkeypatch):
    monkeypatch.setattr(tickets, "LASTS", 1)
    mira.buys(now)
    address, cookie = mira.address, mira.cookie

    async def story(app, live):
        one = exchange(app, address, cookie=cookie)
        await begin(one)
        said, last = await one.next(), await one.next()
        await asyncio.wait_for(one.task, 5)
        return said["body"], last

    said, last = served(story)
    assert said == events.RENEW
    assert last["more_body"] is False
