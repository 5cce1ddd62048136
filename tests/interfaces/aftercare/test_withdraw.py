"""Two steps, without sign-in and without the code; and nothing that tells a stranger about an order."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from severshop.domain.orders.cancellations import requests_of
from severshop.domain.payments.models import Payment
from severshop.domain.withdrawals.models import Withdrawal
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.infra.outbox.runner import Policy, run_batch
from severshop.infra.retries import Backoff
from severshop.interfaces.aftercare.withdraw import SALT
from severshop.usecases.aftercare.withdraw import BY_ORIGIN
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from tests.factories import packed_parcel, placed_order
from tests.interfaces.aftercare.test_acting import prove

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_a_known_moment(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def order(now):
    order = placed_order(now=now, quantities=(2, 1))
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    return order


def address(order):
    return f"/order/{link_token(order.id, generation=1)}/withdraw/"


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer):
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()))


def typed(order=None, **more):
    number = order.number if order else "BS-0000-0000"
    return {"name": "Ada Winter", "number": number, "email": "ada@example.com", "form": str(uuid.uuid4())} | more


def declare(browser, told, **extra):
    review = browser.post("/withdraw/", told, **extra)
    assert review.status_code == 200
    return browser.post("/withdraw/", hidden(review), **extra)


def letters(now, mailoutbox):
    policy = Policy(attempts_max=2, backoff=Backoff(first=timedelta(seconds=1), ceiling=timedelta(minutes=1)))
    with post_office(lambda: now) as handle:
        run_batch(MAIL_TOPICS, handle, clock=lambda: now, policy=policy)
    return [mail for mail in mailoutbox if "(UTC+01:00)" in mail.body]


def test_every_page_of_the_shop_leads_there():
    page = Client().get("/withdraw/").content.decode()
    assert '<a class="withdraw" href="/withdraw/">Withdraw from contract here</a>' in page


def test_from_the_orders_page_in_two_steps(order, now, mailoutbox):
    browser = Client()
    page = browser.get(address(order))
    assert "You can withdraw from now on, until 14 days after the last piece has come." in text(page)
    assert "Ada" not in text(page)
    assert "ada@example.com" not in text(page)
    review = browser.post(address(order), {**hidden(page), "units-1": "2", "units-2": "1", "name": "Ada Winter"})
    assert "2 × Strada Runner Rust, EU 42" in text(review)
    assert Withdrawal.objects.count() == 0
    # the law wants these words on it, and no other button beside it
    buttons = re.findall(
        r"<button[^>]*>([^<]*)</button>", review.content.decode().split("<main")[1].split("</main>")[0]
    )
    assert buttons == ["Confirm withdrawal"]
    for _again in range(2):
        answer = browser.post(address(order), hidden(review))
        assert (answer.status_code, answer["Location"]) == (303, address(order))
    assert Withdrawal.objects.count() == 1
    page = text(browser.get(address(order)))
    assert "We have received your withdrawal" in page
    assert "Received Tue 24 November 2026, 09:00:00 (UTC+01:00)" in page
    assert "Withdrawn from the whole order" in page
    assert "it had not left our warehouse and is called off" in page
    assert "You get back what you paid for it by Tue 8 December" in page
    (letter,) = letters(now, mailoutbox)
    assert letter.to == ["ada@example.com"]
    for said in (order.number, "Tue 24 November 2026, 09:00:00 (UTC+01:00)", "the whole order", "Ada Winter"):
        assert said in letter.body
    assert address(order) in letter.body


def test_whoever_has_proved_to_hold_the_address_need_not_type_the_name(order):
    assert 'value="Ada Winter"' in prove(order).get(address(order)).content.decode()


def test_what_has_left_is_sent_back_and_it_says_where_to_and_until_when(order, now):
    packed_parcel(order, now=now)
    browser = Client()
    review = browser.post(address(order), {"units-1": "1", "name": "Ada Winter"})
    browser.post(address(order), hidden(review))
    page = text(browser.get(address(order)))
    assert "1 × Strada Runner, Rust, EU 42: please send it back by Tue 8 December, to BestShoeSeverShop," in page
    # in a test no country is known: it lies outside
    assert "You pay for the way back." in page
    assert "We may wait with it until we have the pieces" in page
    assert "Withdraw from more of it" in page


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"units-1": "1"}, 422),
        ({"name": "Ada"}, 422),
        ({"name": "Ada", "units-1": "0"}, 422),
        ({"name": "Ada", "units-1": "-1"}, 422),
        ({"name": "Ada", "units-1": "٣"}, 422),
        ({"name": "Ada", "units-9": "1"}, 409),
        ({"name": "Ada", "units-x": "1"}, 422),
        ({"name": "A" * 121, "units-1": "1"}, 422),
        ({"name": "Ada", "units-1": "3", "meant": "yes"}, 409),
        ({"name": "<b>Ada</b>", "units-1": "1", "form": "../x"}, 200),
    ],
)
def test_nonsense_and_forgeries(order, sent, status):
    answer = Client().post(address(order), sent)
    assert answer.status_code == status
    assert b"<b>Ada" not in answer.content
    assert Withdrawal.objects.count() == 0


def test_from_the_open_form_with_receipt_on_the_page_and_by_mail(order, now, mailoutbox):
    browser = Client()
    answer = declare(browser, typed(order))
    assert answer.status_code == 303
    page = browser.get(answer["Location"])
    assert "no-store" in page["Cache-Control"]
    for said in ("Received Tue 24 November 2026, 09:00:00 (UTC+01:00)", order.number, "Ada Winter", "the whole order"):
        assert said in text(page)
    assert len(requests_of(order.id)) == 1
    (letter,) = letters(now, mailoutbox)
    assert "is called off" in letter.body


def test_a_stranger_sees_the_same_whether_there_is_such_an_order_or_not(order, now, mailoutbox):
    shown = []
    for number in (order.number, "BS-7K3M-94Q3"):
        browser = Client()
        answer = declare(browser, typed(number=number, email="mallory@example.com"))
        page = text(browser.get(answer["Location"]))
        shown.append((answer.status_code, page.replace(number, "NUMBER")))
    assert shown[0] == shown[1]
    assert requests_of(order.id) == ()
    sent = letters(now, mailoutbox)
    to_strangers = [mail for mail in sent if mail.to == ["mallory@example.com"]]
    assert len(to_strangers) == 2
    bodies = {mail.body.replace(order.number, "NUMBER").replace("BS-7K3M-94Q3", "NUMBER") for mail in to_strangers}
    assert len(bodies) == 1
    assert all("Strada" not in mail.body and "/order/" not in mail.body for mail in to_strangers)
    (to_holder,) = [mail for mail in sent if mail.to == ["ada@example.com"]]
    assert "gave another e-mail address than the order's" in to_holder.body
    assert to_holder.subject == f"Somebody withdrew from your order {order.number}"


def test_what_is_no_number_of_ours_is_taken_in_with_a_word_of_warning():
    review = Client().post("/withdraw/", typed(number="the blue ones"))
    assert "This does not look like one of our order numbers." in text(review)
    assert Client().post("/withdraw/", hidden(review)).status_code == 303


@pytest.mark.parametrize("missing", ["name", "number", "email"])
def test_nothing_but_name_order_and_address_must_be_given(order, missing):
    answer = Client().post("/withdraw/", typed(order, **{missing: " "}, meant="yes"))
    assert answer.status_code == 422
    assert Withdrawal.objects.count() == 0


def test_too_often_is_said_with_another_way():
    for n in range(BY_ORIGIN):
        Client().post("/withdraw/", typed(number=str(n), email=f"{n}@example.com", meant="yes"))
    answer = Client().post("/withdraw/", typed(meant="yes"))
    assert (answer.status_code, answer["Retry-After"]) == (429, "3601")
    assert "or write to us: that counts as well" in text(answer)
    assert Withdrawal.objects.count() == BY_ORIGIN


@pytest.mark.parametrize("key", ["x", "AAAA:BBBB", signing.dumps("no id", salt=SALT), signing.dumps("0" * 32)])
def test_a_receipt_opens_by_its_own_key_alone(key):
    assert Client().get(f"/withdraw/receipt/{key}/").status_code == 404


def test_in_german_the_page_and_the_letter(order, now, mailoutbox):
    german = {"headers": {"accept-language": "de"}}
    page = Client().get("/withdraw/", **german)
    assert '<html lang="de">' in page.content.decode()
    declare(Client(), typed(order), **german)
    assert Withdrawal.objects.get().language == "de"
    (letter,) = letters(now, mailoutbox)
    assert letter.extra_headers["Content-Language"] == "de"
    assert re.search(r"Di\., 24\. November 2026, 09:00:00.* \(UTC\+01:00\)", letter.body)
