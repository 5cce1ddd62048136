"""The format of our own: its schema, its signature, its limits."""

import hashlib
import hmac
import json
from datetime import date
from pathlib import Path

import pytest

from severshop.domain.carriers.generic import GENERIC
from severshop.domain.carriers.generic.messages import MOST
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.vocabulary.milestones import Milestone, Reason

SECRET = "a-secret-of-sixteen-signs"
MESSAGE = {"tracking_number": "BIKE1234", "occurred_at": "2026-11-25T10:02:00+01:00", "milestone": "in_transit"}
SCHEMA = Path(__file__).parents[4] / "docs" / "reference" / "generic-hook.schema.json"


def read(*messages):
    return GENERIC.read(json.dumps({"messages": list(messages)}).encode())


def signed(body, *, at="1764061320", secret=SECRET):
    return f"t={at},v1={hmac.new(secret.encode(), at.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


@pytest.mark.parametrize("milestone", Milestone)
def test_every_milestone_can_be_told_by_its_name(milestone):
    (parcel,) = read(MESSAGE | {"milestone": milestone.value}).parcels
    assert parcel.scans[0].milestone is milestone


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_can_be_told_by_its_name(reason):
    (parcel,) = read(MESSAGE | {"reason": reason.value}).parcels
    assert parcel.scans[0].reason is reason


def test_the_schema_knows_the_same_names_and_the_same_limit():
    schema = json.loads(SCHEMA.read_bytes())
    message = schema["$defs"]["message"]["properties"]
    assert message["milestone"]["enum"] == [milestone.value for milestone in Milestone]
    assert message["reason"]["enum"] == [reason.value for reason in Reason]
    assert schema["properties"]["messages"]["maxItems"] == MOST


def test_a_name_that_is_none_of_ours_is_unknown_and_counted():
    (parcel,) = read(MESSAGE | {"milestone": "teleported", "reason": "magic", "text": "Beamed"}).parcels
    assert [(code.code, code.text) for code in parcel.unmapped] == [("teleported/magic", "Beamed")]


def test_the_last_estimate_in_the_body_is_the_one():
    first, last = MESSAGE | {"estimated_delivery": "2026-11-26"}, MESSAGE | {"estimated_delivery": "2026-11-27"}
    (parcel,) = read(first, last, MESSAGE).parcels
    assert parcel.estimated_delivery == date(2026, 11, 27)


def test_five_hundred_messages_are_read_and_one_more_is_refused():
    assert len(read(*[MESSAGE | {"tracking_number": f"BIKE{n}"} for n in range(MOST)]).parcels) == MOST
    with pytest.raises(NotUnderstoodError, match="more than 500"):
        read(*[MESSAGE] * (MOST + 1))


@pytest.mark.parametrize(
    "message",
    [{}, "text", None, MESSAGE | {"milestone": ""}, MESSAGE | {"occurred_at": ""}, MESSAGE | {"tracking_number": "?"}],
)
def test_a_faulty_message_is_an_error_beside_its_neighbours_and_refused_alone(message):
    reading = read(message, MESSAGE | {"tracking_number": "BIKE5678"})
    assert len(reading.errors) == 1
    assert [parcel.tracking_number for parcel in reading.parcels if parcel.scans] == ["BIKE5678"]
    with pytest.raises(NotUnderstoodError):
        read(message)


@pytest.mark.parametrize("body", [b"{}", b'{"messages": []}', b'{"messages": {}}', b'{"messages": "all"}'])
def test_a_body_without_messages_is_refused(body):
    with pytest.raises(NotUnderstoodError, match="messages"):
        GENERIC.read(body)


@pytest.mark.parametrize(
    ("header", "authentic"),
    [
        (signed(b"body"), True),
        (signed(b"another body"), False),
        (signed(b"body", secret="another secret"), False),
        (signed(b"body").replace("t=1764061320", "t=1764061321"), False),
        (signed(b"body").upper(), False),
        ("v1=" + "0" * 64, False),
        ("", False),
    ],
)
def test_a_signature_is_over_the_moment_and_the_body(header, authentic):
    assert GENERIC.is_authentic({"signature": header}, b"body", SECRET) is authentic
    assert not GENERIC.is_authentic({}, b"body", SECRET)


def test_any_number_of_letters_and_digits_can_be_right():
    assert GENERIC.is_valid_number("BIKE1234")
    assert not GENERIC.is_valid_number("B")
