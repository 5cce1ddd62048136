"""The staff's list of withdrawals: what each says, and the next act as a button."""

import re

import pytest
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.domain.withdrawals.queries import waiting, withdrawal
from severshop.infra import clock
from severshop.usecases.aftercare.withdraw import Statement, withdraw
from severshop.vocabulary.roles import Role
from severshop.vocabulary.withdrawing import WithdrawalState
from tests.factories import placed_order

pytestmark = pytest.mark.django_db
LIST = "/staff/withdrawals/"


@pytest.fixture
def browser(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)
    browser = Client()
    browser.force_login(make_staff("sam@shop.example", name="Sam", password="a-long-one", roles=[Role.SUPPORT]))
    return browser


def declared(*, now, number, words=""):
    said = Statement(form=number, name="Ada <b>", language="en", number=number, email="else@example.com", words=words)
    return withdraw(said, origin="192.0.2.1", now=now)


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_nothing_waits(browser):
    assert "Nothing waits for you." in text(browser.get(LIST))


def test_each_says_why_it_waits_and_offers_only_what_can_be_done(browser, now):
    order = placed_order(now=now)
    declared(now=now, number=order.number)
    declared(now=now, number="the blue ones", words="the <i>left</i> one")
    page = browser.get(LIST)
    assert "The order has another address." in text(page)
    assert "No order has this number." in text(page)
    assert "<i>left" not in page.content.decode()
    assert page.content.decode().count('value="carry_out"') == 1
    assert "not sent yet" in text(page)
    assert ">2</b><span>Withdrawals</span>" in browser.get("/staff/").content.decode()


def test_one_button_carries_it_out_and_another_settles_it(browser, now):
    order = placed_order(now=now)
    theirs, unknown = declared(now=now, number=order.number), declared(now=now, number="unknown")
    for record, act in ((theirs, "carry_out"), (unknown, "answered"), (unknown, "nonsense")):
        answer = browser.post(f"{LIST}{record.id}/settle/", {"do": act})
        assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert withdrawal(theirs.id).state is WithdrawalState.CANCELLED
    assert withdrawal(unknown.id).state is WithdrawalState.SETTLED
    assert waiting(10) == ()


def test_what_cannot_be_carried_out_is_said(browser, now):
    record = declared(now=now, number="unknown")
    answer = browser.post(f"{LIST}{record.id}/settle/", {"do": "carry_out"}, follow=True)
    assert "Only a person can tell what is meant" in text(answer)
    assert len(waiting(10)) == 1
