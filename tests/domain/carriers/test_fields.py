from datetime import UTC, date, datetime, timedelta

import pytest

from severshop.domain.carriers import fields, xml
from severshop.domain.carriers.gathering import UNREADABLE_SCAN, Gathered
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.vocabulary.places import Place


@pytest.mark.parametrize(
    ("stamp", "iso", "known"),
    [
        ("2026-11-24T06:12:00+01:00", "2026-11-24T06:12:00+01:00", True),
        ("2026-11-24T06:12:00.123Z", "2026-11-24T06:12:00.123000+00:00", True),
        ("2026-11-24T06:12:00-0500", "2026-11-24T06:12:00-05:00", True),
        ("2026-11-24T06:12:00", "2026-11-24T06:12:00+00:00", False),
        ("2026-11-24", "2026-11-24T00:00:00+00:00", False),
    ],
)
def test_a_moment_keeps_its_offset_and_says_when_it_has_none(stamp, iso, known):
    moment, offset_known = fields.moment(stamp)
    assert (moment.isoformat(), offset_known) == (iso, known)


@pytest.mark.parametrize(
    "stamp",
    ["", "soon", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "2026-13-01T00:00:00"],
)
def test_a_moment_that_cannot_be_is_refused(stamp):
    with pytest.raises(NotUnderstoodError):
        fields.moment(stamp)


def test_an_offset_that_no_zone_has_is_refused():
    with pytest.raises(NotUnderstoodError):
        fields.moment("2026-11-24T06:12:00+20:00")


@pytest.mark.parametrize(
    ("day", "clock", "offset", "iso"),
    [
        ("20261124", "061200", "-04:00", "2026-11-24T06:12:00-04:00"),
        ("20261124", "61200", "-04.00", "2026-11-24T06:12:00-04:00"),
        ("20261124", "0612", "", "2026-11-24T06:12:00+00:00"),
        ("20261124", "", "Z", "2026-11-24T00:00:00+00:00"),
        ("2026-11-24", "06:12", "-7:00", "2026-11-24T06:12:00-07:00"),
    ],
)
def test_a_local_moment_takes_the_ways_in_which_carriers_write(day, clock, offset, iso):
    moment, known = fields.local_moment(day, clock, offset=offset)
    assert moment.isoformat() == iso
    assert known is bool(offset)


@pytest.mark.parametrize(
    ("text", "offset"),
    [("Z", 0), ("+05:30", 330), ("-4:00", -240), ("-0400", -240), ("+15:00", None), ("EST", None), ("", None)],
)
def test_an_offset_is_read_or_not_known(text, offset):
    assert fields.read_offset(text) == (None if offset is None else timedelta(minutes=offset))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("20261124", date(2026, 11, 24)),
        ("2026-11-24T00:00:00-06:00", date(2026, 11, 24)),
        ("1970-01-01", None),
        ("0001-01-01T00:00:00", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_day_is_the_one_that_is_written_or_none(text, day):
    assert fields.day(text) == day


def test_texts_can_be_stored_and_shown():
    assert fields.text({"a": " two\x00 \ud800lines\n here "}, "a") == "two lines here"
    assert fields.text({"a": {"b": 7}}, "a", "b") == "7"
    assert [fields.text({"a": value}, "a") for value in (None, True, 1.5, [], {})] == [""] * 5
    assert fields.plain("Ground Advantage<SUP>&#8482;</SUP> &amp; more") == "Ground Advantage™ & more"
    assert fields.plain("3 < 4 > 2") == "3 < 4 > 2"


def test_places_are_written_as_people_write_them():
    assert fields.place(city="ST. JOHN'S", region="NL", country="ca") == Place("St. John's", "NL", "CA")
    assert fields.place(city="Den Haag", country="Netherlands") == Place("Den Haag", "", "")


@pytest.mark.parametrize("number", ["", "--", "1Z; DROP TABLE", "９４００", "9" * 65])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(NotUnderstoodError):
        fields.number(number)


def test_a_number_is_stored_in_capitals_without_spaces_and_dashes():
    assert fields.number("9400 1000-ab") == "94001000AB"


@pytest.mark.parametrize(
    "body",
    [
        b"<a><b></a>",
        b"<!DOCTYPE a><a/>",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "http://localhost/">]><a>&b;</a>',
        '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-8"?><a>\xff</a>',
        b"<a>&nbsp;</a>",
    ],
)
def test_xml_is_read_without_document_types_entities_and_odd_encodings(body):
    with pytest.raises(NotUnderstoodError):
        xml.read_xml(body)


def test_xml_is_read_without_namespaces_in_the_encoding_that_it_names():
    root = xml.read_xml(
        '<?xml version="1.0" encoding="ISO-8859-1"?><v:a xmlns:v="urn:v"><v:b>Köln</v:b></v:a>'.encode("latin-1")
    )
    assert root.tag == "a"
    assert xml.text(root, "b") == "Köln"
    assert xml.text(None, "b") == ""
    assert list(xml.each(None, "b")) == []


def test_a_message_of_nothing_but_unreadable_scans_is_refused_by_their_cause():
    gathered = Gathered()
    gathered.add("1", [1], lambda _entry: fields.moment("1970-01-01") and None)
    with pytest.raises(NotUnderstoodError, match="1970"):
        gathered.reading(lacks="nothing")
    gathered.fail("X", "Something else", number="2 2")
    assert [error.code for error in gathered.reading(lacks="nothing").errors] == [UNREADABLE_SCAN, "X"]
    assert gathered.reading(lacks="nothing").errors[1].tracking_number == "22"


def test_the_bounds_are_those_of_a_parcel():
    assert datetime(2000, 1, 1, tzinfo=UTC) == fields.OLDEST < fields.LATEST
