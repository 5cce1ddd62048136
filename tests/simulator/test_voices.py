"""Each carrier over real HTTP: where it posts, how it proves who it is, and in which form it speaks."""

import base64
import hashlib
import hmac
import json
import re

import httpx
import pytest

from severshop.simulator.carrier.journeys import journeys, whats
from severshop.simulator.carrier.voices import VOICES
from tests.processes import Listener, wait_until

ASKED = {
    "service": "standard",
    "from": {"city": "Cologne", "country": "DE"},
    "to": {"city": "Copenhagen", "postal_code": "1050", "country": "DK"},
    "journey": "on_time",
}
NUMBERS = {
    "ups": r"1Z[0-9A-Z]{16}",
    "fedex": r"[0-9]{12}",
    "usps": r"94[0-9]{20}",
    "dhl": r"00340434[0-9]{12}",
    "canadapost": r"[0-9]{16}",
    "royalmail": r"[A-Z]{2}[0-9]{9}GB",
    "generic": r"[0-9A-Z]+",
}
ON_TIME_STEPS = 9


def signature(secret: str, signed: bytes) -> bytes:
    return hmac.new(secret.encode(), signed, hashlib.sha256).digest()


def by_path(shop: Listener) -> dict[str, list]:
    found: dict[str, list] = {}
    for message in shop.received:
        found.setdefault(message.path, []).append(message)
    return found


def test_every_carrier_posts_to_its_hook_with_its_own_proof(start_carrier, shop):
    carrier = start_carrier("--journey-seconds", "2")
    numbers = {}
    for name in VOICES:
        answer = httpx.post(f"{carrier.url}/labels", json=ASKED | {"reference": name, "carrier": name})
        assert answer.json()["carrier"] == name
        numbers[name] = answer.json()["tracking_number"]
        assert re.fullmatch(NUMBERS[name], numbers[name])
    wait_until(lambda: len(shop.received) == len(VOICES) * ON_TIME_STEPS, what="all journeys", seconds=40)
    told = by_path(shop)
    assert {path: len(messages) // ON_TIME_STEPS for path, messages in told.items()} == {
        "/hooks/carriers/ups": 1,
        "/hooks/carriers/fedex": 1,
        "/hooks/carriers/usps": 1,
        "/hooks/carriers/dhl": 1,
        "/hooks/carriers/generic": 3,
    }
    for path, messages in told.items():
        for message in messages:
            assert message.headers["content-type"] == "application/json"
            CHECKS[path.rpartition("/")[2]](message, numbers)


def check_ups(message, numbers):
    assert message.headers["credential"] == "a-secret-of-the-test-of-ups"
    assert json.loads(message.body)["trackingNumber"] == numbers["ups"]


def check_fedex(message, numbers):
    signed = base64.b64encode(signature("a-secret-of-the-test-of-fedex", message.body)).decode()
    assert message.headers["fdx-signature"] == signed
    [complete] = json.loads(message.body)["output"]["completeTrackResults"]
    assert complete["trackingNumber"] == numbers["fedex"]
    assert len(complete["trackResults"][0]["scanEvents"]) == 1


def check_usps(message, numbers):
    envelope = json.loads(message.body)
    over = (envelope["timestamp"] + envelope["payload"]).encode()
    assert message.headers["x-hmac"] == base64.b64encode(signature("a-secret-of-the-test-of-usps", over)).decode()
    payload = json.loads(envelope["payload"])
    assert payload["trackingNumber"] == numbers["usps"]
    assert payload["trackingEvents"][0]["eventType"] == payload["status"]


def check_dhl(message, numbers):
    assert message.headers["dhl-hook-token"] == "a-secret-of-the-test-of-dhl"
    [shipment] = json.loads(message.body)["shipments"]
    assert (shipment["id"], shipment["service"]) == (numbers["dhl"], "parcel-de")
    assert shipment["events"][0] == shipment["status"]


def check_generic(message, numbers):
    match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", message.headers["signature"])
    signed = signature("a-secret-of-the-test-of-generic", match[1].encode() + b"." + message.body)
    assert match[2] == signed.hex()
    [told] = json.loads(message.body)["messages"]
    assert told["tracking_number"] in {numbers[name] for name in ("canadapost", "royalmail", "generic")}


CHECKS = {"ups": check_ups, "fedex": check_fedex, "usps": check_usps, "dhl": check_dhl, "generic": check_generic}


@pytest.mark.parametrize(
    ("journey", "service", "form"),
    [
        ("on_time", "standard", r"00340434[0-9]{12}"),
        ("on_time", "express", r"[0-9]{10}"),
        ("lost", "standard", r"GM[0-9]{16}"),
        ("lost", "express", r"GM[0-9]{16}"),
    ],
)
def test_dhl_parcel_goes_by_the_division_that_has_words_for_its_journey(journey, service, form):
    assert re.fullmatch(form, VOICES["dhl"].number(7, service, whats(journeys()[journey])))


def test_history_is_told_whole_by_who_tells_histories(start_carrier, shop):
    carrier = start_carrier("--journey-seconds", "1")
    httpx.post(f"{carrier.url}/labels", json=ASKED | {"reference": "r", "carrier": "dhl"})
    wait_until(lambda: len(shop.received) == ON_TIME_STEPS, what="the journey", seconds=30)
    counts = [len(json.loads(message.body)["shipments"][0]["events"]) for message in shop.received]
    assert sorted(counts) == list(range(1, ON_TIME_STEPS + 1))


def test_what_a_carrier_has_no_words_for_is_refused_and_named(start_carrier):
    carrier = start_carrier()
    asked = ASKED | {"reference": "r", "carrier": "fedex", "journey": "lost"}
    answer = httpx.post(f"{carrier.url}/labels", json=asked)
    assert (answer.status_code, answer.json()) == (400, {"detail": "journey: fedex has no words for lost"})
    unknown = httpx.post(f"{carrier.url}/labels", json=ASKED | {"reference": "r", "carrier": "pigeon"})
    assert (unknown.status_code, "carrier" in unknown.json()["detail"]) == (400, True)
    wrong = {"carrier": "dhl", "tracking_number": "1Z5R89390357567127", "journey": "on_time"}
    assert "tracking_number" in httpx.post(f"{carrier.url}/journeys", json=wrong).json()["detail"]
