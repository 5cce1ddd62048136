"""The second step: an app's codes, and recovery codes for the day when the phone is lost."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from severshop.usecases.account.guard_second_step import TRIES
from tests.interfaces.account.people import PASSWORD, is_in, signed_in

pytestmark = pytest.mark.django_db


def app_code(secret, *, ahead=0):
    """What the app shows; its clock may be a step ahead."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[1 + ahead]))


@pytest.fixture
def secret(inside):
    """Set the second step up, as people do: with the password once more, and a first code."""
    again(inside, "/account/2fa/totp/activate/")
    page = inside.get("/account/2fa/totp/activate/").content.decode()
    shown = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    answer = inside.post("/account/2fa/totp/activate/", {"code": app_code(shown)})
    assert answer.headers["Location"] == "/account/2fa/recovery-codes/"
    return shown


def again(client, where):
    """Show once more who it is."""
    asked = client.get(where)
    assert asked.headers["Location"].startswith("/account/reauthenticate/?next=")
    assert client.post(asked.headers["Location"], {"password": PASSWORD}).headers["Location"] == where


@pytest.fixture
def at_the_step(secret, shopper):
    """A browser in which the password was right, and the code is asked for."""
    client = Client()
    answer = client.post("/account/login/", {"login": shopper.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    return client


def type_code(client, code):
    return client.post("/account/2fa/authenticate/", {"code": code})


def test_the_password_alone_opens_nothing_then_and_the_apps_code_does(at_the_step, secret):
    assert at_the_step.get("/account/2fa/").status_code == 302
    assert type_code(at_the_step, app_code(secret, ahead=1)).headers["Location"] == "/my-orders/"
    assert is_in(at_the_step)


def test_a_mailed_code_is_no_second_step_either(secret, shopper, code_for):
    client = Client()
    client.post("/account/login/code/", {"email": shopper.email})
    answer = client.post("/account/login/code/confirm/", {"action": "verify", "code": code_for(shopper.email)})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)


def test_a_reset_password_is_no_way_around_it(secret, shopper, code_for):
    client = Client()
    client.post("/account/password/reset/", {"email": shopper.email})
    client.post("/account/password/reset/confirm/", {"code": code_for(shopper.email)})
    answer = client.post("/account/password/reset/complete/", {"password1": "another-pair-of-boots"})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)


def test_a_code_that_was_used_is_no_use_to_whoever_looked_over_the_shoulder(at_the_step, secret, shopper):
    code = app_code(secret, ahead=1)
    type_code(at_the_step, code)
    other = Client()
    other.post("/account/login/", {"login": shopper.email, "password": PASSWORD})
    assert "This is not the right code" in type_code(other, code).content.decode()
    assert not is_in(other)


def test_guessing_the_code_stops_and_the_right_one_does_not_help_then(at_the_step, secret):
    for _ in range(min(TRIES.values())):
        assert "This is not the right code" in type_code(at_the_step, "000000").content.decode()
    assert "Too many tries" in type_code(at_the_step, app_code(secret, ahead=1)).content.decode()
    assert not is_in(at_the_step)


def test_each_recovery_code_replaces_the_app_once(secret, inside, shopper):
    page = inside.get("/account/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", page)
    assert len(codes) == 10
    for _ in range(2):
        client = Client()
        client.post("/account/login/", {"login": shopper.email, "password": PASSWORD})
        type_code(client, codes[0])
        if not is_in(client):
            break
        shopper.refresh_from_db()
    else:
        pytest.fail("a recovery code worked twice")
    assert "9 are left" in inside.get("/account/2fa/").content.decode()


def test_recovery_codes_can_be_kept_as_a_file_and_made_anew(secret, inside):
    file = inside.get("/account/2fa/recovery-codes/download/")
    assert "attachment" in file.headers["Content-Disposition"]
    older = set(re.findall(r"\d{8}", file.content.decode()))
    assert len(older) == 10
    inside.post("/account/2fa/recovery-codes/generate/")
    newer = set(re.findall(r"\d{8}", inside.get("/account/2fa/recovery-codes/download/").content.decode()))
    assert not older & newer


def test_the_database_holds_neither_key_nor_codes_in_the_clear(secret, inside):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    codes = re.findall(r"\d{8}", inside.get("/account/2fa/recovery-codes/download/").content.decode())
    assert not any(code in kept for code in codes)


def test_the_owner_hears_of_every_change(secret, inside, shopper, letters, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        inside.post("/account/2fa/recovery-codes/generate/")
    with django_capture_on_commit_callbacks(execute=True):
        inside.post("/account/2fa/totp/deactivate/")
    assert [letter.kind for letter in letters(shopper.email)] == ["new_recovery_codes", "app_removed"]
    assert not Authenticator.objects.exists(), "recovery codes end with the second step"
    assert is_in(signed_in(shopper.email))


@pytest.mark.parametrize(
    "where",
    ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/2fa/recovery-codes/generate/"],
)
def test_what_matters_asks_once_more_who_it_is(inside, where):
    assert inside.get(where).headers["Location"].startswith("/account/reauthenticate/?next=")
    assert inside.post(where, {"code": "000000"}).headers["Location"].startswith("/account/reauthenticate/?next=")


def test_a_wrong_password_there_opens_nothing_and_is_counted(inside):
    where = "/account/reauthenticate/?next=/account/2fa/totp/activate/"
    for _ in range(8):
        assert inside.post(where, {"password": "not-this-one"}).status_code == 200
    assert inside.post(where, {"password": PASSWORD}).status_code == 429


def test_whoever_has_only_a_mailbox_signs_in_again_before_what_matters(client, code_for, monkeypatch):
    client.post("/account/signup/", {"email": "only@example.com", "password1": ""})
    client.post("/account/confirm-email/", {"action": "verify", "code": code_for("only@example.com")})
    sign_in_by_code(client, code_for, "only@example.com")
    assert client.get("/account/2fa/totp/activate/").status_code == 200, "fresh enough"

    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": 0}]
    session.save()
    answer = client.get("/account/2fa/totp/activate/")
    assert answer.headers["Location"] == "/account/login/code/?next=%2Faccount%2F2fa%2Ftotp%2Factivate%2F"
    assert not is_in(client)


def sign_in_by_code(client, code_for, email):
    client.post("/account/logout/")
    client.post("/account/login/code/", {"email": email})
    client.post("/account/login/code/confirm/", {"action": "verify", "code": code_for(email)})
    assert is_in(client)


def test_turning_it_off_ends_the_recovery_codes_though_a_passkey_stays(secret, inside, shopper):
    Authenticator.objects.create(user=shopper, type="webauthn", data={"name": "mine", "credential": {}})
    inside.post("/account/2fa/totp/deactivate/")
    assert [kept.type for kept in Authenticator.objects.all()] == ["webauthn"]
