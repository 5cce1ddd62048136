"""What is sent instead of a passkey's answer opens nothing and breaks nothing. Real ones: `tests/journeys`."""

import base64
import json

import pytest
from django.test import Client

from tests.interfaces.account.people import PASSWORD, is_in, make_shopper, signed_in

pytestmark = pytest.mark.django_db


def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def answer(**response):
    told = {
        "clientDataJSON": text(b'{"type":"webauthn.get","challenge":"AAAA","origin":"http://testserver"}'),
        "authenticatorData": text(bytes(37)),
        "signature": text(b"nothing"),
        "userHandle": text(b"0"),
        **response,
    }
    return {
        "id": text(b"key"),
        "rawId": text(b"key"),
        "type": "public-key",
        "response": told,
        "clientExtensionResults": {},
    }


JUNK = [
    None,
    0,
    "",
    "text",
    [],
    [1, 2],
    {},
    {"id": 1},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key"},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": None},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": 5},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": []},
    answer(),
    answer(userHandle=None),
    answer(userHandle=7),
    answer(userHandle="***"),
    answer(userHandle=text(b"\xff\xfe")),
    answer(userHandle=text(b"00000000-0000-0000-0000-000000000000")),
    answer(clientDataJSON=text(b"no json")),
    answer(clientDataJSON=text(b"[]")),
    answer(clientDataJSON=5),
    answer(authenticatorData=text(b"")),
    answer(authenticatorData=text(b"\x00" * 20)),
    answer(authenticatorData=text(bytes(32) + b"\xff\x00\x00\x00\x00")),
    answer(signature=None),
    "x" * 200_000,
]


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
@pytest.mark.parametrize("with_challenge", [True, False])
def test_junk_signs_nobody_in_and_breaks_nothing(junk, with_challenge, shopper):
    client = Client()
    if with_challenge:
        client.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    sent = client.post("/account/2fa/webauthn/login/", {"credential": json.dumps(junk)})
    assert sent.status_code == 302
    assert sent.headers["Location"] == "/account/login/"
    assert not is_in(client)


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_adds_no_passkey_and_breaks_nothing(junk, inside, shopper):
    inside.post("/account/reauthenticate/", {"password": PASSWORD})
    assert inside.get("/account/2fa/webauthn/add/").status_code == 200
    sent = inside.post("/account/2fa/webauthn/add/", {"name": "mine", "credential": json.dumps(junk)})
    assert sent.status_code == 200
    assert "None yet" in inside.get("/account/2fa/webauthn/").content.decode()


def test_no_json_at_all(client):
    assert client.post("/account/2fa/webauthn/login/", {"credential": "{"}).headers["Location"] == "/account/login/"
    assert client.post("/account/2fa/webauthn/login/", {}).headers["Location"] == "/account/login/"


def test_the_challenge_asks_for_a_verified_person_and_names_nobody(client):
    told = client.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    wanted = told["request_options"]["publicKey"]
    assert wanted["userVerification"] == "required"
    assert not wanted.get("allowCredentials")
    assert len(wanted["challenge"]) >= 43
    assert wanted["rpId"] == "testserver"


def test_nobody_touches_the_passkey_of_somebody_else(inside, shopper):
    from allauth.mfa.models import Authenticator

    key = Authenticator.objects.create(user=shopper, type="webauthn", data={"name": "mine", "credential": {}})
    make_shopper("eve@example.com")
    eve = signed_in("eve@example.com")
    eve.post("/account/reauthenticate/", {"password": PASSWORD})
    for act in ("edit", "remove"):
        assert eve.get(f"/account/2fa/webauthn/keys/{key.pk}/{act}/").status_code == 404
        assert eve.post(f"/account/2fa/webauthn/keys/{key.pk}/{act}/", {"name": "hers"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "mine"
