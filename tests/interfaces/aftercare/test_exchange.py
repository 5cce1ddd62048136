"""Choosing another pair while sending one back: offered, kept, followed, and let go for money."""

import re

import pytest
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.domain.inventory.models import Stock
from severshop.domain.returns.models import Exchange, Inspection, Return, ReturnLine
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from severshop.usecases.aftercare.exchange import follow_exchange_locked
from severshop.usecases.reading.my_orders import bodies
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.roles import Role
from tests.interfaces.aftercare.test_acting import prove
from tests.returning import arrived_order, carrier, sold_here

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(settings, now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now)
    with carrier(settings):
        order = arrived_order(now=now, quantities=(2,))
        sold_here(order, settings=settings, now=now, left=1)
        yield order


@pytest.fixture
def browser(order):
    return prove(order)


def root(order):
    return f"/order/{link_token(order.id, generation=1)}/return/"


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def send(browser, order, sku="STR-RUST-43", **fields):
    said = {"units-1": "1", "reason-1": "too_small", "instead-1": "pair", "pair-1": sku}
    return browser.post(root(order), {**said, **fields})


def told(order, now):
    page = status_page(read_facts(bodies([order.id])[order.id]), now=now)
    return page.returns[0]


def test_what_can_be_had_is_offered_and_the_rest_cannot_be_chosen(browser, order):
    html = browser.get(root(order)).content.decode()
    for sku, is_offered in (
        ("STR-RUST-42", True),
        ("STR-RUST-43", True),
        ("STR-SAND-42", True),
        ("STR-GOLD-42", False),
    ):
        field = re.search(rf'<input[^>]*value="{sku}"[^>]*>', html).group()
        assert ("disabled" not in field) is is_offered, sku
    assert "10.00 back" in html
    assert "the same again" in html


def test_the_pair_is_kept_shown_and_followed(browser, order, now):
    assert send(browser, order)["Location"] == f"{root(order)}1/"
    assert Stock.objects.get(pk="STR-RUST-43").reserved == 1
    page = text(browser.get(f"{root(order)}1/"))
    assert "In exchange Strada Runner Rust, EU 43 kept for you on our shelf" in page
    assert "My money instead of the other pair" in page
    assert "Your money" not in page
    assert told(order, now).pairs == ("In exchange: 1 × Strada Runner, Rust, EU 43 (kept for you on our shelf)",)
    case = Return.objects.get()
    Inspection.objects.create(
        line=ReturnLine.objects.get(),
        quantity=1,
        condition="tried_on",
        grade="shelf",
        verdict="accepted",
        inspected_at=now,
        submit_key="x",
    )
    new_id = follow_exchange_locked(case.id, by=None, now=now)
    refresh_status([order.id], now=now)
    answer = browser.get(f"{root(order)}1/")
    assert f'href="/t/{link_token(new_id, generation=1)}"' in answer.content.decode()
    assert "Your other pair has an order of its own" in text(answer)
    assert "My money instead" not in text(answer)
    (said,) = told(order, now).pairs
    assert re.fullmatch(r"Order BS-\S+ brings your other pair: .+\.", said)


def test_gone_in_the_meantime_it_says_so_and_keeps_what_was_typed(browser, order):
    Stock.objects.filter(pk="STR-RUST-43").update(on_hand=0)
    answer = send(browser, order, **{"note-1": "a size up"})
    assert answer.status_code == 409
    assert "There is not enough of it left any more." in text(answer)
    assert "a size up" in text(answer)
    assert not Return.objects.exists()


@pytest.mark.parametrize("sku", ["", "STR-GOLD-42", "BOOT-42", "\x00'"])
def test_what_cannot_be_had_is_refused_in_words(browser, order, sku):
    answer = send(browser, order, sku)
    assert answer.status_code == 422
    assert ("Choose which size or colour" if not sku else "in exchange" if "BOOT" in sku else "") in text(answer)
    assert not Exchange.objects.exists()


def test_money_chosen_after_all_lets_the_pair_go(browser, order, now):
    send(browser, order)
    for _again in range(2):
        assert browser.post(f"{root(order)}1/", {"do": "money"}).status_code == 303
    assert Stock.objects.get(pk="STR-RUST-43").reserved == 0
    page = text(browser.get(f"{root(order)}1/"))
    assert "no longer kept" in page
    assert "Your money" in page
    assert "(no longer kept)" in told(order, now).pairs[0]


def test_where_nothing_is_sold_only_money_is_offered(browser, order, settings):
    settings.OTHER_SIZES = ""
    html = browser.get(root(order)).content.decode()
    assert "instead-1" not in html
    answer = send(browser, order)
    assert answer.status_code == 422
    assert "not on offer in exchange" in text(answer)


def test_the_desk_reads_which_pair_is_wanted(browser, order, now):
    send(browser, order)
    sam = make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.RETURNS])
    desk = Client()
    desk.force_login(sam)
    page = text(desk.get(f"/staff/returns/{Return.objects.get().pk}/"))
    assert "In exchange: Strada Runner, Rust, EU 43 STR-RUST-43 kept on the shelf" in page
