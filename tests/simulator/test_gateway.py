"""The gateway's contract, over real HTTP."""

import hashlib
import hmac
import json
import signal
import time
from typing import Any

import httpx
import pytest

from tests.processes import Listener, Process, wait_until

SECRET = "a-secret-of-the-test"


def asked(shop: Listener, **changes: Any) -> dict[str, Any]:
    return {
        "amount_minor": 12950,
        "currency": "EUR",
        "method": "card_ok",
        "reference": "BS-TEST",
        "return_url": f"{shop.url}/checkout/back/",
        "notify_url": f"{shop.url}/hooks/payments/sandbox",
    } | changes


def charge(gateway: httpx.Client, key: str, body: Any) -> httpx.Response:
    return gateway.post("/v1/charges", json=body, headers={"Idempotency-Key": key}, timeout=5)


@pytest.mark.parametrize(
    ("method", "state", "decline_code", "hint"),
    [
        ("card_ok", "succeeded", "", "Visa 4242"),
        ("card_declined", "declined", "insufficient_funds", "Visa 0002"),
        ("card_challenge", "action_needed", "", "Visa 3155"),
        ("card_timeout", "succeeded", "", "Visa 0119"),
    ],
)
def test_each_card_behaves_as_its_name_says(gateway, shop, method, state, decline_code, hint):
    answer = charge(gateway, "k", asked(shop, method=method)).json()
    assert (answer["state"], answer["decline_code"], answer["card_hint"]) == (state, decline_code, hint)
    assert (answer["key"], answer["amount_minor"], answer["currency"]) == ("k", 12950, "EUR")
    assert bool(answer["action_url"]) == (state == "action_needed")
    assert gateway.get("/v1/charges/k").json() == answer


def test_same_key_again_is_answered_alike_and_charged_once(gateway, shop):
    first = charge(gateway, "k", asked(shop))
    assert charge(gateway, "k", asked(shop)).json() == first.json()
    assert len(gateway.get("/v1/charges").json()["charges"]) == 1


def test_same_key_for_another_charge_is_refused(gateway, shop):
    charge(gateway, "k", asked(shop))
    assert charge(gateway, "k", asked(shop, amount_minor=1)).status_code == 409


def test_slow_card_is_known_before_it_answers_and_tells_the_shop_later(gateway, shop):
    with pytest.raises(httpx.ReadTimeout):
        gateway.post(
            "/v1/charges",
            json=asked(shop, method="card_timeout"),
            headers={"Idempotency-Key": "slow"},
            timeout=0.3,
        )
    wait_until(lambda: gateway.get("/v1/charges/slow").is_success, what="the charge")
    assert gateway.get("/v1/charges/slow").json()["state"] == "succeeded"
    wait_until(lambda: len(shop.received) == 1, what="the slow charge's message", seconds=30)
    assert json.loads(shop.received[0].body) == {"type": "charge.settled", "key": "slow", "state": "succeeded"}


@pytest.mark.parametrize(("decision", "state"), [("approve", "succeeded"), ("refuse", "declined")])
def test_second_step_settles_tells_the_shop_and_leads_back(gateway, shop, decision, state):
    url = charge(gateway, "k", asked(shop, method="card_challenge")).json()["action_url"]
    page = httpx.get(url)
    assert "Sandbox bank" in page.text
    assert "129.50 EUR" in page.text
    answer = httpx.post(url, data={"decision": decision})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{shop.url}/checkout/back/")
    assert gateway.get("/v1/charges/k").json()["state"] == state
    wait_until(lambda: len(shop.received) == 1, what="the message of the second step", seconds=30)
    told = shop.received[0]
    assert told.path == "/hooks/payments/sandbox"
    moment, signed = (part.split("=")[1] for part in told.headers["gateway-signature"].split(","))
    expected = hmac.new(SECRET.encode(), f"{moment}.".encode() + told.body, hashlib.sha256).hexdigest()
    assert (signed, abs(time.time() - int(moment)) < 5) == (expected, True)
    assert json.loads(told.body) == {"type": "charge.settled", "key": "k", "state": state}


def test_second_step_can_be_answered_only_once(gateway, shop):
    url = charge(gateway, "k", asked(shop, method="card_challenge")).json()["action_url"]
    httpx.post(url, data={"decision": "approve"})
    again = httpx.post(url, data={"decision": "refuse"})
    assert again.status_code == 303
    assert gateway.get("/v1/charges/k").json()["state"] == "succeeded"
    assert "You approved this payment" in httpx.get(url).text
    wait_until(lambda: len(shop.received) == 1, what="the message", seconds=30)
    time.sleep(0.3)
    assert len(shop.received) == 1


def test_message_is_repeated_until_the_shop_takes_it_even_after_a_crash(gateway_process, gateway, shop):
    process, url = gateway_process
    shop.status = 503
    action_url = charge(gateway, "k", asked(shop, method="card_challenge")).json()["action_url"]
    httpx.post(action_url, data={"decision": "approve"})
    wait_until(lambda: len(shop.received) >= 2, what="a second try", seconds=30)
    process.end(signal.SIGKILL)
    shop.status = 200
    shop.received.clear()
    process.start()
    process.wait_for(f"{url}/healthz")
    wait_until(lambda: len(shop.received) == 1, what="the message after the restart", seconds=30)
    assert gateway.get("/v1/charges/k").json()["state"] == "succeeded"


def test_cancelling_stops_a_charge_unless_it_succeeded(gateway, shop):
    charge(gateway, "done", asked(shop))
    assert gateway.post("/v1/charges/done/cancel").json()["state"] == "succeeded"
    url = charge(gateway, "open", asked(shop, method="card_challenge")).json()["action_url"]
    assert gateway.post("/v1/charges/open/cancel").json()["state"] == "cancelled"
    httpx.post(url, data={"decision": "approve"})
    assert gateway.get("/v1/charges/open").json()["state"] == "cancelled"
    assert "withdrew" in httpx.get(url).text


def test_charge_that_comes_after_its_cancellation_is_born_cancelled(gateway, shop):
    assert gateway.post("/v1/charges/late/cancel").json()["state"] == "cancelled"
    answer = charge(gateway, "late", asked(shop)).json()
    assert (answer["state"], answer["amount_minor"]) == ("cancelled", 12950)
    assert charge(gateway, "late", asked(shop)).json() == answer


def test_wrong_secret_sees_and_changes_nothing(gateway, shop):
    wrong = {"Authorization": "Bearer nobody", "Idempotency-Key": "k"}
    assert gateway.post("/v1/charges", json=asked(shop), headers=wrong).status_code == 401
    assert gateway.get("/v1/charges", headers=wrong).status_code == 401
    assert gateway.get("/v1/charges/k", headers=wrong).status_code == 401
    assert gateway.post("/v1/charges/k/cancel", headers=wrong).status_code == 401
    assert gateway.get("/v1/charges").json() == {"charges": []}


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_minor": 0},
        {"amount_minor": "12"},
        {"amount_minor": True},
        {"amount_minor": 10**12},
        {"currency": "euro"},
        {"method": "cash"},
        {"method": None},
        {"reference": ""},
        {"reference": "x" * 501},
        {"return_url": "javascript:alert(1)"},
        {"return_url": "http://a\r\nX: y"},
        {"notify_url": "hooks"},
        {"notify_url": "http://["},
        {"notify_url": "http://shop:many/"},
        {"notify_url": "http:///hooks"},
    ],
)
def test_bad_requests_are_named_and_charge_nothing(gateway, shop, changes):
    answer = charge(gateway, "k", asked(shop, **changes))
    assert (answer.status_code, next(iter(changes)) in answer.json()["detail"]) == (400, True)
    assert gateway.get("/v1/charges/k").status_code == 404


def test_what_is_no_json_object_or_has_no_key_is_refused(gateway, shop):
    headers = {"Idempotency-Key": "k"}
    assert gateway.post("/v1/charges", content=b"{", headers=headers).status_code == 400
    assert gateway.post("/v1/charges", content=b"[]", headers=headers).status_code == 400
    assert gateway.post("/v1/charges", content=b"x" * 30_000, headers=headers).status_code == 400
    assert gateway.post("/v1/charges", json=asked(shop)).status_code == 400
    assert charge(gateway, "k" * 101, asked(shop)).status_code == 400


def test_unknown_second_step_and_unknown_answer(gateway, shop):
    assert gateway.get("/challenge/ch_nothing").status_code == 404
    url = charge(gateway, "k", asked(shop, method="card_challenge")).json()["action_url"]
    assert httpx.post(url, data={"decision": "perhaps"}).status_code == 400
    assert gateway.get("/v1/charges/k").json()["state"] == "action_needed"


def test_page_says_who_may_be_led_to(gateway, shop):
    url = charge(gateway, "k", asked(shop, method="card_challenge", reference="<b>'\"&")).json()["action_url"]
    page = httpx.get(url)
    assert f"form-action 'self' {shop.url};" in page.headers["content-security-policy"]
    assert "<b>" not in page.text


def test_gateway_ends_quickly_when_told(gateway_process: tuple[Process, str]):
    process, _ = gateway_process
    started = time.monotonic()
    process.end()
    assert time.monotonic() - started < 3
