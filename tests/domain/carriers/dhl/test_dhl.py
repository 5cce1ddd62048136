"""DHL: what its tables promise, and what its formats make easy to get wrong."""

import json

import pytest

from severshop.domain.carriers.dhl import (
    DHL,
    codes_ecommerce,
    codes_express,
    codes_parcel_de,
    codes_parcel_nl,
    codes_unified,
)
from severshop.domain.carriers.dhl.places import locality, service_area
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place

SECRET = "a-token-that-was-agreed"


def shipment(**changes):
    told = {
        "id": "00340434298765432109",
        "service": "parcel-de",
        "status": {"timestamp": "2026-11-24T08:41:00", "statusCode": "transit", "status": "", "description": ""},
    }
    return told | changes


def only_scan(**changes):
    (parcel,) = DHL.read(json.dumps({"shipments": [shipment(**changes)]}).encode()).parcels
    (scan,) = parcel.scans
    return scan


@pytest.mark.parametrize(
    "table",
    [
        codes_express.CODES,
        codes_ecommerce.CODES,
        codes_parcel_nl.CODES,
        codes_parcel_de.ICE,
        codes_parcel_de.STANDARD_CODES,
        codes_unified.STATUS_CODES,
        codes_unified.SENTENCES,
    ],
)
def test_every_mapped_code_means_something(table):
    assert all(milestone is not Milestone.UNKNOWN for milestone, _reason in table.values())


@pytest.mark.parametrize("groups", [codes_ecommerce.GROUPS, codes_parcel_nl.GROUPS])
def test_no_code_stands_in_two_groups(groups):
    codes = [code for _milestone, _reason, codes in groups for code in codes.split()]
    assert len(codes) == len(set(codes))


def test_sentences_are_looked_up_as_they_are_kept():
    assert all(sentence == sentence.casefold().rstrip(".") for sentence in codes_unified.SENTENCES)


@pytest.mark.parametrize(
    ("service", "status", "status_code", "meaning"),
    [
        ("express", "WC", "transit", (Milestone.OUT_FOR_DELIVERY, Reason.NONE)),
        ("ecommerce", "606", "delivered", (Milestone.DELIVERED, Reason.NEIGHBOUR)),
        ("parcel-de", "ZU", "delivered", (Milestone.DELIVERED, Reason.NONE)),
        (
            "parcel-de",
            "Die Sendung wurde in das Zustellfahrzeug geladen.",
            "transit",
            (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
        ),
        ("parcel-nl", "DELIVERED_AT_SHIPPER", "delivered", (Milestone.RETURNED, Reason.NONE)),
        ("parcel-nl", "DELIVERED_AT_PARCELSTATION", "delivered", (Milestone.PICKUP_READY, Reason.PICKUP_POINT)),
        ("parcel-nl", "delivered_in_mailbox", "delivered", (Milestone.DELIVERED, Reason.LETTER_BOX)),
        ("freight", "WC", "transit", (Milestone.IN_TRANSIT, Reason.NONE)),
        ("parcel-nl", "Out for delivery, probably", "transit", (Milestone.IN_TRANSIT, Reason.NONE)),
        ("parcel-nl", "", "failure", (Milestone.DELAYED, Reason.NONE)),
        ("parcel-nl", "", "unknown", (Milestone.UNKNOWN, Reason.NONE)),
        ("express", "ZZ", "", (Milestone.UNKNOWN, Reason.NONE)),
    ],
)
def test_the_division_is_asked_first_and_the_coarse_code_last(service, status, status_code, meaning):
    assert codes_unified.meaning(service=service, status=status, status_code=status_code) == meaning


@pytest.mark.parametrize(
    ("codes", "is_return", "meaning"),
    [
        (("LDTMV", "MVMTV", "AA"), False, (Milestone.IN_TRANSIT, Reason.DEPARTED)),
        (("LDTMV", "MVMTV", "PO"), False, (Milestone.OUT_FOR_DELIVERY, Reason.NONE)),
        (("NTDEL", "NHOME", "ZN"), False, (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME)),
        (("NTDEL", "NEWRC", "ZN"), False, (Milestone.ATTEMPT_FAILED, Reason.NONE)),
        (("NEWIC", "NRQRD", "ZU"), False, (Milestone.UNKNOWN, Reason.NONE)),
        (("", "", "ZU"), False, (Milestone.DELIVERED, Reason.NONE)),
        (("HLDCC", "NTCCN", "ZF"), False, (Milestone.UNKNOWN, Reason.NONE)),
        (("DLVRD", "ACCPT", "ZU"), True, (Milestone.RETURNED, Reason.NONE)),
        (("SRTED", "NRQRD", "PO"), True, (Milestone.RETURNING, Reason.NONE)),
        (("NEWIC", "", ""), True, (Milestone.UNKNOWN, Reason.NONE)),
    ],
)
def test_parcel_germany_looks_up_the_finest_first_and_turns_round_on_the_way_back(codes, is_return, meaning):
    assert codes_parcel_de.meaning(*codes, is_return=is_return) == meaning


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Keizersgracht 9999, AMSTERDAM", "NL", Place("Amsterdam", "", "NL")),
        ("MILAN - ITALY", "", Place("Milan", "", "IT")),
        ("Germany", "", Place("", "", "DE")),
        ("Köln", "Deutschland", Place("Köln", "", "DE")),
        ("Bonn", "Atlantis", Place("Bonn", "", "")),
        ("", "", Place()),
    ],
)
def test_an_address_line_becomes_a_city_and_never_a_street(name, country, place):
    assert locality(name, country) == place


@pytest.mark.parametrize(
    ("area", "place"),
    [
        ("Zurich-CH", Place("Zurich", "", "CH")),
        ("Milan - Italy ", Place("Milan", "", "IT")),
        ("KINGSTON-JAM", Place("Kingston", "", "")),
        ("Stratford-upon-Avon-GB", Place("Stratford-upon-Avon", "", "GB")),
        ("", Place()),
    ],
)
def test_a_service_area_of_express_becomes_a_city(area, place):
    assert service_area(area) == place


def test_a_status_that_repeats_the_last_event_is_no_second_scan():
    event = {"timestamp": "2026-11-24T08:41:00", "statusCode": "transit", "description": "on its way"}
    scan = only_scan(status=event | {"timestamp": "2026-11-24T08:41:00Z", "remark": "soon"}, events=[event])
    assert scan.text == "on its way"


def test_who_signed_stays_out_of_the_text_and_is_kept_as_proof():
    signed = {
        "timestamp": "2026-11-24T10:00:00",
        "statusCode": "delivered",
        "status": "DELIVERED",
        "description": "J DOE",
    }
    proof = {"proofOfDelivery": {"signed": {"givenName": "Jo", "familyName": "Doe"}, "documentUrl": "http://insecure"}}
    body = json.dumps({"shipments": [shipment(status=signed, details=proof)]}).encode()
    (parcel,) = DHL.read(body).parcels
    assert parcel.scans[0].text == "delivered"
    assert (parcel.proof.name, parcel.proof.link, parcel.proof.how) == ("Jo Doe", "", Reason.HANDED_OVER)


def test_a_parcel_that_came_back_has_no_proof_of_delivery():
    status = {"timestamp": "2026-11-24T10:00:00", "statusCode": "delivered", "status": ""}
    proof = {"proofOfDelivery": {"signedBy": "Warehouse"}}
    (parcel,) = DHL.read(json.dumps(shipment(status=status, details=proof, returnFlag=True)).encode()).parcels
    assert parcel.scans[0].milestone is Milestone.RETURNED
    assert parcel.proof is None


def test_a_shipment_alone_without_a_number_is_refused():
    with pytest.raises(NotUnderstoodError, match="tracking number"):
        DHL.read(json.dumps({"shipments": [shipment(id="")]}).encode())


@pytest.mark.parametrize(
    ("headers", "authentic"),
    [
        ({"dhl-hook-token": SECRET}, True),
        ({"authorization": f"Bearer {SECRET}"}, True),
        ({"dhl-hook-token": "something else"}, False),
        ({"dhl-hook-token": "ümläut"}, False),
        ({}, False),
    ],
)
def test_the_agreed_token_opens_the_hook(headers, authentic):
    assert DHL.is_authentic(headers, b"{}", SECRET) is authentic


def test_without_a_secret_no_token_opens_the_hook():
    assert not DHL.is_authentic({}, b"{}", "")


@pytest.mark.parametrize(
    ("number", "valid"),
    [("4811223362", True), ("4811223363", False), ("00340434161094042557", True), ("00340434161094042558", False)],
)
def test_numbers_are_verified(number, valid):
    assert DHL.is_valid_number(number) is valid
