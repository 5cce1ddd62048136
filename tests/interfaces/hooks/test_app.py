"""The hooks over real HTTP semantics: what is answered, and what is durable by then."""

import asyncio
import hashlib
import hmac
import json

import httpx
import pytest

from severshop.domain.tracking.models import RawMessage
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.hooks.app import HooksApp

pytestmark = pytest.mark.django_db(transaction=True)

BODY = b'{"trackingNumber":"1Z999AA10123456784"}'
UPS = {"credential": "demo-ups-credential"}


def send(*requests):
    """Send requests one after another to an app of their own; return the responses."""

    async def run():
        app = HooksApp()
        await app.start()
        try:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
                return [await client.request(method, path, **options) for method, path, options in requests]
        finally:
            await app.stop()

    return asyncio.run(run())


def post(path="/hooks/carriers/ups", *, content=BODY, headers=UPS):
    return "POST", path, {"content": content, "headers": headers}


def test_a_message_is_durable_before_it_is_answered():
    (response,) = send(post())
    assert response.status_code == 202
    assert bytes(RawMessage.objects.get().body) == BODY


def test_the_same_message_twice_is_kept_once_and_answered_alike():
    responses = send(post(), post())
    assert [response.status_code for response in responses] == [202, 202]
    assert RawMessage.objects.count() == 1


@pytest.mark.parametrize(
    "headers", [{}, {"credential": "wrong"}, {"credential": ""}, {"authorization": "Bearer wrong"}, {"credential": "é"}]
)
def test_wrong_credentials_are_refused_and_nothing_is_kept(headers):
    encoded = {name: value.encode() for name, value in headers.items()}
    (response,) = send(post(headers=encoded))
    assert response.status_code == 401
    assert not RawMessage.objects.exists()


def test_a_bearer_token_is_a_credential_too():
    (response,) = send(post(headers={"authorization": "Bearer demo-ups-credential"}))
    assert response.status_code == 202


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (("GET", "/hooks/carriers/ups", {}), 405),
        (post("/hooks/carriers/pigeon"), 404),
        (post("/hooks/"), 404),
        (post("/hooks/carriers/ups/extra"), 404),
        (post(content=b"x" * 300_000), 413),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(request_, status):
    (response,) = send(request_)
    assert response.status_code == status
    assert response.text
    assert not RawMessage.objects.exists()


def test_a_body_without_a_length_is_cut_off_at_the_cap():
    async def endless():
        for _ in range(40):
            yield b"x" * 10_000

    (response,) = send(("POST", "/hooks/carriers/ups", {"content": endless(), "headers": UPS}))
    assert response.status_code == 413


def test_what_is_authentic_but_not_understood_is_kept_all_the_same():
    (response,) = send(post(content=b"<html>"))
    assert response.status_code == 202
    assert RawMessage.objects.count() == 1


def test_many_at_once_are_all_kept():
    async def run():
        app = HooksApp()
        await app.start()
        try:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
                return await asyncio.gather(
                    *[
                        client.post("/hooks/carriers/ups", content=json.dumps({"n": n}).encode(), headers=UPS)
                        for n in range(200)
                    ]
                )
        finally:
            await app.stop()

    assert {response.status_code for response in asyncio.run(run())} == {202}
    assert RawMessage.objects.count() == 200


PAYMENT = "01a20969-ff2b-77db-9a7b-f5d451c143d1"


def gateway(body, *, key="demo-gateway-secret", at=None):
    import time

    moment = int(time.time()) if at is None else at
    signature = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return post("/hooks/payments/sandbox", content=body, headers={"gateway-signature": f"t={moment},v1={signature}"})


def settled(state="succeeded", key=PAYMENT):
    return json.dumps({"type": "charge.settled", "key": key, "state": state}).encode()


def test_the_gateway_only_makes_us_ask():
    responses = send(gateway(settled()), gateway(settled()))
    assert [response.status_code for response in responses] == [204, 204]
    entry = OutboxEntry.objects.get()
    assert (entry.topic, entry.payload) == ("payment.settle", {"payment_id": PAYMENT})


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (gateway(settled(), key="forged"), 401),
        (gateway(settled(), at=1_700_000_000), 401),
        (post("/hooks/payments/sandbox", content=settled(), headers={}), 401),
        (gateway(b"not json"), 400),
        (gateway(b"[]"), 400),
        (gateway(settled(key="42")), 400),
        (gateway(settled(state="maybe")), 400),
    ],
)
def test_a_forged_old_or_empty_message_of_the_gateway_is_refused(request_, status):
    (response,) = send(request_)
    assert response.status_code == status
    assert not OutboxEntry.objects.exists()


def news(**said):
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    ("body", "topic", "payload"),
    [
        (news(type="refund.settled", key=PAYMENT), "payment.refund", {"refund_id": PAYMENT}),
        (news(type="chargeback.opened", id="cb_1"), "payment.chargeback", {"provider_ref": "cb_1"}),
        (news(type="chargeback.closed", id="cb_1"), "payment.chargeback", {"provider_ref": "cb_1"}),
    ],
)
def test_of_refunds_and_chargebacks_too_and_twice_is_once(body, topic, payload):
    responses = send(gateway(body), gateway(body))
    assert [response.status_code for response in responses] == [204, 204]
    entry = OutboxEntry.objects.get()
    assert (entry.topic, entry.payload) == (topic, payload)


@pytest.mark.parametrize(
    "body",
    [
        news(type="refund.settled"),
        news(type="refund.settled", key="42"),
        news(type="refund.settled", key=["a"]),
        news(type="chargeback.opened"),
        news(type="chargeback.opened", id="../charges"),
        news(type="chargeback.opened", id="x" * 81),
        news(type="chargeback.lost", id="cb_1"),
        news(type=["a"], key=PAYMENT),
    ],
)
def test_what_names_nothing_is_refused(body):
    (response,) = send(gateway(body))
    assert response.status_code == 400
    assert not OutboxEntry.objects.exists()
