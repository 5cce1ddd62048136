import json

import pytest

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.ups import UPS
from severshop.domain.carriers.ups.codes import CODES, DESCRIPTION_CODES, handed_to, meaning
from severshop.vocabulary.milestones import Milestone, Reason

NUMBER = "1Z999AA10123456784"


def activity(**changes):
    status = {"type": "I", "code": "AR", "statusCode": "005", "description": "Arrived at Facility"}
    return {"status": status, "date": "20261124", "time": "061200"} | changes


def read(*activities, **more):
    package = {"trackingNumber": NUMBER, "activity": list(activities)} | more
    return UPS.read(json.dumps({"trackResponse": {"shipment": [{"package": [package]}]}}).encode())


@pytest.mark.parametrize(
    ("changes", "iso", "known"),
    [
        ({}, "2026-11-24T06:12:00+00:00", False),
        ({"gmtOffset": "+01:00"}, "2026-11-24T06:12:00+01:00", True),
        ({"gmtDate": "20261124", "gmtTime": "51200", "gmtOffset": "+01:00"}, "2026-11-24T06:12:00+01:00", True),
        ({"gmtDate": "20261124", "gmtTime": "05:12:00"}, "2026-11-24T06:12:00+01:00", True),
        ({"gmtDate": "20261124", "gmtTime": "05:12:07"}, "2026-11-24T05:12:07+00:00", False),
    ],
)
def test_the_moment_is_at_the_place_s_own_offset_where_it_can_be_told(changes, iso, known):
    (scan,) = read(activity(**changes)).parcels[0].scans
    assert (scan.occurred_at.isoformat(), scan.offset_known) == (iso, known)


def test_one_bad_activity_holds_back_no_other_and_is_told():
    reading = read(activity(), activity(date="19700101"), activity(date=None), activity(status={}))
    assert len(reading.parcels[0].scans) == 1
    assert [(error.code, error.tracking_number) for error in reading.errors] == [("unreadable-scan", NUMBER)] * 3


def test_the_same_activity_twice_is_one_scan():
    assert len(read(activity(), activity()).parcels[0].scans) == 1


def test_a_parcel_without_activity_is_known_and_says_nothing():
    reading = read()
    assert [(news.tracking_number, news.scans) for news in reading.parcels] == [(NUMBER, ())]


def test_the_rescheduled_day_goes_before_the_scheduled_one():
    days = [{"type": "SDD", "date": "20261124"}, {"type": "RDD", "date": "20261126"}, {"type": "DEL", "date": "x"}]
    assert str(read(deliveryDate=days).parcels[0].estimated_delivery) == "2026-11-26"


def test_the_name_is_kept_for_the_staff():
    proof = read(activity(), deliveryInformation={"receivedBy": "Q. EXAMPLE", "location": "porch"}).parcels[0].proof
    assert proof is not None
    assert (proof.how, proof.name) == (Reason.SAFE_PLACE, "Q. EXAMPLE")
    assert read(activity(), deliveryInformation={"receivedBy": ""}).parcels[0].proof is None


def test_a_word_is_known_as_a_whole_or_not_at_all():
    assert handed_to("Front Door") is Reason.SAFE_PLACE
    assert handed_to("At the front door of somebody") is Reason.NONE


def test_the_two_letters_go_before_the_three_digits_and_both_before_the_type():
    assert meaning(kind="X", code="SR", description_code="003") == (Milestone.CUSTOMS, Reason.CLEARED)
    assert meaning(kind="M", code="??", description_code="011") == (Milestone.DELIVERED, Reason.NONE)
    assert meaning(kind="MV", code="??", description_code="") == (Milestone.CANCELLED, Reason.NONE)


def test_the_tables_are_keyed_as_ups_writes():
    assert all(len(code) == 2 for code in CODES)
    assert all(len(code) == 3 and code.isdigit() for code in DESCRIPTION_CODES)


OLDER = """<TrackResponse><Shipment><Package><TrackingNumber>1Z999AA10123456784</TrackingNumber><Activity>
<ActivityLocation><Description>FRONT DOOR</Description><SignedForByName>A. SPECIMEN</SignedForByName></ActivityLocation>
<Status><StatusType><Code>{kind}</Code></StatusType><StatusCode><Code>{code}</Code></StatusCode></Status>
<Date>20261113</Date><Time>114017</Time></Activity></Package></Shipment></TrackResponse>"""


@pytest.mark.parametrize(
    ("kind", "code", "milestone", "has_proof"),
    [
        ("D", "KB", Milestone.DELIVERED, True),
        ("D", "ZZ", Milestone.DELIVERED, True),
        ("I", "DP", Milestone.IN_TRANSIT, False),
        ("P", "ZZ", Milestone.ACCEPTED, False),
        ("X", "ZZ", Milestone.UNKNOWN, False),
    ],
)
def test_the_older_types_say_more_than_today_s(kind, code, milestone, has_proof):
    (news,) = UPS.read(OLDER.format(kind=kind, code=code).encode()).parcels
    assert news.scans[0].milestone is milestone
    assert (news.proof is not None) is has_proof


@pytest.mark.parametrize(
    "body",
    [
        b'{"trackResponse": {}}',
        b'{"trackResponse": {"shipment": []}}',
        b'{"response": {"errors": []}}',
        b"<TrackResponse><Response><ResponseStatusCode>1</ResponseStatusCode></Response></TrackResponse>",
        b"<Error><Number>80040B1A</Number></Error>",
        b"<RatingServiceSelectionResponse><Response><Error/></Response></RatingServiceSelectionResponse>",
    ],
)
def test_what_is_no_answer_of_ups_is_refused(body):
    with pytest.raises(NotUnderstoodError):
        UPS.read(body)


def test_no_secret_of_ours_is_nobody_s():
    assert not UPS.is_authentic({}, b"{}", "")
    assert not UPS.is_authentic({"credential": ""}, b"{}", "")
    assert UPS.is_authentic({"credential": "agreed"}, b"{}", "agreed")
    assert not UPS.is_authentic({"credential": "agréed"}, b"{}", "agreed")
