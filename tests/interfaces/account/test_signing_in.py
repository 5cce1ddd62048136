"""Signing in by password and by mailed code, and out."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from severshop.domain.orders.models import Order
from tests.factories import placed_order
from tests.interfaces.account.people import PASSWORD, is_in, make_shopper, signed_in

pytestmark = pytest.mark.django_db


def by_password(client, email="ada@example.com", password=PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def ask_for_code(client, email="ada@example.com"):
    return client.post("/account/login/code/", {"email": email})


def type_code(client, code):
    return client.post("/account/login/code/confirm/", {"action": "verify", "code": code})


def test_e_mail_in_any_case_and_password(client, shopper):
    answer = by_password(client, " Ada@Example.COM ")
    assert answer.headers["Location"] == "/my-orders/"
    assert is_in(client)


def test_a_wrong_password_is_said_without_saying_which_of_the_two_is_wrong(client, shopper):
    answer = by_password(client, password="not-this-one-at-all")
    assert "do not belong together" in answer.content.decode()
    assert not is_in(client)


def test_a_mailed_code_once(client, shopper, code_for):
    ask_for_code(client)
    code = code_for(shopper.email)
    assert type_code(client, code).headers["Location"] == "/my-orders/"
    assert is_in(client)

    other = Client()
    type_code(other, code)
    assert not is_in(other), "a code works in the browser that asked for it"


def test_guests_orders_join_at_every_sign_in(client, shopper, now):
    order = placed_order(now=now).id
    Order.objects.filter(id=order).update(email="ADA@example.com")
    by_password(client)
    assert Order.objects.get(id=order).customer_id == shopper.pk


def test_a_session_gets_a_new_name_when_somebody_signs_in(client, shopper, code_for):
    ask_for_code(client)
    before = client.session.session_key
    assert before
    type_code(client, code_for(shopper.email))
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "///evil.example",
    ],
)
def test_nobody_is_led_to_another_site(client, shopper, elsewhere):
    answer = by_password(client, next=elsewhere)
    assert is_in(client)
    assert answer.headers["Location"] == "/my-orders/"
    out = client.post("/account/logout/", {"next": elsewhere})
    assert out.headers["Location"] == "/account/login/"


def test_everybody_is_led_back_to_where_they_were(client, shopper):
    assert by_password(client, next="/account/sessions/").headers["Location"] == "/account/sessions/"


def test_next_survives_the_way_over_a_code(client, shopper, code_for):
    answer = client.post("/account/login/code/?next=/account/sessions/", {"email": shopper.email})
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'name="next" value="/account/sessions/"' in page


def test_no_form_is_taken_without_its_key(shopper):
    client = Client(enforce_csrf_checks=True)
    assert by_password(client).status_code == 403
    assert not is_in(client)


def test_an_account_that_is_closed_stays_closed(client, code_for, letters):
    make_shopper("gone@example.com", is_active=False)
    by_password(client, "gone@example.com")
    ask_for_code(Client(), "gone@example.com")
    assert [letter.kind for letter in letters("gone@example.com")] == ["no_account"]
    assert not is_in(client)


def test_signing_out_ends_the_session_in_the_database(shopper):
    client = signed_in(shopper.email)
    key = client.session.session_key
    client.post("/account/logout/")
    assert not Session.objects.filter(session_key=key).exists()


def test_looking_at_the_sign_out_page_ends_nothing(inside):
    assert inside.get("/account/logout/").status_code == 200
    assert is_in(inside)


def test_fields_tell_browsers_what_they_are_for(client, shopper):
    page = client.get("/account/login/").content.decode()
    assert 'autocomplete="username webauthn"' in page
    assert 'autocomplete="current-password"' in page
    ask_for_code(client)
    assert 'autocomplete="one-time-code"' in client.get("/account/login/code/confirm/").content.decode()


def test_pages_of_the_door_are_kept_by_no_cache(client, inside):
    for page in (client.get("/account/login/"), inside.get("/account/2fa/")):
        assert "no-store" in page.headers["Cache-Control"]
