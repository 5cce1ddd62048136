import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.ups.codes import CODES
from severshop.domain.carriers.ups.reader import read as read_bytes
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place

MESSAGE = {
    "trackingNumber": "1Z999AA10123456784",
    "localActivityDate": "20261124",
    "localActivityTime": "061200",
    "activityLocation": {"city": "COLOGNE", "stateProvince": "", "postalCode": "", "country": "DE"},
    "activityStatus": {"type": "I", "code": "DP", "description": "Departed from Facility"},
    "gmtActivityDate": "20261124",
    "gmtActivityTime": "051200",
}


def read(**changes):
    (news,) = read_bytes(json.dumps(MESSAGE | changes).encode()).parcels
    return news


def status(kind, code, description_code=""):
    return {"type": kind, "code": code, "description": "", "descriptionCode": description_code}


def test_a_message_becomes_one_scan_with_the_place_and_its_own_time():
    news = read()
    (scan,) = news.scans
    assert news.tracking_number == "1Z999AA10123456784"
    assert (scan.milestone, scan.reason) == (Milestone.IN_TRANSIT, Reason.DEPARTED)
    assert scan.occurred_at.isoformat() == "2026-11-24T06:12:00+01:00"
    assert scan.offset_known
    assert scan.place == Place("Cologne", "", "DE")
    assert (scan.code, scan.text) == ("DP", "Departed from Facility")


@pytest.mark.parametrize(
    ("given_status", "milestone"),
    [
        (status("M", "MP"), Milestone.LABEL_CREATED),
        (status("MV", "VP"), Milestone.CANCELLED),
        (status("I", "OR"), Milestone.ACCEPTED),
        (status("I", "OT", "021"), Milestone.OUT_FOR_DELIVERY),
        (status("D", "OT"), Milestone.OUT_FOR_DELIVERY),
        (status("D", "FS", "011"), Milestone.DELIVERED),
        (status("X", "Q7", "032"), Milestone.DELAYED),
        (status("X", "Q7"), Milestone.UNKNOWN),
        (status("D", ""), Milestone.UNKNOWN),
        (status("U", "UD"), Milestone.UNKNOWN),
    ],
)
def test_codes_become_milestones_and_never_by_guessing(given_status, milestone):
    (scan,) = read(activityStatus=given_status).scans
    assert scan.milestone is milestone


def test_a_code_without_a_meaning_is_kept_to_be_counted():
    news = read(activityStatus={"type": "X", "code": "Q7", "description": "Something new"})
    assert [(unmapped.code, unmapped.text) for unmapped in news.unmapped] == [("Q7", "Something new")]


@pytest.mark.parametrize(
    ("changes", "moment", "known"),
    [
        ({}, "2026-11-24T05:12:00+00:00", True),
        ({"gmtActivityDate": "", "gmtActivityTime": "", "gmtOffset": "-04.00"}, "2026-11-24T10:12:00+00:00", True),
        ({"gmtActivityDate": "", "gmtActivityTime": "", "gmtOffset": "+05:30"}, "2026-11-24T00:42:00+00:00", True),
        ({"gmtActivityDate": None, "gmtActivityTime": None}, "2026-11-24T06:12:00+00:00", False),
        ({"localActivityDate": "", "localActivityTime": ""}, "2026-11-24T05:12:00+00:00", False),
        ({"gmtActivityTime": "051311"}, "2026-11-24T05:13:11+00:00", False),
    ],
)
def test_the_moment_is_right_and_says_whether_the_offset_was_known(changes, moment, known):
    (scan,) = read(**changes).scans
    assert scan.occurred_at.astimezone(UTC).isoformat() == moment
    assert scan.offset_known is known


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Bad gateway</html>",
        b"[]",
        b"null",
        b'{"trackingNumber": "1Z999AA10123456784"}',
        b'{"activityStatus": {"type": "D"}}',
        json.dumps(MESSAGE | {"activityStatus": {}}).encode(),
        json.dumps(MESSAGE | {"activityStatus": "D"}).encode(),
        json.dumps(MESSAGE | {"trackingNumber": "1Z; DROP TABLE"}).encode(),
        json.dumps(MESSAGE | {"trackingNumber": ["1Z"]}).encode(),
        json.dumps(MESSAGE | {"gmtActivityDate": "20261399"}).encode(),
        json.dumps(MESSAGE | {"localActivityDate": "", "gmtActivityDate": ""}).encode(),
        json.dumps(MESSAGE | {"localActivityDate": "19700101", "gmtActivityDate": "19700101"}).encode(),
        json.dumps(MESSAGE).encode()[:80],
        b"[" * 100_000,
    ],
)
def test_what_is_no_track_alert_message_is_refused_by_name(body):
    with pytest.raises(NotUnderstoodError):
        read_bytes(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*MESSAGE, "gmtOffset", "other"]), JSON))
def test_whatever_comes_is_read_or_refused_and_nothing_else(changes):
    try:
        (news,) = read_bytes(json.dumps(MESSAGE | changes).encode()).parcels
    except NotUnderstoodError:
        return
    for scan in news.scans:
        assert scan.occurred_at.utcoffset() is not None
        assert "\x00" not in scan.text + scan.code + scan.place.city


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body):
    with pytest.raises(NotUnderstoodError):
        read_bytes(body)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)), st.integers(-48, 56))
def test_any_time_zone_comes_out_as_it_went_in(local, quarters):
    gmt = local - timedelta(minutes=15 * quarters)
    (scan,) = read(
        localActivityDate=f"{local:%Y%m%d}",
        localActivityTime=f"{local:%H%M%S}",
        gmtActivityDate=f"{gmt:%Y%m%d}",
        gmtActivityTime=f"{gmt:%H%M%S}",
    ).scans
    assert scan.occurred_at.replace(tzinfo=None) == local.replace(microsecond=0)
    assert scan.occurred_at.utcoffset() == timedelta(minutes=15 * quarters)


def test_every_mapped_code_means_something():
    assert all(milestone is not Milestone.UNKNOWN for milestone, _reason in CODES.values())
