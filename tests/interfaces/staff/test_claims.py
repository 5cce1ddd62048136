"""Claims on the desk: what waits, what is known, and each decision as a button that works once."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from severshop.domain.claims.actions import add_photos
from severshop.domain.claims.queries import claim
from severshop.domain.inventory.actions import set_stock
from severshop.domain.payments.books import refund_for
from severshop.domain.watch.claim_offers import offer_claim
from severshop.infra import clock
from severshop.infra.pictures import redrawn
from severshop.usecases.claiming.decide_claim import grant_claim
from severshop.usecases.claiming.settle_turn_up import return_of
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, TurnUp
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.watching import Trouble
from tests.returning import hear
from tests.usecases.claiming.claimed import claimed, shipped_order

pytestmark = pytest.mark.django_db
LIST = "/staff/claims/"
ALL = {1: 2, 2: 1}


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(found):
    return f"{LIST}{found.id}/"


def test_nothing_waits(support):
    assert "Nothing waits for you." in text(support.get(LIST))


def test_the_list_leads_to_each_with_what_is_known(support, now):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    assert f'href="{page(found)}"' in support.get(LIST).content.decode()
    said = text(support.get(page(found)))
    for words in ("The box was wet.", "Pay €129.00 back", "7 × STR-RUST-42", parcel.tracking_number, "all 2026-01-01"):
        assert words in said
    assert "second person" not in said
    assert f'href="{page(found)}"' in support.get(f"/staff/orders/{order.id}/").content.decode()


def test_words_are_shown_as_they_were_written(support, now):
    _order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, words="<b>wet</b>", now=now)
    assert "<b>wet" not in support.get(page(found)).content.decode() + support.get(LIST).content.decode()


def test_each_decision_is_a_button_and_the_first_counts(support, now):
    _order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    for said in ({}, {"do": "refuse"}, {"do": "refuse", "why": "nonsense"}, {"do": "nonsense"}):
        answer = support.post(f"{page(found)}decide/", said, follow=True)
        assert "Say first what is decided, and why." in text(answer)
    answer = support.post(f"{page(found)}decide/", {"do": "refund", "note": "Sorry!"}, follow=True)
    assert "Decided. The shopper is told by mail." in text(answer)
    assert "Refund under way" in text(answer)
    assert refund_for(found.cause).amount_minor == 12900
    answer = support.post(f"{page(found)}decide/", {"do": "refuse", "why": "not_shown"}, follow=True)
    assert "It had ended before" in text(answer)
    assert claim(found.id).end is ClaimEnd.REFUND
    assert "Nothing waits for you." in text(support.get(LIST))


def test_what_is_not_possible_is_not_offered_and_harmless_when_sent(support, now):
    _order, parcel = shipped_order(now=now)
    set_stock("STR-RUST-43", on_hand=1)
    found = claimed(parcel, {2: 1}, now=now)
    said = support.get(page(found)).content.decode()
    assert 'value="replacement"' not in said
    assert 'value="refund"' in said
    answer = support.post(f"{page(found)}decide/", {"do": "replacement"}, follow=True)
    assert "not enough on the shelf" in text(answer)
    assert claim(found.id).end is None


def test_much_money_waits_for_a_second_person(support, now, settings):
    settings.REFUND_APPROVAL_LIMIT = 10_000
    _order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    assert "Over €100.00: a second person approves it." in text(support.get(page(found)))
    assert "Waits for approval" in text(support.post(f"{page(found)}decide/", {"do": "refund"}, follow=True))


def test_what_turned_up_is_settled_once(support, now):
    _order, parcel = shipped_order(now=now)
    found = claimed(parcel, ALL, kind=ClaimKind.LOST, now=now)
    grant_claim(found.id, Remedy.REPLACEMENT, by=None, now=now)
    hear(parcel, now=now + timedelta(hours=5), kind="D", code="FS")
    assert "Turned up" in text(support.get(LIST))
    assert "It turned up after all" in text(support.get(page(found)))
    answer = support.post(f"{page(found)}turned-up/", {"do": "waiting"}, follow=True)
    assert "Say first what becomes of it." in text(answer)
    for said, words in (("sent_back", "Noted"), ("kept", "what was written down first stays")):
        assert words in text(support.post(f"{page(found)}turned-up/", {"do": said}, follow=True))
    assert claim(found.id).turn_up is TurnUp.SENT_BACK
    assert return_of(found.id).number in text(support.get(page(found)))


def test_photos_are_for_those_who_decide(support, warehouse, now):
    _order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    jpeg = io.BytesIO()
    Image.new("RGB", (60, 40), "#a33").save(jpeg, "JPEG")
    add_photos(found.id, [redrawn(jpeg.getvalue())], now=now)
    shot = support.get(f"{page(found)}photos/1/")
    assert (shot["Content-Type"], shot.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert [support.get(f"{page(found)}photos/{place}/").status_code for place in (0, 2)] == [404, 404]
    assert warehouse.get(f"{page(found)}photos/1/").status_code == 403
    file = support.get(f"{page(found)}file.pdf")
    assert (file["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")


def test_each_order_leads_to_the_other(support, now):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    grant_claim(found.id, Remedy.REPLACEMENT, by=None, now=now)
    new_id = claim(found.id).replacement_id
    for here, there in ((order.id, new_id), (new_id, order.id)):
        assert f'href="/staff/orders/{there}/"' in support.get(f"/staff/orders/{here}/").content.decode()


def test_an_offer_of_ours_is_named(support, now):
    order, parcel = shipped_order(now=now)
    offer_claim(order.id, parcel_id=parcel.pk, why=Trouble.SILENT, policy="all 2026-01-01", now=now)
    found = claimed(parcel, ALL, kind=ClaimKind.LOST, was_offered=True, now=now)
    assert "after we offered the choice" in text(support.get(page(found)))


def test_what_there_is_not(support, now):
    _order, parcel = shipped_order(now=now)
    nowhere = f"{LIST}{parcel.pk}/"
    for path in ("", "file.pdf", "photos/1/"):
        assert support.get(nowhere + path).status_code == 404
    for path, said in (("decide/", {"do": "refund"}), ("turned-up/", {"do": "kept"})):
        assert support.post(nowhere + path, said).status_code == 404
