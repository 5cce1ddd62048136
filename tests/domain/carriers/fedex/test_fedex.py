import base64
import hashlib
import hmac
import json

import pytest

from severshop.domain.carriers.fedex import FEDEX
from severshop.domain.carriers.fedex.codes import EVENTS, EXCEPTIONS, meaning
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.vocabulary.milestones import Milestone, Reason
from tests.domain.carriers.samples import HERE

BODY = (HERE / "fedex" / "samples" / "push_in_transit.json").read_bytes()
SECRET = "a-token-of-the-project"


def signed(body, secret=SECRET):
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def test_a_push_is_believed_with_its_signature_and_with_no_other():
    good = signed(BODY)
    assert FEDEX.is_authentic({"fdx-signature": good}, BODY, SECRET)
    assert not FEDEX.is_authentic({"fdx-signature": good}, BODY + b" ", SECRET)
    assert not FEDEX.is_authentic({"fdx-signature": good}, BODY, "another")
    assert not FEDEX.is_authentic({"fdx-signature": signed(BODY, "")}, BODY, "")
    assert not FEDEX.is_authentic({"fdx-signature": ""}, BODY, SECRET)
    assert not FEDEX.is_authentic({}, BODY, SECRET)


def result(number, *events, **more):
    return {"trackingNumberInfo": {"trackingNumber": number}, "scanEvents": list(events)} | more


def event(code, day, **more):
    return {"eventType": code, "eventDescription": code, "date": f"2026-11-{day:02}T10:00:00-05:00"} | more


def read(*results):
    return FEDEX.read(json.dumps({"output": {"completeTrackResults": [{"trackResults": list(results)}]}}).encode())


def test_repetitions_are_one_scan_and_results_are_merged():
    (news,) = read(
        result("123456789012", event("PU", 1), event("PU", 1)),
        result("1234 5678 9012", event("PU", 1), event("IT", 2)),
    ).parcels
    assert [scan.code for scan in news.scans] == ["PU", "IT"]


def test_one_bad_result_holds_back_no_other():
    reading = read(result("123456789012", event("PU", 1)), result("!!", event("DL", 2)), result("210987654321"))
    assert [news.tracking_number for news in reading.parcels] == ["123456789012", "210987654321"]
    assert [error.code for error in reading.errors] == ["unreadable-scan"]


def test_a_bare_result_is_read_as_a_push():
    (news,) = FEDEX.read(json.dumps(result("123456789012", event("OD", 3))).encode()).parcels
    assert news.scans[0].milestone is Milestone.OUT_FOR_DELIVERY


@pytest.mark.parametrize(
    ("code", "exception", "expected"),
    [
        ("DE", "007", (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME)),
        ("DE", "NEW", (Milestone.DELAYED, Reason.NONE)),
        ("AR", "007", (Milestone.IN_TRANSIT, Reason.ARRIVED)),
        ("DL", "014", (Milestone.DELIVERED, Reason.NONE)),
        ("", "", (Milestone.UNKNOWN, Reason.NONE)),
        ("dl", "", (Milestone.UNKNOWN, Reason.NONE)),
    ],
)
def test_the_event_decides_and_an_exception_says_what_kind(code, exception, expected):
    assert meaning(event=code, exception=exception) == expected


def test_no_table_says_delivered_but_for_a_delivery():
    said = [code for code, (milestone, _reason) in EVENTS.items() if milestone is Milestone.DELIVERED]
    assert said == ["DL"]
    assert Milestone.DELIVERED not in {milestone for milestone, _reason in EXCEPTIONS.values()}


def test_an_unknown_event_is_kept_and_counted():
    (news,) = read(result("123456789012", event("Q1", 1))).parcels
    assert [(code.code, code.text) for code in news.unmapped] == [("Q1", "Q1")]


def test_a_delivery_after_the_parcel_turned_round_is_a_return():
    (news,) = read(result("123456789012", event("DL", 1), event("RS", 2), event("DL", 3))).parcels
    assert [scan.milestone for scan in news.scans] == [Milestone.DELIVERED, Milestone.RETURNING, Milestone.RETURNED]
    assert news.proof is None


def test_the_name_is_kept_for_the_staff():
    details = {"deliveryDetails": {"receivedByName": "E.EXAMPLE"}}
    (news,) = read(result("123456789012", event("DL", 1), **details)).parcels
    assert news.proof is not None
    assert (news.proof.name, news.proof.how) == ("E.EXAMPLE", Reason.NONE)


@pytest.mark.parametrize(
    "body",
    [
        b'{"output": {}}',
        b'{"output": {"completeTrackResults": []}}',
        b'{"trackingNumber": "123456789012"}',
        b'{"errors": []}',
        b"<TrackResponse><Response/></TrackResponse>",
        b"<TrackReply><HighestSeverity>SUCCESS</HighestSeverity></TrackReply>",
    ],
)
def test_what_is_not_fedex_s_is_refused(body):
    with pytest.raises(NotUnderstoodError):
        FEDEX.read(body)
