"""What carriers say beside scans: in any order the newest counts, and what names people stays with staff."""

import itertools
import json
from datetime import date, timedelta

import pytest

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.reading import CarrierError, NotUnderstoodError, ParcelNews, ProofOfDelivery, Reading
from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.models import LegReport, MessageState, RawMessage
from severshop.domain.tracking.reports import proofs
from severshop.usecases.fulfilling.correct_number import Was, correct_number
from severshop.usecases.tracking import understanding
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.replay import Selection, replay
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.scans import Scan
from tests.factories import packed_parcel, placed_order, public_page, ups_number

pytestmark = pytest.mark.django_db

NAME, LINK = "Mrs Greene at no 12", "https://carrier.example/proof/GREENE.jpg"


@pytest.fixture
def carrier(monkeypatch):
    """A carrier whose messages are our own names for what they say; `told` says it."""
    told = {}

    def read(body):
        try:
            return told[json.loads(body)]
        except (ValueError, KeyError) as error:
            raise NotUnderstoodError("not one of ours") from error

    ups = CARRIERS["ups"]
    fake = Carrier(
        name=ups.name,
        page_url=ups.page_url,
        read=read,
        is_authentic=ups.is_authentic,
        is_valid_number=ups.is_valid_number,
    )
    monkeypatch.setattr(understanding, "CARRIERS", {"ups": fake})
    return told


@pytest.fixture
def shipped(now):
    order = placed_order(now=now)
    return order, packed_parcel(order, now=now)


def hear(now, *names):
    receive_messages([message("ups", json.dumps(name).encode()) for name in names], now=now)
    while update_timelines(now=now):
        pass


def news(number, at, milestone=Milestone.IN_TRANSIT, reason=Reason.NONE, **beside):
    return Reading((ParcelNews(number, (Scan(at, milestone, reason, code=milestone),), **beside),))


def page_of(order):
    return public_page(order.id)["parcels"][0]


def test_the_newest_estimate_counts_whatever_came_first(carrier, now):
    for turn in itertools.permutations(["first", "second", "silent"]):
        order = placed_order(now=now)
        number = packed_parcel(order, now=now).tracking_number
        days = {"first": date(2026, 11, 26), "second": date(2026, 11, 28), "silent": None}
        for hours, name in enumerate(days, start=1):
            at = now + timedelta(hours=hours)
            carrier[f"{order.id} {name}"] = news(number, at, estimated_delivery=days[name])
        for name in turn:
            hear(now + timedelta(hours=4), f"{order.id} {name}")
        assert page_of(order)["carrier_estimate"] == "2026-11-28"
        before = public_page(order.id)
        replay(Selection(), now=now + timedelta(hours=5))
        assert public_page(order.id) == before


@pytest.mark.parametrize(
    "how", [Reason.HANDED_OVER, Reason.NEIGHBOUR, Reason.LETTER_BOX, Reason.SAFE_PLACE, Reason.PICKUP_POINT]
)
def test_of_the_proof_the_public_gets_the_category_and_staff_the_rest(carrier, shipped, now, how):
    order, parcel = shipped
    proof = ProofOfDelivery(how=how, name=NAME, link=LINK)
    carrier["proof"] = news(parcel.tracking_number, now + timedelta(hours=2), Milestone.DELIVERED, proof=proof)
    hear(now + timedelta(hours=3), "proof")
    assert (page_of(order)["milestone"], page_of(order)["reason"]) == ("delivered", how)
    text = bytes(Snapshot.objects.get(order=order).public_json).decode()
    for secret in ("Greene", "GREENE", "carrier.example", "no 12", "proof"):
        assert secret not in text
    kept = proofs(order.id)[parcel.id]
    assert (kept.how, kept.name, kept.link) == (how, NAME, LINK)


def test_what_a_scan_says_itself_comes_before_the_proof(carrier, shipped, now):
    order, parcel = shipped
    proof = ProofOfDelivery(how=Reason.HANDED_OVER, name=NAME)
    at = now + timedelta(hours=2)
    carrier["proof"] = news(parcel.tracking_number, at, Milestone.DELIVERED, Reason.NEIGHBOUR, proof=proof)
    hear(now + timedelta(hours=3), "proof")
    assert page_of(order)["reason"] == "neighbour"


def test_a_category_that_is_none_does_not_reach_the_page(carrier, shipped, now):
    order, parcel = shipped
    proof = ProofOfDelivery(how=Reason.WEATHER, name=NAME)
    carrier["proof"] = news(parcel.tracking_number, now + timedelta(hours=2), Milestone.DELIVERED, proof=proof)
    hear(now + timedelta(hours=3), "proof")
    assert page_of(order)["reason"] == ""


def test_what_was_said_of_a_wrong_number_goes_with_it(carrier, shipped, now):
    order, parcel = shipped
    proof = ProofOfDelivery(how=Reason.NEIGHBOUR, name=NAME)
    at = now + timedelta(hours=2)
    carrier["proof"] = news(
        parcel.tracking_number, at, Milestone.DELIVERED, proof=proof, estimated_delivery=date(2026, 11, 27)
    )
    hear(at, "proof")
    right = ups_number(order, 50)
    correct_number(parcel.id, carrier="ups", tracking_number=right, was=Was.WRONG, by=None, now=at)
    hear(at)
    assert not LegReport.objects.exists()
    assert (page_of(order)["carrier_estimate"], page_of(order)["milestone"]) == (None, "not_yet_known")


def unknown(number):
    return Reading(errors=(CarrierError("404", "no such parcel", number),))


def test_a_number_that_the_carrier_does_not_know_is_not_yet_known_and_no_error(carrier, shipped, now):
    order, parcel = shipped
    carrier["unknown"] = unknown(parcel.tracking_number)
    hear(now + timedelta(hours=1), "unknown")
    page = page_of(order)
    assert (page["milestone"], page["not_known_at"]) == ("not_yet_known", "2026-11-24T10:00:00+01:00")
    assert RawMessage.objects.get().state == MessageState.READ


@pytest.mark.parametrize("turn", [("unknown", "scan"), ("scan", "unknown")])
def test_once_the_carrier_has_seen_it_it_knows_it(carrier, shipped, now, turn):
    order, parcel = shipped
    carrier["unknown"] = unknown(parcel.tracking_number)
    carrier["scan"] = news(parcel.tracking_number, now + timedelta(hours=1))
    for name in turn:
        hear(now + timedelta(hours=2), name)
    assert (page_of(order)["milestone"], page_of(order)["not_known_at"]) == ("in_transit", None)


def test_an_error_about_no_parcel_is_there_for_staff_to_see(carrier, shipped, now):
    order, _parcel = shipped
    carrier["credential"] = Reading(errors=(CarrierError("401", "invalid credential"),))
    hear(now, "credential")
    row = RawMessage.objects.get()
    assert (row.state, row.error) == (MessageState.NOT_UNDERSTOOD, "the carrier reports 401: invalid credential")
    assert page_of(order)["milestone"] == "not_yet_known"


def test_an_error_about_a_number_that_is_not_ours_waits_for_it(carrier, shipped, now):
    order, _parcel = shipped
    carrier["unknown"] = unknown(ups_number(order, 77))
    hear(now, "unknown")
    assert RawMessage.objects.get().state == MessageState.UNMATCHED
