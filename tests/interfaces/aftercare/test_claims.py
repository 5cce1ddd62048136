"""The pages about what went wrong: behind the code, a few taps, and honest about what became of it."""

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from severshop.domain.claims.models import Claim
from severshop.domain.claims.queries import claims_of
from severshop.domain.customers.models import User
from severshop.domain.inventory.actions import set_stock
from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Payment, Refund
from severshop.domain.watch.claim_offers import offer_claim
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.usecases.claiming.decide_claim import refuse_claim
from severshop.vocabulary.claiming import ClaimEnd, WhyClaimRefused
from severshop.vocabulary.watching import Trouble
from tests.interfaces.aftercare.test_acting import prove
from tests.returning import hear
from tests.usecases.claiming.claimed import shipped_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch, now):
    moment = [now]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def shipped(at, now):
    order, parcel = shipped_order(now=now)
    Payment.objects.update(card_hint="Visa 4242")
    return order, parcel


def address(order, more=""):
    return f"/order/{link_token(order.id, generation=1)}/claim/{more}"


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def lost(parcel, *, now):
    offer_claim(parcel.order_id, parcel_id=parcel.pk, why=Trouble.SILENT, policy="all 2026-01-01", now=now)


def delivered(parcel, at, now):
    hear(parcel, now=now, kind="D", code="FS")
    at[0] = now + timedelta(days=1)


def photo():
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00secret")
    return SimpleUploadedFile("torn.jpg", file.getvalue(), "image/jpeg")


def test_a_stranger_with_the_link_is_led_to_the_code(shipped):
    order, _parcel = shipped
    for more in ("", "1/?kind=lost", f"photo/{uuid.uuid4()}/"):
        answer = Client().get(address(order, more))
        assert (answer.status_code, "/code/?next=" in answer["Location"]) == (303, True)
    answer = Client().post(address(order, "1/"), {"kind": "lost", "remedy": "refund"})
    assert (answer.status_code, Claim.objects.exists()) == (303, False)


def test_what_cannot_be_told_yet_says_from_when(shipped):
    page = text(prove(shipped[0]).get(address(shipped[0])))
    assert "Nothing can be told here yet" in page
    assert re.search(r"If it has not come by then, you can choose from \w+ \d+ December on\.", page)
    assert "As long as somebody sees it, it is not lost." in page
    assert "damaged" not in page


def test_two_taps_and_the_money_of_what_was_lost_is_on_its_way(shipped, now):
    order, parcel = shipped
    lost(parcel, now=now)
    browser = prove(order)
    assert f"{address(order, '1/')}?kind=lost" in browser.get(address(order)).content.decode()
    form = browser.get(address(order, "1/"), {"kind": "lost"})
    assert (form.status_code, form["Cache-Control"]) == (200, "private, no-store")
    assert "The loss is ours, not yours." in text(form)
    assert "€391.90, the way you paid it" in text(form)
    said = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form.content.decode()))
    empty = browser.post(address(order, "1/"), said)
    assert (empty.status_code, "Choose what you want for it." in text(empty)) == (422, True)
    for _again in range(2):
        answer = browser.post(address(order, "1/"), {**said, "remedy": "refund"})
        assert (answer.status_code, answer["Location"]) == (303, address(order))
    assert (Claim.objects.get().end, Refund.objects.count()) == (ClaimEnd.REFUND, 1)
    page = text(browser.get(address(order)))
    assert "Refund on its way" in page
    assert "€391.90 · Visa 4242" in page
    assert "All of it is settled" in page


def test_my_orders_shows_what_was_claimed(shipped, now):
    order, parcel = shipped
    lost(parcel, now=now)
    owner = User.objects.create_user("owner@example.com", password="long-enough")
    Order.objects.update(customer=owner)
    browser = Client()
    browser.force_login(owner)
    browser.post(address(order, "1/"), {"kind": "lost", "remedy": "refund"})
    page = text(browser.get(f"/my-orders/{order.number}/"))
    assert "Parcel that was lost Refund on its way" in page
    assert "Late, lost, broken or not all there" in page


def test_a_replacement_leads_to_its_own_page_and_none_is_offered_that_is_sold_out(shipped, now):
    order, parcel = shipped
    lost(parcel, now=now)
    set_stock("STR-RUST-42", on_hand=3)
    browser = prove(order)
    assert "sold out just now" in text(browser.get(address(order, "1/"), {"kind": "lost"}))
    answer = browser.post(address(order, "1/"), {"kind": "lost", "remedy": "replacement"})
    assert (answer.status_code, "This cannot be had any more." in text(answer)) == (409, True)
    set_stock("STR-RUST-42", on_hand=9)
    browser.post(address(order, "1/"), {"kind": "lost", "remedy": "replacement"})
    sent = Claim.objects.get().replacement_id
    page = browser.get(address(order)).content.decode()
    assert f'href="/t/{link_token(sent, generation=1)}"' in page


def test_what_came_broken_is_shown_and_waits_for_a_person(shipped, at, now):
    order, parcel = shipped
    delivered(parcel, at, now)
    browser = prove(order)
    said = {"kind": "damaged", "remedy": "refund", "form": str(uuid.uuid4())}
    nothing = browser.post(address(order, "1/"), said)
    assert (nothing.status_code, "Choose at least one piece." in text(nothing)) == (422, True)
    fake = SimpleUploadedFile("torn.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    wrong = browser.post(address(order, "1/"), {**said, "units-1": "1", "photos": fake})
    assert (wrong.status_code, "This file is no photo that we can read." in text(wrong)) == (422, True)
    assert not Claim.objects.exists()
    browser.post(address(order, "1/"), {**said, "units-1": "1", "words": "<b>Torn</b>", "photos": photo()})
    (claim,) = claims_of([order.id])
    page = browser.get(address(order))
    assert "A person looks at it and answers by Sat 28 November." in text(page)
    assert "&lt;b&gt;Torn" in page.content.decode()
    shot = browser.get(address(order, f"photo/{claim.photos[0]}/"))
    assert (shot["Content-Type"], shot["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"secret" not in shot.content
    browser.post(address(order), {"do": "photos", "claim": str(claim.id), "photos": photo()})
    assert len(claims_of([order.id])[0].photos) == 2
    other, _parcel = shipped_order(now=now)
    stranger = prove(other)
    assert stranger.get(address(other, f"photo/{claim.photos[0]}/")).status_code == 404
    assert stranger.post(address(other), {"do": "take_back", "claim": str(claim.id)}).status_code == 404
    refuse_claim(claim.id, WhyClaimRefused.CONTENT_COMPLETE, by=None, note="Look at the box.", now=at[0])
    late = browser.post(address(order), {"do": "photos", "claim": str(claim.id), "photos": photo()})
    assert late.status_code == 409
    assert "What we packed and weighed was complete and right when it left us." in text(late)
    assert "Look at the box." in text(late)


def test_a_claim_is_taken_back(shipped, at, now):
    order, parcel = shipped
    delivered(parcel, at, now)
    browser = prove(order)
    form = text(browser.get(address(order, "1/"), {"kind": "not_received"}))
    assert "UPS says that it was delivered on Tue 24 November." in form
    browser.post(address(order, "1/"), {"kind": "not_received", "remedy": "refund"})
    claim = Claim.objects.get()
    assert "You have told us about this parcel." in text(browser.get(address(order)))
    assert browser.post(address(order), {"do": "take_back", "claim": str(claim.id)}).status_code == 303
    assert Claim.objects.get().end == ClaimEnd.WITHDRAWN
    assert "Taken back" in text(browser.get(address(order)))


@pytest.mark.parametrize(
    ("more", "said", "status"),
    [
        ("", {"do": "anything", "claim": str(uuid.uuid4())}, 400),
        ("", {"do": "take_back", "claim": "no-id"}, 404),
        ("", {"do": "photos", "claim": str(uuid.uuid4())}, 422),
        ("1/", {"kind": "hunger", "remedy": "refund"}, 303),
        ("1/", {"kind": "lost", "remedy": "refund"}, 303),
        ("7/", {"kind": "lost", "remedy": "refund"}, 303),
    ],
)
def test_what_makes_no_sense_changes_nothing(shipped, more, said, status):
    order, _parcel = shipped
    assert prove(order).post(address(order, more), said).status_code == status
    assert not Claim.objects.exists()
