import base64
import hashlib
import hmac
import json

import pytest

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.usps import USPS
from severshop.domain.carriers.usps.codes import CODES, DELIVERIES, PHRASES, meaning
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place
from tests.domain.carriers.samples import HERE

PUSH = (HERE / "usps" / "samples" / "push_in_transit.json").read_bytes()
SECRET = "thirty-two-signs-of-a-secret-abc"
NUMBER = "9400109104250000000001"


def signed(body, secret=SECRET):
    envelope = json.loads(body)
    message = (envelope["timestamp"] + envelope["payload"]).encode()
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def test_a_push_is_believed_with_its_signature_and_with_no_other():
    good = signed(PUSH)
    assert USPS.is_authentic({"x-hmac": good}, PUSH, SECRET)
    assert not USPS.is_authentic(
        {"x-hmac": good}, PUSH.replace(b"2026-11-19T06:20:00Z", b"2026-11-19T06:21:00Z"), SECRET
    )
    assert not USPS.is_authentic({"x-hmac": good}, PUSH.replace(b"A1", b"01"), SECRET)
    assert not USPS.is_authentic({"x-hmac": good}, PUSH, "another")
    assert not USPS.is_authentic({"x-hmac": signed(PUSH, "")}, PUSH, "")
    assert not USPS.is_authentic({}, PUSH, SECRET)
    assert not USPS.is_authentic({"x-hmac": good}, b"<html>", SECRET)
    assert not USPS.is_authentic({"x-hmac": good}, b'{"timestamp": 1, "payload": {}}', SECRET)


def event(**changes):
    return {"eventType": "Departed Post Office", "eventCode": "SF", "eventTimestamp": "2026-11-19T23:28:00"} | changes


def read(*events, **more):
    (news,) = USPS.read(json.dumps({"trackingNumber": NUMBER, "trackingEvents": list(events)} | more).encode()).parcels
    return news


@pytest.mark.parametrize(
    ("changes", "iso", "known"),
    [
        ({}, "2026-11-19T23:28:00+00:00", False),
        ({"GMTOffset": "-06:00"}, "2026-11-19T23:28:00-06:00", True),
        # As recorded: GMT has not gone on to the next day.
        ({"GMTOffset": "-06:00", "GMTTimestamp": "2026-11-19T05:28:33Z"}, "2026-11-19T23:28:00-06:00", True),
        ({"eventTimestamp": "2026-11-20T05:28:00Z", "GMTOffset": "-6:00"}, "2026-11-19T23:28:00-06:00", True),
        (
            {"eventTimestamp": "2026-11-19T23:28:00Z", "GMTOffset": "-06:00", "GMTTimestamp": "2026-11-20T05:28:33Z"},
            "2026-11-19T23:28:00-06:00",
            True,
        ),
        ({"eventTimestamp": "2026-11-19T23:28:00-06:00", "GMTOffset": "-07:00"}, "2026-11-19T23:28:00-06:00", True),
        (
            {"eventTimestamp": None, "eventDate": "2026-11-19", "eventTime": "23:28:00"},
            "2026-11-19T23:28:00+00:00",
            False,
        ),
    ],
)
def test_the_moment_is_the_place_s_own_clock(changes, iso, known):
    (scan,) = read(event(**changes)).scans
    assert (scan.occurred_at.isoformat(), scan.offset_known) == (iso, known)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"eventCity": "ANYTOWN", "eventState": "NJ", "eventZIP": "07000"}, Place("Anytown", "NJ", "US")),
        ({"eventCity": "OAKTON WI DISTRIBUTION CENTER", "eventState": None}, Place("Oakton", "WI", "US")),
        ({"eventCity": "OAKTON OH NETWORK DISTRIBUTION CENTER"}, Place("Oakton", "OH", "US")),
        ({"eventCity": "FRANKFURT", "eventCountry": "GERMANY"}, Place("Frankfurt", "", "DE")),
        ({"eventCity": "FRANKFURT", "eventCountry": "DE"}, Place("Frankfurt", "", "DE")),
        ({"eventCity": "NOWHERE", "eventCountry": "RURITANIA"}, Place("Nowhere", "", "")),
        ({}, Place()),
    ],
)
def test_a_place_at_home_has_no_country_and_one_abroad_a_name(changes, place):
    (scan,) = read(event(**changes)).scans
    assert scan.place == place


@pytest.mark.parametrize(
    ("code", "phrase", "expected"),
    [
        ("01", "Delivered, To Original Sender", (Milestone.RETURNED, Reason.NONE)),
        ("01", "Delivered, Under the Mat", (Milestone.DELIVERED, Reason.NONE)),
        ("", "delivered, in/at mailbox", (Milestone.DELIVERED, Reason.NONE)),
        ("", "Your item was delivered", (Milestone.UNKNOWN, Reason.NONE)),
        ("10", "Inbound Out of Customs", (Milestone.CUSTOMS, Reason.CLEARED)),
        ("27", "", (Milestone.RETURNING, Reason.NONE)),
        ("DX", "Delivery status not updated", (Milestone.UNKNOWN, Reason.NONE)),
    ],
)
def test_a_whole_phrase_goes_before_the_code_and_a_part_of_one_for_nothing(code, phrase, expected):
    assert meaning(code=code, phrase=phrase) == expected


def test_the_tables_are_keyed_as_they_are_looked_up():
    assert all(phrase == phrase.upper() for phrase in PHRASES)
    assert all(len(code) == 2 for code in CODES)
    assert all(PHRASES[phrase][0] is Milestone.DELIVERED for phrase in DELIVERIES)


def test_a_neighbour_is_told_and_the_name_is_kept_for_the_staff():
    news = read(event(eventType="Delivered, Neighbor as Requested", eventCode="01", name="N. EXTDOOR"))
    assert news.proof is not None
    assert (news.proof.how, news.proof.name) == (Reason.NEIGHBOUR, "N. EXTDOOR")


def test_a_push_of_one_bare_event_is_read():
    payload = json.dumps({"trackingNumber": NUMBER} | event())
    (news,) = USPS.read(json.dumps({"timestamp": "1", "payload": payload}).encode()).parcels
    assert [scan.code for scan in news.scans] == ["SF"]


def test_a_list_answers_for_each_number():
    records = [
        {"trackingNumber": NUMBER, "trackingEvents": [event()]},
        {"trackingNumber": "EA1US", "status": "Accepted"},
    ]
    reading = USPS.read(json.dumps(records).encode())
    assert [(news.tracking_number, len(news.scans)) for news in reading.parcels] == [(NUMBER, 1), ("EA1US", 0)]


def test_a_summary_line_that_tells_no_day_holds_back_no_other():
    lines = ["Your item is on its way.", "Arrived at Hub, 11/19/2026, 8:17 am, ANYTOWN, NJ 07000"]
    news = read(eventSummaries=lines)
    assert [(scan.text, scan.place) for scan in news.scans] == [("Arrived at Hub", Place("Anytown", "NJ", "US"))]


@pytest.mark.parametrize(
    "body",
    [
        b'{"trackingNumber": "9400109104250000000001"}',
        b'{"timestamp": "1", "payload": "not json"}',
        b'{"timestamp": "1", "payload": ""}',
        b'{"timestamp": "1", "payload": 7}',
        b'{"statusCategory": "Delivered"}',
        b"[[]]",
        b'{"error": "Bad gateway"}',
        b'{"error": true}',
        b"<TrackResponse><Response><ResponseStatusCode>1</ResponseStatusCode></Response></TrackResponse>",
        b"<TrackResponse><TrackInfo/></TrackResponse>",
    ],
)
def test_what_is_not_usps_s_is_refused(body):
    with pytest.raises(NotUnderstoodError):
        USPS.read(body)
