"""The list in its order, its search, and an order's page, with the words of the public page."""

import asyncio
import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Cancellation, Order, OrderLine
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.interfaces.myorders.cards import CardCache
from severshop.interfaces.statuspage.app import StatusPageApp
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.windows import DeliveryWindow
from tests.factories import packed_parcel, placed_order, public_page
from tests.interfaces.statuspage.conftest import Exchange

DAY = timedelta(days=1)


@pytest.fixture
def mira(db):
    return User.objects.create_user("mira@example.com", "a-long-password")


@pytest.fixture
def browser(mira, monkeypatch):
    monkeypatch.setattr("severshop.interfaces.myorders.views.CACHE", CardCache())
    client = Client()
    client.force_login(mira)
    return client


def own(person, *, days_ago, lasts=5, **order):
    """An order placed then, promised within so many days, as it stands today."""
    now = clock.now()
    placed_at = now - days_ago * DAY
    window = DeliveryWindow(placed_at.date() + 2 * DAY, placed_at.date() + lasts * DAY)
    placed = placed_order(now=placed_at, window=window, **order)
    Order.objects.filter(pk=placed.pk).update(customer=person)
    refresh_status([placed.id], now=now)
    return placed


def numbers(answer):
    return re.findall(r'data-number="([^"]+)"', answer.text)


def test_the_newest_stands_first_but_what_needs_a_look_before_all(browser, mira):
    old, late, new, middle = (
        own(mira, days_ago=days, lasts=lasts) for days, lasts in ((4, 9), (20, 4), (0, 9), (2, 9))
    )
    assert public_page(late.id)["attention"], "it should have arrived two weeks ago"
    page = browser.get("/my-orders/")
    assert numbers(page) == [order.number for order in (late, new, middle, old)]
    assert page.text.index("Worth a look now") < page.text.index(late.number)
    assert numbers(browser.get("/my-orders/?show=attention")) == [late.number]


def test_what_needed_a_look_long_ago_stays_among_the_old(browser, mira):
    forgotten, new = own(mira, days_ago=400, lasts=4), own(mira, days_ago=0)
    assert numbers(browser.get("/my-orders/")) == [new.number, forgotten.number]
    assert numbers(browser.get("/my-orders/?show=attention")) == []
    year = Order.objects.get(pk=forgotten.pk).placed_at.year
    assert numbers(browser.get(f"/my-orders/?year={year}")) == [forgotten.number]


@pytest.mark.parametrize(
    ("asked", "finds"),
    [("alma", True), ("ALMA boot", True), ("eu 39", True), ("møss", True), ("moss", True), ("möss 39", True),
     ("creme", True), ("crème", True), ("lma", False), ("alma 40", False), (".*", False), ("%", False)],
)  # fmt: skip
def test_words_find_names_sizes_and_colours_whatever_their_marks(browser, mira, asked, finds):
    boots, _runner = own(mira, days_ago=1), own(mira, days_ago=0)
    OrderLine.objects.filter(order=boots).update(name="Alma Boot", variant="Møss/Crème, EU 39")
    assert numbers(browser.get("/my-orders/", {"q": asked})) == ([boots.number] if finds else [])


def test_what_was_typed_is_shown_and_never_obeyed(browser, mira):
    own(mira, days_ago=0)
    page = browser.get("/my-orders/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "No order fits" in page


def test_a_page_beyond_the_last_is_the_last(browser, mira):
    order = own(mira, days_ago=0)
    assert numbers(browser.get("/my-orders/?page=9999")) == [order.number]


def test_a_stranger_is_led_to_the_sign_in_and_back(db):
    for path in ("/my-orders/", "/my-orders/?show=open", "/my-orders/ticket/"):
        where = Client().get(path).headers["Location"]
        assert where.startswith("/account/login/?next=/my-orders/")


def test_nothing_of_it_is_kept_by_caches(browser, mira):
    order = own(mira, days_ago=0)
    for path in ("", "ticket/", f"{order.number}/", f"{order.number}/card/"):
        assert "no-store" in browser.get(f"/my-orders/{path}").headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_list_and_page_say_what_the_public_page_says(browser, mira):
    order = own(mira, days_ago=1)
    packed_parcel(order, now=clock.now())
    headline = _heading("h1", _public(order))
    assert _heading("h1", browser.get(f"/my-orders/{order.number}/").text) == headline
    assert _heading("h3", browser.get("/my-orders/").text) == headline
    assert _heading("h3", browser.get(f"/my-orders/{order.number}/card/").text) == headline


def _heading(tag, page):
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    assert found is not None
    said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split())
    assert said
    return said


def _public(order):
    async def story():
        app = StatusPageApp()
        await app.start()
        try:
            return await Exchange(app, "GET", f"/t/{link_token(order.id, generation=1)}", {}).whole()
        finally:
            await app.stop()

    return asyncio.run(story()).text


def test_the_owner_sees_what_it_costs_with_the_vat_and_where_it_goes(browser, mira):
    order = own(mira, days_ago=1, quantities=(2, 1))
    page = browser.get(f"/my-orders/{order.number}/").text
    for said in ("Nyhavn 17", "1051 Copenhagen", "Denmark", "€258.00", "€4.90", "€391.90", "VAT in it (25%)", "€25.80"):
        assert said in html.unescape(page).replace("\N{NO-BREAK SPACE}", " ").replace(" %", "%"), said


def test_only_what_is_possible_now_is_offered(browser, mira):
    order = own(mira, days_ago=1)
    path = f"/my-orders/{order.number}/"
    before = browser.get(path).text
    assert ("packing-slip.pdf" in before, "delivery.ics" in before, "invoice.pdf" in before) == (False, True, True)
    packed_parcel(order, now=clock.now())
    assert "packing-slip.pdf" in browser.get(path).text


def test_a_cancelled_order_offers_help_and_no_papers(browser, mira):
    order = own(mira, days_ago=1)
    line = OrderLine.objects.get(order=order)
    Cancellation.objects.create(line=line, quantity=1, cancelled_at=clock.now(), cancelled_by="support")
    refresh_status([order.id], now=clock.now())
    assert public_page(order.id)["status"] == "cancelled"
    page = browser.get(f"/my-orders/{order.number}/").text
    offered = [act for act in ("/help/", "/contact/", "/messages/", "delivery.ics", ".pdf") if act in _acts(page)]
    assert offered == ["/help/", "/contact/"]
    assert numbers(browser.get("/my-orders/?show=cancelled")) == [order.number]
    assert numbers(browser.get("/my-orders/?show=open")) == []


def _acts(page):
    found = re.search(r'<div class="acts">.*?</div>', page, re.DOTALL)
    assert found is not None
    return found[0]
