"""Changing the password and the address; a lost password."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from severshop.domain.customers.models import User
from tests.interfaces.account.people import PASSWORD, is_in, make_shopper, signed_in

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another-pair-of-boots"
NEW_ADDRESS = "lovelace@example.com"


def change_password(client, old=PASSWORD, new=NEW_PASSWORD):
    return client.post("/account/password/change/", {"oldpassword": old, "password1": new})


def ask_for_new_address(client, email=NEW_ADDRESS):
    """The way people go: asked once more who they are, and back."""
    asked = client.post("/account/email/", {"action_add": "1", "email": email})
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    return client.post(asked.headers["Location"], {"password": PASSWORD})


def test_the_password_is_changed_with_the_one_of_today_and_the_owner_hears_of_it(inside, shopper, letters):
    assert change_password(inside).headers["Location"] == "/account/2fa/"
    assert is_in(signed_in(shopper.email, NEW_PASSWORD))
    assert [letter.kind for letter in letters(shopper.email)] == ["password_changed"]


def test_without_the_password_of_today_nothing_changes_and_guessing_stops(inside, shopper):
    for _ in range(8):
        assert "not your password" in change_password(inside, old="a-guess-at-it").content.decode()
    assert change_password(inside).status_code == 429
    shopper.refresh_from_db()
    assert shopper.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password1234"])
def test_a_weak_password_is_refused(inside, shopper, weak):
    assert change_password(inside, new=weak).status_code == 200
    shopper.refresh_from_db()
    assert shopper.check_password(PASSWORD)


def test_a_lost_password_is_reset_by_a_mailed_code(client, shopper, code_for, letters):
    client.post("/account/password/reset/", {"email": shopper.email})
    answer = client.post("/account/password/reset/confirm/", {"code": code_for(shopper.email)})
    assert answer.headers["Location"] == "/account/password/reset/complete/"
    answer = client.post("/account/password/reset/complete/", {"password1": NEW_PASSWORD})
    assert answer.headers["Location"] == "/my-orders/"
    assert is_in(client)
    assert [letter.kind for letter in letters(shopper.email)] == ["reset_code", "password_changed"]
    shopper.refresh_from_db()
    assert shopper.check_password(NEW_PASSWORD)


def test_a_reset_signs_everybody_else_out(inside, shopper, code_for):
    client = Client()
    client.post("/account/password/reset/", {"email": shopper.email})
    client.post("/account/password/reset/confirm/", {"code": code_for(shopper.email)})
    client.post("/account/password/reset/complete/", {"password1": NEW_PASSWORD})
    assert inside.get("/account/sessions/").status_code == 302


def test_without_the_code_no_password_is_set(client, shopper, code_for):
    client.post("/account/password/reset/", {"email": shopper.email})
    assert client.post("/account/password/reset/complete/", {"password1": NEW_PASSWORD}).status_code == 302
    shopper.refresh_from_db()
    assert shopper.check_password(PASSWORD)


def test_a_new_address_counts_once_its_code_came_back(inside, shopper, letters, code_for):
    ask_for_new_address(inside)
    assert User.objects.get(pk=shopper.pk).email == shopper.email
    assert [letter.kind for letter in letters(NEW_ADDRESS)] == ["address_code"]

    answer = inside.post("/account/confirm-email/", {"action": "verify", "code": code_for(NEW_ADDRESS)})
    assert answer.headers["Location"] == "/account/email/"
    assert User.objects.get(pk=shopper.pk).email == NEW_ADDRESS
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(NEW_ADDRESS, True, True)]
    told = letters(shopper.email)[-1]
    assert (told.kind, told.to_email) == ("address_changed", NEW_ADDRESS)


def test_an_address_that_is_somebody_elses_cannot_be_taken_nor_found_out(inside, shopper, letters, code_for):
    make_shopper(NEW_ADDRESS)
    taken = ask_for_new_address(inside)
    assert taken.headers["Location"] == "/account/confirm-email/"
    answer = inside.post("/account/confirm-email/", {"action": "verify", "code": code_for(NEW_ADDRESS)})
    assert answer.status_code == 200
    assert User.objects.get(pk=shopper.pk).email == shopper.email


def test_a_first_password_for_who_signs_in_by_code(client, code_for):
    client.post("/account/signup/", {"email": "only@example.com", "password1": ""})
    client.post("/account/confirm-email/", {"action": "verify", "code": code_for("only@example.com")})
    client.post("/account/logout/")
    client.post("/account/login/code/", {"email": "only@example.com"})
    client.post("/account/login/code/confirm/", {"action": "verify", "code": code_for("only@example.com")})
    assert client.get("/account/password/change/").headers["Location"] == "/account/password/set/"
    client.post("/account/password/set/", {"password1": NEW_PASSWORD})
    assert is_in(signed_in("only@example.com", NEW_PASSWORD))
