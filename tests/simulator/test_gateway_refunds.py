"""What the sandbox gateway pays back, and what banks take, over real HTTP."""

import json
import time
from typing import Any

import httpx
import pytest

from tests.processes import Listener, wait_until
from tests.simulator.test_gateway import asked, charge

TOTAL = 12_950


def wanted(shop: Listener, amount: Any = 1_000, **changes: Any) -> dict[str, Any]:
    return {
        "amount_minor": amount,
        "currency": "EUR",
        "notify_url": f"{shop.url}/hooks/payments/sandbox",
    } | changes


def back(gateway: httpx.Client, key: str, body: Any, *, of: str = "c") -> httpx.Response:
    return gateway.post(f"/v1/charges/{of}/refunds", json=body, headers={"Idempotency-Key": key}, timeout=5)


def told(shop: Listener) -> list[dict[str, Any]]:
    return [json.loads(one.body) for one in shop.received]


@pytest.fixture
def paid(gateway: httpx.Client, shop: Listener) -> httpx.Client:
    charge(gateway, "c", asked(shop))
    return gateway


def test_the_same_key_is_the_same_refund(paid, shop):
    first = back(paid, "r", wanted(shop)).json()
    assert (first["state"], first["amount_minor"], first["charge"], first["key"]) == ("succeeded", 1_000, "c", "r")
    assert back(paid, "r", wanted(shop)).json() == first
    assert paid.get("/v1/refunds/r").json() == first
    assert paid.get("/v1/charges/c/refunds").json() == {"refunds": [first]}
    assert back(paid, "r", wanted(shop, 999)).status_code == 409
    wait_until(lambda: told(shop), what="the shop is told")
    assert told(shop) == [{"type": "refund.settled", "key": "r"}]


def test_no_more_than_was_charged_goes_back(paid, shop):
    assert back(paid, "1", wanted(shop, TOTAL - 100)).json()["state"] == "succeeded"
    refused = back(paid, "2", wanted(shop, 101)).json()
    assert (refused["state"], refused["failure_code"]) == ("failed", "more_than_left")
    assert back(paid, "3", wanted(shop, 100)).json()["state"] == "succeeded"
    assert back(paid, "2", wanted(shop, 101)).json()["state"] == "failed"


@pytest.mark.parametrize(
    ("method", "changes", "code"),
    [("card_declined", {}, "not_charged"), ("card_ok", {"currency": "USD"}, "other_currency")],
)
def test_what_cannot_be_paid_back(gateway, shop, method, changes, code):
    charge(gateway, "c", asked(shop, method=method))
    assert back(gateway, "r", wanted(shop, **changes)).json()["failure_code"] == code


def test_to_a_closed_card_nothing_goes_back(paid, shop):
    assert paid.post("/v1/sandbox/charges/c/close-card").json() == {"ok": True}
    assert back(paid, "r", wanted(shop)).json()["failure_code"] == "card_closed"


def test_one_that_takes_its_time_is_pending_and_told_when_it_is_done(gateway, shop):
    url = charge(gateway, "c", asked(shop, method="card_challenge")).json()["action_url"]
    httpx.post(url, data={"decision": "approve"})
    assert back(gateway, "r", wanted(shop)).json()["state"] == "pending"
    wait_until(lambda: {"type": "refund.settled", "key": "r"} in told(shop), what="the shop is told")
    assert gateway.get("/v1/refunds/r").json()["state"] == "succeeded"


def test_a_slow_one_answers_late_and_is_kept_before(gateway, shop):
    charge(gateway, "c", asked(shop, method="card_timeout"))
    with pytest.raises(httpx.ReadTimeout):
        gateway.post(
            "/v1/charges/c/refunds", json=wanted(shop), headers={"Idempotency-Key": "r"}, timeout=httpx.Timeout(0.2)
        )
    assert gateway.get("/v1/refunds/r").json()["state"] == "succeeded"


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"amount_minor": 0},
        {"amount_minor": 1.5},
        {"amount_minor": True},
        {"amount_minor": 10**9},
        {"currency": 3},
        {"notify_url": "javascript:alert(1)"},
    ],
)
def test_nonsense_is_refused(paid, shop, body):
    sent = wanted(shop) | body if isinstance(body, dict) and body else body
    assert back(paid, "r", sent).status_code == 400
    assert paid.get("/v1/refunds/r").status_code == 404


def test_no_charge_no_key_no_secret(paid, shop):
    assert back(paid, "r", wanted(shop), of="unknown").status_code == 404
    assert back(paid, "", wanted(shop)).status_code == 400
    for path in ("/v1/refunds/r", "/v1/charges/c/refunds", "/v1/chargebacks/cb_1"):
        assert httpx.get(f"{paid.base_url}{path}").status_code == 401
    for path in ("charges/c/chargeback", "charges/c/close-card", "chargebacks/cb_1/close"):
        assert httpx.post(f"{paid.base_url}/v1/sandbox/{path}", json={}).status_code == 401


def test_a_bank_takes_money_whatever_went_back_before_and_the_shop_is_told(paid, shop):
    back(paid, "r", wanted(shop, TOTAL))
    taken = paid.post("/v1/sandbox/charges/c/chargeback", json={"amount_minor": TOTAL}).json()
    found = paid.get(f"/v1/chargebacks/{taken['id']}").json()
    assert (found["state"], found["amount_minor"], found["currency"], found["charge"]) == ("open", TOTAL, "EUR", "c")
    for won in (True, False):
        paid.post(f"/v1/sandbox/chargebacks/{taken['id']}/close", json={"won": won})
    assert paid.get(f"/v1/chargebacks/{taken['id']}").json()["state"] == "won"
    wait_until(lambda: len(told(shop)) == 3, what="the shop is told of each once")
    time.sleep(0.1)
    kinds = sorted(one["type"] for one in told(shop))
    assert kinds == ["chargeback.closed", "chargeback.opened", "refund.settled"]


def test_after_a_chargeback_there_is_less_to_pay_back(paid, shop):
    paid.post("/v1/sandbox/charges/c/chargeback", json={"amount_minor": TOTAL - 500})
    assert back(paid, "1", wanted(shop, 501)).json()["failure_code"] == "more_than_left"
    assert back(paid, "2", wanted(shop, 500)).json()["state"] == "succeeded"


@pytest.mark.parametrize("body", [{}, {"amount_minor": TOTAL + 1}, {"amount_minor": -1}, []])
def test_no_bank_takes_more_than_was_charged(paid, body):
    assert paid.post("/v1/sandbox/charges/c/chargeback", json=body).status_code == 400
    assert paid.post("/v1/sandbox/charges/unknown/chargeback", json={"amount_minor": 1}).status_code == 404
    assert paid.get("/v1/chargebacks/cb_nothing").status_code == 404
    assert paid.post("/v1/sandbox/chargebacks/cb_nothing/close", json={"won": True}).status_code == 404
