"""Wait or cancel: who may say which, once, until it leaves."""

import pytest
from django.test import Client

from severshop.domain.orders.models import HolderCode
from severshop.domain.watch.models import DelayNotice
from severshop.infra import clock
from severshop.infra.codes import code_of
from severshop.infra.links import link_token
from severshop.usecases.fulfilling.hand_over import hand_over
from tests.factories import packed_parcel, placed_order
from tests.usecases.watching.courses import AMERICA, pass_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now, monkeypatch):
    """An order to America that has not left on its day: its shopper is asked."""
    placed = placed_order(now=now, address=AMERICA)
    at = pass_until(placed, DelayNotice.objects.exists)
    monkeypatch.setattr(clock, "now", lambda: at)
    return placed


def address(order, rest=""):
    return f"/order/{link_token(order.id, generation=1)}/delay/{rest}"


def text(answer):
    return " ".join(answer.content.decode().split())


def prove(order, client):
    page = f"/order/{link_token(order.id, generation=1)}/code/"
    client.post(page)
    code = code_of(order.id.bytes, nonce=HolderCode.objects.get(order_id=order.id).nonce)
    assert client.post(page, {"code": code}).status_code == 303


def answer_of(order):
    return DelayNotice.objects.get(order_id=order.id).answer


def test_the_page_says_what_is_asked_and_what_silence_means(client, order):
    said = text(client.get(address(order)))
    assert "Your order has not left our warehouse yet." in said
    assert "If we hear nothing from you, we take it that you wait." in said
    assert "within 7 working days" in said
    assert "Ada Winter" not in said


def test_a_further_delay_says_that_silence_ends_the_order(client, order, monkeypatch):
    at = pass_until(order, lambda: DelayNotice.objects.count() == 2)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert "If we do not hear from you, and it has not left by then, we cancel the order" in text(
        client.get(address(order))
    )
    by = DelayNotice.objects.latest("promise_version").answer_by
    monkeypatch.setattr(clock, "now", lambda: by.replace(day=by.day + 1))
    assert "we are about to cancel the order" in text(client.get(address(order)))


def test_whoever_holds_the_link_may_wait_and_saying_it_twice_is_saying_it_once(client, order):
    for _ in range(2):
        said = client.post(address(order), {"answer": "wait"})
        assert (said.status_code, said["Location"]) == (303, address(order))
    assert answer_of(order) == "wait"
    assert "Thank you for waiting" in text(client.get(address(order)))


def test_to_cancel_takes_the_code_and_a_second_word(client, order):
    said = client.post(address(order), {"answer": "cancel"})
    assert (said.status_code, said["Location"]) == (303, address(order, "cancel/"))
    for method in (client.get, client.post):
        led = method(address(order, "cancel/"))
        assert (led.status_code, "/code/?next=" in led["Location"]) == (303, True)
    assert answer_of(order) == ""
    prove(order, client)
    assert "This cannot be taken back." in text(client.get(address(order, "cancel/")))
    assert answer_of(order) == "", "a look changes nothing"
    for _ in range(2):
        assert client.post(address(order, "cancel/"))["Location"] == address(order)
    assert answer_of(order) == "cancel"
    said = text(client.get(address(order)))
    assert "We cancel your order" in said
    assert "<button" not in said.partition("<main")[2].partition("</main>")[0]


def test_a_cancellation_is_not_taken_back_here(client, order):
    prove(order, client)
    client.post(address(order, "cancel/"))
    assert client.post(address(order), {"answer": "wait"}).status_code == 409
    assert answer_of(order) == "cancel"


def test_once_it_has_left_there_is_nothing_to_choose(client, order):
    parcel = packed_parcel(order, now=clock.now(), handed_over=False)
    hand_over([parcel.id], by=None, now=clock.now())
    assert "There is nothing to choose any more" in text(client.get(address(order)))
    client.post(address(order), {"answer": "wait"})
    prove(order, client)
    client.post(address(order, "cancel/"))
    assert answer_of(order) == ""


@pytest.mark.parametrize("answer", ["", "later", "WAIT", "x" * 10_000])
def test_another_answer_is_none(client, order, answer):
    assert client.post(address(order), {"answer": answer}).status_code == 400
    assert answer_of(order) == ""


def test_a_forged_post_is_refused(order):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address(order), {"answer": "wait"}).status_code == 403


def test_nobody_is_asked_who_was_not_told(client, now):
    calm = placed_order(now=now)
    assert client.get(address(calm)).status_code == 404
    assert client.post(address(calm), {"answer": "wait"}).status_code == 404


def test_another_link_opens_nothing(client, order):
    assert client.get("/order/AAAAAAAAAAAAAAAAAAAAAA/delay/").status_code == 404
