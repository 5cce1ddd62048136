"""Where somebody is signed in, and signing out there."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from severshop.interfaces.account.browsers import browser_of
from tests.interfaces.account.people import PASSWORD, is_in, make_shopper, signed_in

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def desk(shopper):
    return signed_in(shopper.email, headers={"user-agent": DESK})


@pytest.fixture
def phone(shopper):
    return signed_in(shopper.email, headers={"user-agent": PHONE})


def lets_in(client):
    """Whether a page for signed-in people opens: the session is looked up anew."""
    return client.get("/account/sessions/").status_code == 200


def test_the_list_names_each_browser_and_marks_this_one(desk, phone):
    page = desk.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count('class="pill"') == 1


def test_one_can_be_signed_out(desk, phone):
    on_the_phone = UserSession.objects.get(user_agent=PHONE)
    desk.post(f"/account/sessions/{on_the_phone.pk}/end/")
    assert not lets_in(phone)
    assert lets_in(desk)


def test_everywhere_but_here(desk, phone):
    desk.post("/account/sessions/")
    assert not lets_in(phone)
    assert lets_in(desk)


def test_everywhere_here_too(desk, phone):
    desk.post("/account/sessions/end/")
    assert not lets_in(phone)
    assert not lets_in(desk)


def test_nobody_ends_the_session_of_somebody_else(desk):
    make_shopper("eve@example.com")
    eve = signed_in("eve@example.com")
    theirs = UserSession.objects.get(user_agent=DESK)
    assert eve.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert lets_in(desk)


def test_looking_ends_nothing(desk):
    mine = UserSession.objects.get(user_agent=DESK)
    assert desk.get(f"/account/sessions/{mine.pk}/end/").status_code == 405
    assert desk.get("/account/sessions/end/").status_code == 405
    assert lets_in(desk)


def test_a_changed_password_signs_out_everywhere_but_here(desk, phone, shopper):
    desk.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "another-pair-of-boots"})
    assert not lets_in(phone)
    assert lets_in(desk)
    assert is_in(signed_in(shopper.email, "another-pair-of-boots"))


def test_the_address_behind_our_own_proxy_is_kept_not_the_one_that_anybody_can_claim(shopper, settings):
    client = Client(headers={"x-forwarded-for": "198.51.100.7"})
    client.post("/account/login/", {"login": shopper.email, "password": PASSWORD})
    assert UserSession.objects.get().ip == "127.0.0.1"

    UserSession.objects.all().delete()
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    other = Client(headers={"x-forwarded-for": "203.0.113.4, 198.51.100.7"})
    other.post("/account/login/", {"login": shopper.email, "password": PASSWORD})
    assert UserSession.objects.get().ip == "198.51.100.7"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (PHONE, "Safari on iPhone"),
        (DESK, "Firefox on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8", "A browser that we do not know"),
        ("", "A browser that we do not know"),
    ],
)
def test_browsers_have_names(user_agent, name):
    assert browser_of(user_agent) == name
