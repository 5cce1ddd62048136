"""The pages of a return: behind the code, one form to the label, photos that are looked at with care."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from severshop.domain.payments.models import Payment
from severshop.domain.returns.models import Return, ReturnPhoto
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.infra.pictures import LARGEST_FILE
from tests.factories import placed_order
from tests.interfaces.aftercare.test_acting import prove
from tests.returning import AMERICA, BACK, arrived_order, carrier, hear

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_a_known_moment(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def ups(settings):
    with carrier(settings) as server:
        yield server


@pytest.fixture
def order(now, ups):
    return arrived_order(now=now)


@pytest.fixture
def browser(order):
    return prove(order)


def root(order):
    return f"/order/{link_token(order.id, generation=1)}/return/"


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def shot(size=(64, 48), name="shoe.jpg", kind="JPEG", **extra):
    file = BytesIO()
    Image.new("RGB", size, "#884422").save(file, kind, **extra)
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/jpeg")


def send(browser, order, **fields):
    return browser.post(root(order), {"units-1": "1", "reason-1": "too_small", **fields})


def test_a_stranger_with_the_link_sees_and_does_nothing(order):
    for page in (root(order), f"{root(order)}1/", f"{root(order)}1/label.pdf", f"{root(order)}1/slip.pdf"):
        answer = Client().get(page)
        assert answer.status_code == 303
        assert "/code/?next=" in answer["Location"]
    assert send(Client(), order).status_code == 303
    assert not Return.objects.exists()


def test_one_form_leads_to_label_and_code(browser, order, now):
    page = browser.get(root(order))
    assert "The way back is free" in text(page)
    assert page["Cache-Control"] == "private, no-store"
    form = re.search(r'name="form" value="([^"]+)"', page.content.decode()).group(1)
    for _again in range(2):
        answer = send(browser, order, form=form)
        assert (answer.status_code, answer["Location"]) == (303, f"{root(order)}1/")
    page = browser.get(f"{root(order)}1/")
    by = (now + timedelta(days=14)).strftime("%-d %B")
    assert f"Hand it in by Tue {by}" in text(page)
    assert BACK in text(page)
    assert 'class="qr"' in page.content.decode()
    label = browser.get(f"{root(order)}1/label.pdf")
    assert label["Content-Type"] == "application/pdf"
    assert label.content.startswith(b"%PDF")
    assert browser.get(f"{root(order)}1/slip.pdf").content.startswith(b"%PDF")
    assert "Return announced" in text(page)


def test_the_parcel_back_is_told_of_until_it_is_here(browser, order, now):
    send(browser, order)
    for kind, code, hours, said in (
        ("I", "DP", 1, "It is on its way back to us"),
        ("D", "FS", 30, "It is back with us"),
    ):
        hear(_parcel(order), now=now - timedelta(hours=40 - hours), kind=kind, code=code, city="KOELN", country="DE")
        page = browser.get(f"{root(order)}1/")
        assert said in text(page)
        assert "Call the return off" not in text(page)
    answer = browser.post(f"{root(order)}1/", {"do": "call_off"})
    assert answer.status_code == 409
    assert "Something has changed" in text(answer)


def _parcel(order):
    return Return.objects.get(order_id=order.id).parcel


def test_called_off_and_announced_again(browser, order):
    send(browser, order)
    assert browser.post(f"{root(order)}1/", {"do": "call_off"}).status_code == 303
    assert "This return is called off" in text(browser.get(f"{root(order)}1/"))
    assert browser.get(f"{root(order)}1/label.pdf").status_code == 404
    assert browser.get(f"{root(order)}1/slip.pdf").status_code == 404
    assert send(browser, order)["Location"] == f"{root(order)}2/"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"units-1": "0"}, 422, "Choose at least one piece."),
        ({"units-1": "many"}, 422, "Choose at least one piece."),
        ({"reason-1": ""}, 422, "Say why it comes back"),
        ({"reason-1": "because"}, 422, "Say why it comes back"),
        ({"units-1": "99"}, 422, "It is in a return already."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(browser, order, fields, status, said):
    answer = send(browser, order, **{"note-1": "the left one", **fields})
    assert answer.status_code == status
    assert said in text(answer)
    assert "the left one" in text(answer)
    assert not Return.objects.exists()


def test_two_windows_announce_the_same_pairs(browser, order):
    send(browser, order, **{"units-1": "2"})
    answer = send(browser, order, **{"units-1": "1"})
    assert answer.status_code in (409, 422)
    assert Return.objects.count() == 1


def test_after_the_time_only_faults_come_back_and_the_reasons_say_so(browser, order, now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=25))
    page = browser.get(root(order))
    assert "You can still send it back if it is faulty" in text(page)
    assert 'data-why="window_over"' in page.content.decode()
    assert "It is too small" not in text(page)
    answer = send(browser, order)
    assert answer.status_code == 422
    assert "You can still send it back if it is faulty" in text(answer)
    assert send(browser, order, **{"reason-1": "defective"}).status_code == 303


def test_what_has_not_come_says_why(now):
    order = placed_order(now=now)
    page = prove(order).get(root(order))
    assert "Nothing can be sent back now" in text(page)
    assert "It has not arrived yet." in text(page)
    assert 'data-why="not_delivered"' in page.content.decode()


def test_whoever_pays_the_way_back_gets_the_address_and_no_label(now, ups):
    order = arrived_order(now=now, address=AMERICA)
    browser = prove(order)
    assert "The way back is yours to pay." in text(browser.get(root(order)))
    send(browser, order)
    page = text(browser.get(f"{root(order)}1/"))
    assert "Send it back by" in page
    assert "Slip for the parcel" in page
    assert browser.get(f"{root(order)}1/label.pdf").status_code == 404
    assert ups.asked == []
    # a fault is ours to pay; its label carries a declaration for customs
    assert send(browser, order, **{"reason-1": "defective"})["Location"] == f"{root(order)}2/"
    assert b"/Count 2" in browser.get(f"{root(order)}2/label.pdf").content


def test_a_carrier_that_gives_no_label_is_said_so(browser, order, ups):
    ups.status = 503
    assert send(browser, order).status_code == 303
    assert "Your label is being made" in text(browser.get(f"{root(order)}1/"))


def test_photos_are_drawn_anew_and_shown_to_nobody_else(browser, order, now):
    exif = Image.Exif()
    exif[0x010F] = "a phone with a name"
    photos = [shot(exif=exif), shot(kind="PNG")]
    send(browser, order, **{"reason-1": "defective", "photos-1": photos, "note-1": "<b>torn</b>"})
    assert ReturnPhoto.objects.count() == 2
    page = browser.get(f"{root(order)}1/")
    assert "&lt;b&gt;torn&lt;/b&gt;" in page.content.decode()
    first, _second = re.findall(r'<img src="([^"]+)"', page.content.decode())
    answer = browser.get(first)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"a phone with a name" not in answer.content
    assert Image.open(BytesIO(answer.content)).format == "JPEG"
    assert Client().get(first).status_code == 303
    other = placed_order(now=now)
    stolen = first.replace(root(order), root(other))
    assert prove(other).get(stolen).status_code == 404


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            [SimpleUploadedFile("shoe.jpg", b"MZ\x90\x00not a picture", content_type="image/jpeg")],
            "no photo that we can read",
        ),
        ([SimpleUploadedFile("shoe.svg", b"<svg onload='alert(1)'/>", content_type="image/svg+xml")], "no photo that"),
        ([shot(size=(8, 8))], "too small"),
        ([SimpleUploadedFile("shoe.jpg", b"\xff\xd8" + b"0" * LARGEST_FILE, content_type="image/jpeg")], "too large"),
        ([shot() for _ in range(5)], "At most 4 photos"),
    ],
)
def test_anything_else_is_refused_and_nothing_is_announced(browser, order, files, said):
    for file in files:
        file.seek(0)
    answer = send(browser, order, **{"reason-1": "defective", "photos-1": files})
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Return.objects.exists()


def test_photos_can_be_added_until_it_was_looked_at(browser, order):
    send(browser, order)
    page = f"{root(order)}1/"
    assert browser.post(page, {"do": "photos"}).status_code == 422
    assert browser.post(page, {"do": "photos", "photos-1": [shot() for _ in range(3)]}).status_code == 303
    answer = browser.post(page, {"do": "photos", "photos-1": [shot(), shot()]})
    assert (answer.status_code, "At most 4 photos" in text(answer)) == (422, True)
    assert ReturnPhoto.objects.count() == 3
    browser.post(page, {"do": "call_off"})
    assert browser.post(page, {"do": "photos", "photos-1": [shot()]}).status_code == 409
    assert browser.post(page, {"do": "what?"}).status_code == 400


def test_the_money_is_told_with_its_card(browser, order, now):
    Payment.objects.create(
        order_id=order.id,
        amount_minor=order.total_minor,
        method="card_ok",
        state="succeeded",
        started_at=now,
        card_hint="Visa 4242",
    )
    send(browser, order)
    assert "It goes back to Visa 4242, by Tue 8 December at the latest" in text(browser.get(f"{root(order)}1/"))
    assert browser.get(f"{root(order)}7/").status_code == 404
