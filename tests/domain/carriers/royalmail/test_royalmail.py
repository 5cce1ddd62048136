"""Royal Mail: its table, and the number on the label."""

import json

import pytest

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.royalmail import ROYALMAIL
from severshop.domain.carriers.royalmail.codes import CODES, WISHES
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place

EVENT = {
    "eventCode": "EVGPD",
    "eventName": "Out",
    "eventDateTime": "2026-07-01T09:22:00+01:00",
    "locationName": "Leith DO",
}


def piece(**changes):
    body = json.dumps({"mailPieces": {"mailPieceId": "RN123456785GB", "events": [EVENT], **changes}}).encode()
    (parcel,) = ROYALMAIL.read(body).parcels
    return parcel


def test_every_mapped_code_means_something_and_no_wish_is_a_scan():
    assert Milestone.UNKNOWN not in {milestone for milestone, _reason in CODES.values()}
    assert not WISHES & set(CODES)


def test_summer_time_and_the_offices_town_are_kept():
    (scan,) = piece().scans
    assert scan.occurred_at.isoformat() == "2026-07-01T09:22:00+01:00"
    assert scan.offset_known
    assert scan.place == Place("Leith", "", "GB")


def test_a_foreign_office_is_not_put_into_britain():
    (scan,) = piece(events=[EVENT | {"locationName": "PARIS CDG"}]).scans
    assert scan.place == Place("Paris Cdg", "", "")


def test_the_number_on_the_label_is_preferred_to_the_other_bar_codes():
    assert (
        piece(mailPieceId="090367574000000FE1E1B", summary={"oneDBarcode": "RN123456785GB"}).tracking_number
        == "RN123456785GB"
    )


def test_the_last_event_of_a_summary_counts_only_without_events():
    summary = {"lastEventCode": "EVKSP", "lastEventName": "Delivered", "lastEventDateTime": "2026-07-02T09:00:00+01:00"}
    assert [scan.code for scan in piece(summary=summary).scans] == ["EVGPD"]
    assert [scan.code for scan in piece(summary=summary, events=[]).scans] == ["EVKSP"]


def test_a_name_is_a_proof_only_with_a_delivery():
    signature = {"recipientName": "EXAMPLE"}
    assert piece(signature=signature).proof is None
    assert piece(signature=signature, events=[EVENT | {"eventCode": "EVKSP"}]).proof.name == "EXAMPLE"
    assert piece(events=[EVENT | {"eventCode": "EVKSF"}]).proof.how is Reason.SAFE_PLACE


@pytest.mark.parametrize("told", [{}, {"mailPieces": {}}, {"mailPieces": [{"mailPieceId": "?"}]}, {"errors": []}])
def test_what_names_no_mail_piece_and_no_error_is_refused(told):
    with pytest.raises(NotUnderstoodError):
        ROYALMAIL.read(json.dumps(told).encode())


def test_nobody_can_push_in_its_name():
    assert not ROYALMAIL.is_authentic({"authorization": "Bearer secret"}, b"{}", "secret")
