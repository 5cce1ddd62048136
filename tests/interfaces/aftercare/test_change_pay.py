"""A dearer change in the browser: the difference first, the card, the bank, and what became of it."""

from datetime import timedelta

import pytest
from django.test import Client

from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.orders.edits import edits_of
from severshop.domain.payments.models import Payment
from severshop.domain.shipping.actions import load_shipping
from severshop.infra import clock
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare.settle_charges import settle_charges
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.notifying.deliver_outbox import write_mail
from tests.interfaces.aftercare.test_acting import prove
from tests.interfaces.aftercare.test_change import at, entry_of, hidden, text
from tests.usecases.paying.conftest import gateway, gateway_process, paid

__all__ = ["gateway", "gateway_process", "paid"]

GOLD = {"sku": "STR-GOLD-42"}


@pytest.fixture
def order(paid, monkeypatch, settings, now):
    monkeypatch.setattr(clock, "now", lambda: now)
    settings.OTHER_SIZES = "tests.usecases.aftercare.test_change_order.tell_sizes"
    load_shipping()
    for sku in ("STR-RUST-42", "STR-GOLD-42"):
        set_stock(sku, on_hand=2)
    order = paid()
    reserve(order.id, {"STR-RUST-42": 1}, now=now)
    return order


@pytest.fixture
def browser(order):
    return prove(order)


def pay(browser, order, method, page="size/1/", chosen=GOLD):
    review = browser.post(at(order, page), chosen)
    return browser.post(at(order, page), hidden(review) | {"method": method})


def back_from_bank(order):
    return f"/order/paid/{Payment.objects.exclude(cause='').get(order_id=order.id).pk}/"


def letter(kind):
    row = OutboxEntry.objects.get(payload__kind=kind)
    return " ".join(write_mail(entry_of(row), now=clock.now()).body.split())


def test_the_difference_is_shown_paid_and_then_the_order_is_another(browser, order):
    assert "EU 42 +€20.00" in text(browser.get(at(order, "size/1/")))
    review = browser.post(at(order, "size/1/"), GOLD)
    assert "To pay now €20.00" in text(review)
    assert "Pay €20.00 and change it" in text(review)
    assert "form-action 'self' http" in review.headers["Content-Security-Policy"]
    assert edits_of(order.id) == ()
    fields = hidden(review) | {"method": "card_ok"}
    for _ in range(2):
        answer = browser.post(at(order, "size/1/"), fields)
        assert (answer.status_code, answer["Location"]) == (303, at(order))
    page = text(browser.get(at(order)))
    assert "Your order is changed" in page
    assert "You paid €20.00 for it." in page
    assert Payment.objects.filter(order_id=order.id).count() == 2
    assert "It costs more now: you paid €20.00 (Visa 4242)." in letter("order_changed")
    # and now everything goes back, to two charges
    cancel = browser.post(f"/order/{at(order).split('/')[2]}/cancel/", {"units-1": "1", "reason": "not_said"})
    assert "€153.90" in text(cancel)


def test_what_is_declined_says_so_and_another_card_pays(browser, order):
    assert pay(browser, order, "card_declined")["Location"] == at(order)
    page = text(browser.get(at(order)))
    assert "It was not paid, and nothing was changed" in page
    assert "not enough money on this card" in page
    pay(browser, order, "card_ok")
    page = text(browser.get(at(order)))
    assert "It was not paid" not in page
    assert "You paid €20.00 for it." in page


def test_over_the_bank_and_back(browser, order, gateway):
    answer = pay(browser, order, "card_challenge")
    assert answer["Location"].startswith(gateway.url)
    assert "A change waits for its payment" in text(browser.get(at(order)))
    page = browser.get(at(order, "paying/"))
    assert "The second step at your bank is not finished" in text(page)
    assert f'href="{answer["Location"]}"' in page.content.decode()
    gateway.decide(answer["Location"], decision="approve")
    back = browser.get(back_from_bank(order))
    assert (back.status_code, back["Location"]) == (303, at(order))
    assert len(edits_of(order.id)) == 1
    assert browser.get(at(order, "paying/"))["Location"] == at(order)


def test_called_off_it_is_as_if_it_had_not_been(browser, order, gateway):
    url = pay(browser, order, "card_challenge")["Location"]
    gateway.line.faults.append("error")
    answer = browser.post(at(order, "paying/"))
    assert (answer.status_code, "The bank does not answer." in text(answer)) == (503, True)
    assert browser.post(at(order, "paying/"))["Location"] == at(order)
    assert "The payment was not finished. Nothing was charged." in text(browser.get(at(order)))
    gateway.decide(url, decision="approve")
    assert browser.get(back_from_bank(order))["Location"] == at(order)
    assert (edits_of(order.id), settle_charges(now=clock.now() + timedelta(hours=1))) == ((), 0)


def test_while_the_bank_is_silent_nobody_pays_twice(browser, order, gateway):
    gateway.line.faults.extend(["lose_answer", "error", "error"])
    assert pay(browser, order, "card_ok")["Location"] == at(order, "paying/")
    assert "Please do not pay again" in text(browser.get(at(order, "paying/")))
    # another wish meanwhile: nobody knows what became of the first
    assert pay(browser, order, "card_ok")["Location"] == at(order, "paying/")
    assert browser.get(at(order, "paying/"))["Location"] == at(order)
    assert len(edits_of(order.id)) == 1


def test_too_late_is_said_with_the_money_that_comes_back(browser, order, gateway, now):
    url = pay(browser, order, "card_challenge")["Location"]
    start_picking(order.id, by=None, now=now)
    gateway.decide(url, decision="approve")
    browser.get(back_from_bank(order))
    page = text(browser.get(at(order)))
    assert "The warehouse had begun before your payment was there" in page
    assert "The €20.00 that you paid for it go back the way that you paid." in page
    said = letter("change_too_late")
    assert "The warehouse had begun before your payment was there" in said
    assert "The whole €20.00 go back to your card (Visa 3155)" in said


@pytest.mark.parametrize("method", ["card_stolen", "card_ok"])
def test_what_is_forged_is_shown_anew(browser, order, method):
    review = browser.post(at(order, "size/1/"), GOLD)
    forged = hidden(review) | {"method": method}
    if method == "card_ok":
        forged["seal"] = "of another price"
    answer = browser.post(at(order, "size/1/"), forged)
    assert answer.status_code == (409 if method == "card_ok" else 422)
    assert Payment.objects.filter(order_id=order.id).count() == 1


def test_without_a_card_it_is_not_done(browser, order):
    answer = browser.post(at(order, "size/1/"), hidden(browser.post(at(order, "size/1/"), GOLD)))
    assert (answer.status_code, edits_of(order.id)) == (422, ())


def test_strangers_see_nothing(browser, order, gateway):
    pay(browser, order, "card_challenge")
    stranger = Client()
    assert "/code/?next=" in stranger.get(at(order, "paying/"))["Location"]
    assert stranger.get(back_from_bank(order))["Location"] == "/find-order/"
    assert stranger.get(f"/order/paid/{order.id}/").status_code == 404
    assert stranger.get(f"/order/paid/{Payment.objects.get(order_id=order.id, cause='').pk}/").status_code == 404
