"""The simulated carriers: numbers, journeys, and that every message arrives."""

import json
import re
import signal
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from severshop.simulator.carrier.journeys import Route, ends, journeys, messages, usual_journey, with_mischief
from severshop.simulator.carrier.numbers import check_digit, ups
from severshop.simulator.carrier.voices import VOICES
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import Attention, OrderStatus
from tests.processes import Listener, wait_until

HOME = {"city": "Cologne", "country": "DE"}
AWAY = {"city": "Copenhagen", "postal_code": "1050", "country": "DK"}
ROUTE = Route(from_city="Cologne", from_country="DE", to_city="Copenhagen", to_country="DK", to_postal_code="1050")
START = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def label(url: str, reference: str, **changes: object) -> httpx.Response:
    body = {"reference": reference, "service": "standard", "from": HOME, "to": AWAY} | changes
    return httpx.post(f"{url}/labels", json=body)


def told(steps):
    return messages(steps, voice=VOICES["ups"], number="1Z5R89390357567127", route=ROUTE, started_at=START)


def statuses(shop: Listener) -> list[str]:
    return [json.loads(message.body)["activityStatus"]["code"] for message in shop.received]


@pytest.mark.parametrize(
    "number",
    # UPS's own test number, and two that public lists of number formats give as samples.
    ["1ZCIETST0111111114", "1Z5R89390357567127", "1Z999AA10123456784"],
)
def test_check_digit_is_the_one_of_real_numbers(number):
    assert check_digit(number[2:17]) == int(number[17])


def test_numbers_have_the_form_and_differ():
    numbers = {ups(parcel, service=service) for parcel in range(200) for service in ("standard", "express")}
    assert len(numbers) == 400
    assert all(re.fullmatch(r"1Z[0-9A-Z]{15}[0-9]", number) for number in numbers)


@pytest.mark.parametrize("name", sorted(journeys()))
def test_journey_files_are_sound(name):
    steps = journeys()[name]
    hours = [step.hour for step in steps]
    assert hours == sorted(set(hours))
    assert (steps[0].milestone, steps[0].hour) == ("label_created", 0)
    assert all(step.told_hour >= step.hour for step in steps)
    assert {step.milestone for step in steps} <= set(Milestone)
    assert {step.reason for step in steps} <= set(Reason)
    assert ends(name).status in set(OrderStatus)
    assert ends(name).attention in {"", *Attention}
    assert ends(name).mails[0] == "received"
    for message in told(steps):
        body = json.loads(message.body)
        assert body["trackingNumber"] == "1Z5R89390357567127"
        assert body["activityStatus"]["type"] in {"D", "I", "M", "MV", "U", "X"}


def test_moments_are_local_and_gmt_and_agree():
    made = told(journeys()["on_time"])
    last = json.loads(made[-1].body)
    assert (last["localActivityDate"], last["localActivityTime"]) == ("20260703", "090000")
    assert (last["gmtActivityDate"], last["gmtActivityTime"], last["gmtOffset"]) == ("20260703", "070000", "+02:00")
    assert last["activityLocation"] == {
        "city": "Copenhagen",
        "stateProvince": "",
        "postalCode": "1050",
        "country": "DK",
    }
    assert (last["actualDeliveryDate"], last["actualDeliveryTime"]) == ("20260703", "090000")


def test_a_border_with_customs_is_crossed_through_customs():
    assert usual_journey(ROUTE) == "on_time"
    swiss = Route(from_city="Cologne", from_country="DE", to_city="Bern", to_country="CH")
    assert usual_journey(swiss) == "customs"


@pytest.mark.parametrize("seed", ["a", "b", "c", "d", "e", "f", "g", "h"])
def test_mischief_changes_the_telling_but_not_the_end(seed):
    tidy = journeys()["on_time"]
    untidy = with_mischief(tidy, seed=seed)
    assert untidy == with_mischief(tidy, seed=seed)
    assert untidy != tidy
    assert max(untidy, key=lambda step: step.hour).milestone == "delivered"
    assert {step.what for step in tidy} <= {step.what for step in untidy}


def test_label_is_followed_by_its_journey_to_the_door(start_carrier, shop):
    carrier = start_carrier("--journey-seconds", "2", "--no-mischief")
    before = time.time()
    number = label(carrier.url, "parcel-1").json()["tracking_number"]
    wait_until(lambda: "FS" in statuses(shop), what="the delivery", seconds=30)
    assert statuses(shop) == ["MP", "OR", "DP", "AR", "DP", "AR", "YP", "OT", "FS"]
    first, last = shop.received[0], json.loads(shop.received[-1].body)
    assert first.path == "/hooks/carriers/ups"
    assert first.headers["credential"] == "a-secret-of-the-test-of-ups"
    assert first.headers["user-agent"] == "UPSPubSubTrackingService"
    assert last["trackingNumber"] == number
    told = datetime.strptime(last["gmtActivityDate"] + last["gmtActivityTime"], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    assert before < told.timestamp() < time.time()


def test_same_reference_is_one_parcel_and_others_are_others(start_carrier):
    carrier = start_carrier()
    first = label(carrier.url, "parcel-1").json()
    assert label(carrier.url, "parcel-1", journey="late").json() == first
    assert label(carrier.url, "parcel-2", service="express").json() != first
    assert len(httpx.get(f"{carrier.url}/parcels").json()["parcels"]) == 2


def test_a_return_is_handed_in_some_time_after_its_label(start_carrier, shop):
    carrier = start_carrier("--journey-seconds", "40")
    for reference, is_return in (("out", False), ("back", True)):
        assert label(carrier.url, reference, **{"return": is_return}).is_success
    began = {one["reference"]: one["started_at"] for one in httpx.get(f"{carrier.url}/parcels").json()["parcels"]}
    assert 55 < began["back"] - began["out"] < 65
    wait_until(lambda: shop.received, what="the label of the one that is on its way")


def test_messages_are_repeated_until_taken_even_after_a_crash(start_carrier, shop):
    shop.status = 503
    carrier = start_carrier("--journey-seconds", "1.5", "--no-mischief")
    label(carrier.url, "parcel-1")
    wait_until(lambda: len(shop.received) >= 3, what="tries", seconds=30)
    carrier.process.end(signal.SIGKILL)
    shop.status = 200
    shop.received.clear()
    carrier.process.start()
    carrier.process.wait_for(f"{carrier.url}/healthz")
    wait_until(lambda: len(set(statuses(shop))) == 7, what="every message after the restart", seconds=30)
    wait_until(
        lambda: httpx.get(f"{carrier.url}/parcels").json()["messages_waiting"] == 0, what="an empty queue", seconds=30
    )
    assert sorted(statuses(shop)) == sorted(["MP", "OR", "DP", "AR", "DP", "AR", "YP", "OT", "FS"])


def test_backdated_journey_tells_its_past_at_once_and_stops_where_it_is_held(start_carrier, shop):
    carrier = start_carrier()
    started_at = datetime.now(UTC) - timedelta(hours=45)
    asked = {
        "tracking_number": "1Z5R89390357567127",
        "journey": "on_time",
        "from": HOME,
        "to": AWAY,
        "started_at": started_at.isoformat(),
        "up_to_hour": 42,
    }
    assert httpx.post(f"{carrier.url}/journeys", json=asked).json()["began"] is True
    assert httpx.post(f"{carrier.url}/journeys", json=asked).json()["began"] is False
    wait_until(lambda: len(shop.received) == 8, what="the past", seconds=30)
    assert set(statuses(shop)) == {"MP", "OR", "DP", "AR", "YP", "OT"}
    moments = sorted(json.loads(message.body)["gmtActivityDate"] for message in shop.received)
    assert moments[0] == f"{started_at:%Y%m%d}"
    assert httpx.get(f"{carrier.url}/parcels").json()["messages_waiting"] == 0


def test_journey_begun_at_another_moment_is_told_anew(start_carrier, shop):
    carrier = start_carrier()
    for days in (9, 3):
        asked = {
            "tracking_number": "1Z5R89390357567127",
            "journey": "silent_after_label",
            "from": HOME,
            "to": AWAY,
            "started_at": (datetime.now(UTC) - timedelta(days=days)).isoformat(),
        }
        assert httpx.post(f"{carrier.url}/journeys", json=asked).json()["began"] is True
    wait_until(lambda: len(shop.received) == 2, what="both tellings", seconds=30)
    assert len(httpx.get(f"{carrier.url}/parcels").json()["parcels"]) == 1


def test_backdated_journey_keeps_its_future_for_later(start_carrier, shop):
    carrier = start_carrier()
    asked = {
        "tracking_number": "1Z5R89390357567127",
        "journey": "on_time",
        "from": HOME,
        "to": AWAY,
        "started_at": (datetime.now(UTC) - timedelta(hours=5)).isoformat(),
    }
    httpx.post(f"{carrier.url}/journeys", json=asked)
    wait_until(lambda: len(shop.received) == 2, what="the past", seconds=30)
    assert httpx.get(f"{carrier.url}/parcels").json()["messages_waiting"] == 7


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": 7}, "reference"),
        ({"service": "drone"}, "service"),
        ({"to": "Copenhagen"}, "to"),
        ({"to": {"city": "Copenhagen", "country": "Denmark"}}, "country"),
        ({"journey": "../../secret"}, "journey"),
    ],
)
def test_bad_requests_are_named_and_make_no_parcel(start_carrier, changes, named):
    carrier = start_carrier()
    answer = label(carrier.url, **{"reference": "parcel-1", **changes})
    assert (answer.status_code, named in answer.json()["detail"]) == (400, True)
    assert httpx.post(f"{carrier.url}/journeys", content=b"[").status_code == 400
    assert httpx.get(f"{carrier.url}/parcels").json()["parcels"] == []
