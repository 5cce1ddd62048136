"""The staff's door."""

import pytest
from django.contrib.auth.hashers import get_hasher
from django.contrib.sessions.models import Session
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.domain.customers.models import User
from severshop.domain.customers.rules import TRIES_BY_ACCOUNT
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

DOOR = "/staff/sign-in/"
PASSWORD = "a-long-password"


@pytest.fixture
def wim():
    return make_staff("wim@shop.example", name="Wim", password=PASSWORD, roles=[Role.WAREHOUSE])


def try_to_sign_in(client, email="wim@shop.example", password=PASSWORD, **more):
    return client.post(DOOR, {"username": email, "password": password, **more})


def test_staff_come_in_with_e_mail_and_password_whatever_the_letter_case(client, wim):
    response = try_to_sign_in(client, " WIM@shop.example ")
    assert response.status_code == 302
    assert response.headers["Location"] == "/staff/"
    assert "Wim" in client.get("/staff/").content.decode()


def test_staff_come_back_to_where_they_wanted_to_go_and_nowhere_else(client, wim):
    assert try_to_sign_in(client, next="/staff/hand-over/").headers["Location"] == "/staff/hand-over/"
    assert try_to_sign_in(Client(), next="https://evil.example/").headers["Location"] == "/staff/"


def test_the_session_key_rotates_and_lives_in_the_database(client, wim):
    client.get(DOOR)
    session = client.session
    session["basket"] = "kept"
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    try_to_sign_in(client)
    after = client.session.session_key
    assert before != after
    assert not Session.objects.filter(session_key=before).exists()
    assert Session.objects.filter(session_key=after).exists()
    assert 0 < client.session.get_expiry_age() <= 12 * 3600


def test_signing_out_ends_the_session_in_the_database(client, wim):
    try_to_sign_in(client)
    key = client.session.session_key
    assert client.get("/staff/sign-out/").status_code == 405
    client.post("/staff/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize("case", ["unknown e-mail", "wrong password", "shopper", "has left"])
def test_the_answer_is_the_same_whoever_it_is(client, wim, case):
    User.objects.create_user("ada@example.com", PASSWORD)
    make_staff("old@shop.example", name="Old", password=PASSWORD, roles=[Role.OWNER])
    User.objects.filter(email="old@shop.example").update(is_active=False)
    email, password = {
        "unknown e-mail": ("nobody@shop.example", PASSWORD),
        "wrong password": ("wim@shop.example", "not-the-password"),
        "shopper": ("ada@example.com", PASSWORD),
        "has left": ("old@shop.example", PASSWORD),
    }[case]
    response = try_to_sign_in(client, email, password)
    page = response.content.decode()
    assert response.status_code == 400
    assert "do not belong together" in page
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_guessed_at_rests_for_everybody_and_says_how_long(client, wim):
    for _n in range(TRIES_BY_ACCOUNT):
        assert try_to_sign_in(Client(), password="wrong").status_code == 400
    response = try_to_sign_in(client)
    assert response.status_code == 429
    assert 880 < int(response.headers["Retry-After"]) <= 901
    assert "Please wait 1" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_account_that_does_not_exist_rests_all_the_same(client):
    for _n in range(TRIES_BY_ACCOUNT):
        try_to_sign_in(Client(), "nobody@shop.example", "wrong")
    assert try_to_sign_in(client, "nobody@shop.example", "wrong").status_code == 429


def test_a_success_wipes_the_slate(client, wim):
    for _n in range(TRIES_BY_ACCOUNT - 1):
        try_to_sign_in(Client(), password="wrong")
    assert try_to_sign_in(client).status_code == 302
    for _n in range(TRIES_BY_ACCOUNT):
        assert try_to_sign_in(Client(), password="wrong").status_code == 400


@pytest.mark.parametrize("form", [{}, {"username": "wim@shop.example"}, {"username": "x" * 9000, "password": "\x00"}])
def test_a_form_that_makes_no_sense_is_refused_in_words(client, wim, form):
    response = client.post(DOOR, form)
    assert response.status_code == 400
    assert b'role="alert"' in response.content


def test_who_is_in_is_sent_on_and_a_shopper_may_still_come_in(client, wim):
    client.force_login(wim)
    assert client.get(DOOR).headers["Location"] == "/staff/"
    shopper = Client()
    shopper.force_login(User.objects.create_user("ada@example.com", PASSWORD))
    assert shopper.get(DOOR).status_code == 200
    assert try_to_sign_in(shopper).status_code == 302
    assert shopper.get("/staff/").status_code == 200


def test_passwords_are_kept_by_argon2id_outside_of_tests():
    from severshop.config.settings import base

    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    from django.contrib.auth.hashers import Argon2PasswordHasher

    assert Argon2PasswordHasher().encode("a", "saltsaltsalt").startswith("argon2$argon2id$")
    assert get_hasher().algorithm != "argon2", "tests should not pay for it"


def test_pages_behind_the_door_are_kept_in_no_cache(client, wim):
    client.force_login(wim)
    assert "no-store" in client.get("/staff/").headers["Cache-Control"]


def test_whoever_loses_a_role_loses_the_page_at_once(client, wim):
    client.force_login(wim)
    assert client.get("/staff/hand-over/").status_code == 200
    make_staff("wim@shop.example", name="Wim", password=PASSWORD, roles=[Role.FINANCE])
    assert client.get("/staff/hand-over/").status_code == 403
