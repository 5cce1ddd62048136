"""The account's own pages: each shows and changes only what is one's own."""

import pytest
from django.test import Client

from severshop.domain.customers.models import SavedAddress, ShoeSize, User
from severshop.domain.customers.queries import addresses_of, sizes_of
from severshop.domain.customers.rules import MOST_ADDRESSES, HomeAddress, WornSize
from severshop.infra import clock
from severshop.usecases.account.keep_profile import add_address

TYPED = {
    "country": "DE",
    "name": "Mira Sommer",
    "street": "Aachener Straße 41",
    "postal_code": "50674",
    "city": "Köln",
    "phone": "+49 221 555014",
}
DETAILS = {"name": "Mira", "language": "de", "women-size": "8 1/2", "women-system": "uk", "women-width": "wide"} | {
    f"{wearer}-{field}": value
    for wearer in ("men", "children")
    for field, value in (("size", ""), ("system", "eu"), ("width", ""))
}


def keep(user, street="Aachener Straße 41"):
    place = HomeAddress(name="Mira Sommer", street=street, postal_code="50674", city="Köln", country="DE")
    return add_address(user.pk, place, now=clock.now())


def streets(user):
    return [(kept.place.street, kept.is_default) for kept in addresses_of(user.pk)]


def test_the_overview_leads_everywhere(browser):
    page = browser.get("/account/").content.decode()
    for way in (
        "/my-orders/",
        "/account/details/",
        "/account/addresses/",
        "/account/messages/",
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/sessions/",
        "/account/data/",
        "/account/delete/",
        "/account/logout/",
    ):
        assert f'"{way}"' in page
        assert way == "/my-orders/" or browser.get(way).status_code < 400, way
    assert "mira@example.com" in page


@pytest.mark.parametrize("path", ["", "details/", "addresses/", "addresses/new/", "data/", "data/export/", "delete/"])
def test_every_page_is_private(browser, path):
    page = browser.get(f"/account/{path}")
    assert page.status_code == 302 or "no-store" in page["Cache-Control"]
    answer = Client().get(f"/account/{path}")
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next=/account/{path}")


def test_details_are_kept_and_the_pages_speak_the_language(browser, mira):
    assert browser.post("/account/details/", DETAILS).status_code == 302
    mira.refresh_from_db()
    assert (mira.name, mira.language) == ("Mira", "de")
    assert sizes_of(mira.pk) == (WornSize(wearer="women", system="uk", size="8.5", width="wide"),)
    assert browser.get("/account/details/")["Content-Language"] == "de"


def test_a_size_that_is_taken_out_is_forgotten(browser, mira):
    browser.post("/account/details/", DETAILS)
    browser.post("/account/details/", DETAILS | {"women-size": ""})
    assert sizes_of(mira.pk) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"women-size": "99"},
        {"women-size": "huge"},
        {"women-system": "jp"},
        {"women-width": "enormous"},
        {"language": "tlh"},
        {"name": "x" * 121},
        {"name": "a\u202eb"},
        {"name": "a\x00b"},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(browser, mira, wrong):
    answer = browser.post("/account/details/", DETAILS | wrong)
    assert answer.status_code == 422
    assert "error" in answer.content.decode()
    mira.refresh_from_db()
    assert (mira.name, ShoeSize.objects.count()) == ("Mira Sommer", 0)


def test_the_first_address_is_the_default_and_another_can_be(browser, mira):
    assert browser.post("/account/addresses/new/", TYPED).status_code == 302
    browser.post("/account/addresses/new/", TYPED | {"street": "Ring 2"})
    assert streets(mira) == [("Aachener Straße 41", True), ("Ring 2", False)]
    ring = SavedAddress.objects.get(street="Ring 2")
    browser.post(f"/account/addresses/{ring.id}/default/")
    assert streets(mira) == [("Ring 2", True), ("Aachener Straße 41", False)]
    browser.post("/account/addresses/new/", TYPED | {"street": "Ring 3", "is_default": "on"})
    assert streets(mira)[0] == ("Ring 3", True)


def test_the_same_address_twice_is_one(browser, mira):
    for _ in range(2):
        browser.post("/account/addresses/new/", TYPED)
    assert len(streets(mira)) == 1


def test_an_address_is_changed_in_its_place(browser, mira):
    kept = keep(mira)
    page = browser.get(f"/account/addresses/{kept}/").content.decode()
    assert 'value="Aachener Straße 41"' in page
    browser.post(f"/account/addresses/{kept}/", TYPED | {"street": "Ring 9", "is_default": "on"})
    assert streets(mira) == [("Ring 9", True)]


def test_when_the_default_is_removed_another_one_is(browser, mira):
    first, _second = keep(mira), keep(mira, "Ring 2")
    browser.post(f"/account/addresses/{first}/remove/")
    assert streets(mira) == [("Ring 2", True)]
    assert browser.post(f"/account/addresses/{first}/remove/").status_code == 404


def test_an_address_book_has_an_end(browser, mira):
    for n in range(MOST_ADDRESSES):
        keep(mira, f"Ring {n}")
    assert "address book is full" in browser.get("/account/addresses/").content.decode()
    answer = browser.post("/account/addresses/new/", TYPED)
    assert answer.status_code == 409
    assert SavedAddress.objects.count() == MOST_ADDRESSES


@pytest.mark.parametrize(
    "wrong",
    [
        {"postal_code": "ABC"},
        {"country": "US"},
        {"country": ""},
        {"street": ""},
        {"name": "x" * 121},
        {"phone": "call me"},
        {"city": "K\u2066öln"},
    ],
)
def test_an_address_is_checked_as_at_the_checkout(browser, wrong):
    answer = browser.post("/account/addresses/new/", TYPED | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert SavedAddress.objects.count() == 0


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", ""), ("post", "default/"), ("post", "remove/")])
def test_somebody_elses_address_is_not_there(browser, method, path):
    other = User.objects.create_user("eve@example.com", "a-long-password")
    theirs = keep(other)
    assert getattr(browser, method)(f"/account/addresses/{theirs}/{path}", TYPED).status_code == 404
    assert streets(other) == [("Aachener Straße 41", True)]
