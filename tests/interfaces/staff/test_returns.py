"""The desk: found by what somebody holds, taken in, looked at, paid back, sent back; forged and repeated."""

import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from severshop.domain.customers.actions import make_staff
from severshop.domain.payments.books import refunds_of
from severshop.domain.returns.desk import strays
from severshop.domain.returns.models import Inspection, ReturnPhoto
from severshop.domain.returns.queries import returns_of
from severshop.infra import clock
from severshop.infra.ids import uuid7
from severshop.usecases.paying.refund import decide_refund
from severshop.vocabulary.returning import ReturnReason
from severshop.vocabulary.roles import Role
from tests.factories import public_page
from tests.usecases.returning.desk import announced, desk, look_at, received, sold_order

pytestmark = pytest.mark.django_db
LIST = "/staff/returns/"


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="a-long-one", roles=[Role.RETURNS])


@pytest.fixture
def browser(monkeypatch, now, sam):
    monkeypatch.setattr(clock, "now", lambda: now)
    browser = Client()
    browser.force_login(sam)
    return browser


@pytest.fixture
def order(now):
    return sold_order(now=now)


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(return_id):
    return f"{LIST}{return_id}/"


def found(position=1, **said):
    usual = {"quantity": 1, "condition": "tried_on", "verdict": "accepted", "grade": "shelf", "form": str(uuid7())}
    return {f"line-{position}-{name}": value for name, value in (usual | said).items()}


def shot(size=(40, 30)):
    file = BytesIO()
    Image.new("RGB", size, "red").save(file, "JPEG")
    file.seek(0)
    file.name = "shot.jpg"
    return file


def state(order):
    return public_page(order.id)["returns"][0]["state"]


def test_from_the_box_in_the_hand_to_the_money(browser, order, now):
    return_id = announced(order, {1: 1}, now=now)
    assert order.number in text(browser.get(LIST))
    assert browser.get(LIST, {"q": f"{order.number}-R1".lower()})["Location"] == page(return_id)
    assert "Take it in" in text(browser.get(page(return_id)))
    answer = browser.post(
        f"{page(return_id)}receive/", {"units-1": 1, "seen": 0, "form": str(uuid7()), "note": "dented"}, follow=True
    )
    assert "Taken in" in text(answer)
    assert "Look at 1 piece" in text(browser.get(LIST))
    answer = browser.post(f"{page(return_id)}lines/1/", found() | {"photos": [shot()]}, follow=True)
    assert "€129.00" in text(answer)
    assert "Pay back €129.00" in text(answer)
    assert state(order) == "inspected"
    photo = ReturnPhoto.objects.get(of_inspection=True)
    assert browser.get(f"{LIST}photos/{photo.pk}.jpg")["Content-Type"] == "image/jpeg"
    answer = browser.post(f"{page(return_id)}complete/", follow=True)
    assert "1 piece can be sold again." in text(answer)
    assert refunds_of(order.id)[0].requested_by == "Sam"
    answer = browser.post(f"{page(return_id)}complete/", follow=True)
    assert "nothing new to act on" in text(answer)
    assert len(refunds_of(order.id)) == 1
    assert "Nothing waits here" in text(browser.get(LIST))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"quantity": 3}, "less than or equal to 2"),
        ({"condition": "worn"}, "Only what is as new or was tried on"),
        ({"verdict": "wear"}, "Nobody said that it is faulty"),
        ({"deduction": "20.00"}, "Nothing can be taken off here"),
        ({"condition": "stolen"}, "Select a valid choice"),
        ({"verdict": "lost_value"}, "Select a valid choice"),
        ({"deduction": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_said_of_a_pair_is_told_and_kept_in_the_form(browser, order, sam, now, said, told):
    return_id = received(order, {1: 2}, by=sam.pk, now=now)
    answer = browser.post(f"{page(return_id)}lines/1/", found(**said, note="as it was"))
    assert answer.status_code == 400
    assert told in text(answer)
    assert "as it was" in text(answer)
    assert not Inspection.objects.exists()


def test_no_file_but_a_photo_is_taken_in(browser, order, sam, now):
    return_id = received(order, {1: 1}, by=sam.pk, now=now)
    disguised = BytesIO(b"<svg onload=alert(1)>")
    disguised.name = "shot.jpg"
    answer = browser.post(f"{page(return_id)}lines/1/", found() | {"photos": [disguised]})
    assert answer.status_code == 400
    assert "photos could not be taken in" in text(answer)
    answer = browser.post(f"{page(return_id)}lines/1/", found() | {"photos": [shot() for _n in range(5)]})
    assert answer.status_code == 400
    assert not ReturnPhoto.objects.exists()


def test_less_is_paid_for_what_lost_value_and_a_correction_pays_the_rest(browser, order, sam, now):
    return_id = received(order, {1: 1}, by=sam.pk, now=now)
    worn = {"condition": "worn", "grade": "second_choice", "deduction": "29.00", "note": "worn outside"}
    browser.post(f"{page(return_id)}lines/1/", found(**worn))
    browser.post(f"{page(return_id)}complete/")
    assert refunds_of(order.id)[0].amount_minor == 10_000
    one = desk(return_id).lines[0].found[0]
    way = f"{page(return_id)}inspections/{one.id}/"
    assert "29.00" in browser.get(way).content.decode()
    right = found(condition="as_new", grade="shelf")
    assert browser.post(way, right)["Location"] == page(return_id)
    assert "Pay back €29.00" in text(browser.get(page(return_id)))
    browser.post(f"{page(return_id)}complete/")
    assert sorted(one.amount_minor for one in refunds_of(order.id)) == [2_900, 10_000]
    assert {one.cause for one in refunds_of(order.id)} == {f"return:{return_id}", f"return:{return_id}:2"}
    answer = browser.post(way, found(), follow=True)
    assert "Somebody has corrected it meanwhile." in text(answer)
    on_the_shelf = desk(return_id).lines[0].found[0].id
    answer = browser.post(f"{page(return_id)}inspections/{on_the_shelf}/", found(grade="scrap"))
    assert "It is on the shelf" in text(answer)


def test_the_wrong_shoes_are_refused_and_go_back(browser, order, sam, now):
    return_id = received(order, {1: 1}, by=sam.pk, now=now)
    browser.post(f"{page(return_id)}lines/1/", found(verdict="not_ours", note="another brand"))
    assert "nothing" in text(browser.get(page(return_id)))
    browser.post(f"{page(return_id)}complete/")
    assert refunds_of(order.id) == ()
    assert state(order) == "refused"
    assert browser.post(f"{page(return_id)}refused/", {"done": "sent"}).status_code == 400
    browser.post(f"{page(return_id)}refused/", {"done": "kept"})
    assert public_page(order.id)["returns"][0]["next"] == {"code": "collect", "by": None}
    browser.post(f"{page(return_id)}refused/", {"done": "sent", "carrier": "ups", "number": "1Z 999"})
    assert state(order) == "sent_back"
    gone = f"{page(return_id)}inspections/{desk(return_id).lines[0].found[0].id}/"
    assert "It has been sent back to the shopper" in text(browser.post(gone, found()))
    answer = browser.post(
        f"{page(return_id)}refused/", {"done": "sent", "carrier": "ups", "number": "1Z 998"}, follow=True
    )
    assert "Nothing refused waits here" in text(answer)


def test_what_is_incomplete_is_paid_in_part_and_the_rest_is_given_up(browser, order, sam, now):
    return_id = received(order, {1: 2}, came={1: 1}, by=sam.pk, now=now)
    look_at(return_id, by=sam.pk, now=now)
    assert "1 piece has not come" in text(browser.get(page(return_id)))
    browser.post(f"{page(return_id)}complete/")
    told = public_page(order.id)["returns"][0]
    assert (told["state"], told["missing"], told["next"]["code"]) == ("received", 1, "send_rest")
    assert "Do not expect it any longer" in text(browser.get(page(return_id)))
    browser.post(f"{page(return_id)}complete/", {"last": "yes"})
    told = public_page(order.id)["returns"][0]
    assert (told["state"], told["missing"]) == ("inspected", 0)
    assert "Nothing is to be done here" in text(browser.get(page(return_id)))
    again = announced(order, {1: 1}, now=now, form="the other after all")
    assert desk(again).position == 2


def test_an_empty_box_is_over_with_nothing_paid(browser, order, sam, now):
    return_id = received(order, {1: 1}, came={}, by=sam.pk, now=now)
    assert "An empty box taken in" in text(browser.get(page(return_id)))
    browser.post(f"{page(return_id)}complete/", {"last": "yes"})
    assert (state(order), refunds_of(order.id)) == ("closed", ())


def test_what_nobody_announced_becomes_a_return(browser, order, now):
    form = str(uuid7())
    browser.post(f"{LIST}unknown/", {"note": "rust runner, EU 42", "tracking_number": "x 1", "form": form})
    browser.post(f"{LIST}unknown/", {"note": "rust runner, EU 42", "tracking_number": "x 1", "form": form})
    (box,) = strays(10)
    assert "rust runner" in text(browser.get(LIST))
    assert browser.get(f"{LIST}unknown/{box.id}/order/", {"q": "nonsense"})["Location"] == LIST
    way = browser.get(f"{LIST}unknown/{box.id}/order/", {"q": order.number})["Location"]
    assert "from the box: rust runner" in text(browser.get(way))
    said = {"units-1": 1, "units-2": 0, "reason": "unwanted", "stray": str(box.id), "form": str(uuid7())}
    assert browser.post(way, said | {"units-1": 0}).status_code == 400
    assert browser.post(way, said | {"units-1": 9}).status_code == 400
    first = browser.post(way, said)["Location"]
    assert browser.post(way, said)["Location"] == first
    assert browser.post(way, said | {"form": str(uuid7())}).status_code == 400
    (record,) = returns_of([order.id])[order.id]
    assert [(line.position, line.quantity, line.reason) for line in record.lines] == [(1, 1, ReturnReason.UNWANTED)]
    assert strays(10) == ()
    assert state(order) == "received"
    assert "Look at 1 piece" in text(browser.get(LIST))


def test_what_strangers_wrote_is_only_text(browser, order, sam, now):
    return_id = received(order, {1: 1}, by=sam.pk, now=now)
    browser.post(f"{page(return_id)}lines/1/", found(note="<b>sorry</b>"))
    assert "<b>sorry" not in browser.get(page(return_id)).content.decode()


def test_a_return_that_is_none(browser):
    assert browser.get(page(uuid7())).status_code == 404
    assert browser.get(LIST, {"q": "1Z\x00"}).status_code == 200


def test_what_never_came_is_ended_by_a_button(browser, order, now):
    return_id = announced(order, {1: 1}, now=now)
    assert "It will not come?" in text(browser.get(page(return_id)))
    assert browser.post(f"{page(return_id)}unseen/", {"do": "nonsense"}).status_code == 404
    answer = browser.post(f"{page(return_id)}unseen/", {"do": "call_off"}, follow=True)
    assert "Called off." in text(answer)
    answer = browser.post(f"{page(return_id)}unseen/", {"do": "pay"}, follow=True)
    assert "It is further than that by now." in text(answer)
    again = announced(order, {1: 1}, now=now, form="again")
    assert "€129.00 go back." in text(browser.post(f"{page(again)}unseen/", {"do": "pay"}, follow=True))
    assert "It has come after all?" in text(browser.get(page(again)))
    told = text(browser.get(f"/staff/orders/{order.id}/"))
    assert f"{order.number}-R1" in told
    assert "Something came unannounced" in told


def test_what_finance_refused_can_be_asked_for_again(browser, order, sam, now, settings):
    settings.REFUND_APPROVAL_LIMIT = 100
    return_id = received(order, {1: 1}, by=sam.pk, now=now)
    look_at(return_id, by=sam.pk, now=now)
    answer = browser.post(f"{page(return_id)}complete/", follow=True)
    assert "a second person in finance has to approve it" in text(answer)
    assert "Waits for approval" in text(answer)
    finn = make_staff("finn@shop.example", name="Finn", password="a-long-one", roles=[Role.FINANCE])
    decide_refund(refunds_of(order.id)[0].id, approved=False, by=finn.pk, now=now)
    assert "Ask for €129.00 again" in text(browser.get(page(return_id)))
    for told in ("€129.00 go back.", "Nothing is to be asked for by now."):
        assert told in text(browser.post(f"{page(return_id)}ask-again/", follow=True))
    assert len(refunds_of(order.id)) == 2
