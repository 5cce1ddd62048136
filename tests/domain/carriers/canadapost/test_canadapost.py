"""Canada Post: its tables, its time zones, its places."""

import pytest

from severshop.domain.carriers.canadapost import CANADAPOST
from severshop.domain.carriers.canadapost.codes import (
    CODES,
    EVENT_TYPES,
    GOING_BACK,
    GROUPS,
    PAPER,
    UNMAPPED,
    meaning,
    type_meaning,
)
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place

EVENT = """<occurrence><event-identifier>{code}</event-identifier><event-date>2026-11-27</event-date>
<event-time>08:27:43</event-time><event-time-zone>{zone}</event-time-zone><event-description>{words}</event-description>
<event-site>{site}</event-site><event-province>{province}</event-province></occurrence>"""


def scan(*, code="0174", zone="EST", words="", site="QUEBEC", province="QC"):
    event = EVENT.format(code=code, zone=zone, words=words, site=site, province=province)
    detail = f"<tracking-detail><pin>7023210012345673</pin><significant-events>{event}</significant-events></tracking-detail>"
    (parcel,) = CANADAPOST.read(detail.encode()).parcels
    return parcel.scans[0]


def test_every_mapped_code_means_something_and_stands_once():
    codes = [code for _milestone, _reason, codes in GROUPS for code in codes.split()]
    assert len(codes) == len(set(codes))
    assert not PAPER & set(codes)
    assert Milestone.UNKNOWN not in {milestone for milestone, _ in [*CODES.values(), *EVENT_TYPES.values()]}


def test_sentences_are_looked_up_as_they_are_kept():
    assert all(sentence == sentence.casefold().rstrip(".") for sentence in GOING_BACK)


@pytest.mark.parametrize("code", ["1496", "1498", "1408", "0174", "500"])
@pytest.mark.parametrize(
    "words",
    ["Item successfully returned to sender", "Delivered to the shipper.", "Livré à l'expéditeur", "Retour livré"],
)
def test_a_delivery_that_speaks_of_the_sender_is_none_that_we_know(code, words):
    assert meaning(code, words) == UNMAPPED


def test_what_is_said_of_the_recipient_is_a_delivery():
    assert meaning("1498", "Delivered to recipient's front door")[0] is Milestone.DELIVERED
    assert meaning("1420", "Item being returned to sender") == (Milestone.RETURNING, Reason.NONE)
    assert type_meaning("DELIVERED", "Item successfully delivered") == (Milestone.DELIVERED, Reason.NONE)
    assert type_meaning("DELIVERED", "Item returned to sender") == UNMAPPED


@pytest.mark.parametrize(
    ("postal_code", "site", "milestone"),
    [
        ("V6B1A1", "TORONTO", Milestone.UNKNOWN),
        ("V6B1A1", "VANCOUVER", Milestone.DELIVERED),
        ("M5V2T6", "TORONTO", Milestone.DELIVERED),
        ("", "TORONTO", Milestone.DELIVERED),
        ("10001", "TORONTO", Milestone.DELIVERED),
    ],
)
def test_a_delivery_where_it_was_sent_from_and_not_where_it_goes_to_is_none_that_we_know(postal_code, site, milestone):
    taken_in = EVENT.format(code="2300", zone="EST", words="Item picked up", site="TORONTO", province="ON")
    delivered = EVENT.format(code="1496", zone="EST", words="Delivered", site=site, province="ON")
    body = (
        f"<tracking-detail><pin>7023210012345673</pin><destination-postal-id>{postal_code}</destination-postal-id>"
        f"<significant-events>{delivered}{taken_in}</significant-events></tracking-detail>"
    )
    (parcel,) = CANADAPOST.read(body.encode()).parcels
    assert parcel.scans[0].milestone is milestone


@pytest.mark.parametrize("code", ["174", "0174", "00174"])
def test_leading_zeros_do_not_count(code):
    assert meaning(code, "") == (Milestone.OUT_FOR_DELIVERY, Reason.NONE)
    assert scan(code=code).code == code


@pytest.mark.parametrize(
    ("zone", "moment", "known"),
    [
        ("EST", "2026-11-27T08:27:43-05:00", True),
        ("ADT", "2026-11-27T08:27:43-03:00", True),
        ("NST", "2026-11-27T08:27:43-03:30", True),
        ("ISRAEL", "2026-11-27T08:27:43+00:00", False),
        ("", "2026-11-27T08:27:43+00:00", False),
    ],
)
def test_a_zone_of_canada_is_an_offset_and_a_country_is_none(zone, moment, known):
    told = scan(zone=zone)
    assert (told.occurred_at.isoformat(), told.offset_known) == (moment, known)


@pytest.mark.parametrize(
    ("site", "province", "place"),
    [
        ("ST. JOHN'S", "NL", Place("St. John's", "NL", "CA")),
        ("OTTAWA, ON", "", Place("Ottawa", "ON", "CA")),
        ("ILTLVA,Israel", "", Place("", "", "IL")),
        ("02650,Israel", "", Place("", "", "IL")),
        ("Haifa,Israel", "", Place("Haifa", "", "IL")),
        ("ROTTERDAM", "", Place("Rotterdam", "", "")),
    ],
)
def test_a_site_becomes_a_city_and_the_code_of_an_office_none(site, province, place):
    assert scan(site=site, province=province).place == place


def test_a_recorded_signature_is_proof_and_no_scan():
    signature = EVENT.format(code="20", zone="EST", words="Signature", site="QUEBEC", province="QC").replace(
        "<event-site>", "<signatory-name>A EXAMPLE</signatory-name><event-site>"
    )
    delivery = EVENT.format(code="1496", zone="EST", words="Delivered", site="QUEBEC", province="QC")
    body = f"<tracking-detail><pin>7023210012345673</pin><significant-events>{signature}{delivery}</significant-events></tracking-detail>"
    (parcel,) = CANADAPOST.read(body.encode()).parcels
    assert [told.code for told in parcel.scans] == ["1496"]
    assert (parcel.proof.name, parcel.proof.how) == ("A EXAMPLE", Reason.HANDED_OVER)


@pytest.mark.parametrize("body", [b"{}", b"<a/>", b"<tracking-detail/>", b"<tracking-summary/>"])
def test_what_names_no_parcel_and_no_error_is_refused(body):
    with pytest.raises(NotUnderstoodError):
        CANADAPOST.read(body)


def test_nobody_can_push_in_its_name():
    assert not CANADAPOST.is_authentic({"authorization": "Bearer secret"}, b"{}", "secret")
