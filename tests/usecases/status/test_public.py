"""What the page commits to: only what the shop can stand by."""

from datetime import timedelta, timezone

import pytest

from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, public_page, track_alert

pytestmark = pytest.mark.django_db

LOCAL = timezone(timedelta(hours=1))
WE_ASK = ("we_ask_carrier", "2026-12-09")
"""After ten working days without a scan (the policy abroad) nearly all like it had arrived."""


def told(now, *steps, units=None):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    bodies = [
        track_alert(
            parcel.tracking_number,
            at=now.astimezone(LOCAL) + timedelta(hours=hours),
            kind=kind,
            code=code,
            description_code=more,
        )
        for kind, code, more, hours in steps
    ]
    receive_messages([message("ups", body) for body in bodies], now=now)
    update_timelines(now=now + timedelta(hours=10))
    return public_page(order.id)


def codes(page):
    return [(step["code"], step["by"][:10]) for step in page["next"]]


def test_received_names_the_hand_over_and_the_arrival(now):
    order = placed_order(now=now)
    assert codes(public_page(order.id)) == [("hand_over", "2026-11-25"), ("arrive", "2026-11-30")]


def test_shipped_without_a_scan_names_the_first_scan(now):
    assert codes(told(now)) == [("first_scan", "2026-11-25"), ("arrive", "2026-11-30"), WE_ASK]


def test_on_the_way_names_the_next_scan(now):
    assert codes(told(now, ("I", "DP", "", 2))) == [("next_scan", "2026-11-25"), ("arrive", "2026-11-30"), WE_ASK]


def test_the_next_scan_is_not_expected_on_a_weekend(now):
    friday = now + timedelta(days=3)
    assert ("next_scan", "2026-11-30") in codes(told(friday, ("I", "DP", "", 2)))


def test_in_the_van_it_arrives_today(now):
    page = told(now, ("I", "OT", "", 2))
    assert codes(page) == [("arrive", "2026-11-24")]
    assert page["arrival"]["kind"] == "today"


def test_at_a_pickup_point_nobody_brings_it_any_more(now):
    page = told(now, ("I", "Q1", "017", 2))
    assert codes(page) == []
    assert (page["arrival"]["kind"], page["attention"]) == ("pickup", "pickup_ready")


def test_held_up_names_no_day_that_may_not_hold(now):
    page = told(now, ("X", "Q1", "032", 2))
    assert codes(page) == [("next_scan", "2026-11-25"), WE_ASK]
    assert (page["arrival"]["kind"], page["attention"]) == ("late", "delayed")


def test_delivered_has_nothing_next(now):
    assert codes(told(now, ("D", "FS", "", 2))) == []


def test_what_the_carrier_writes_in_words_stays_with_the_staff(now):
    page = str(told(now, ("D", "FS", "", 2)))
    assert "'code': 'FS'" in page
    assert "'text'" not in page


def test_what_is_on_its_way_back_names_no_day(now):
    page = told(now, ("I", "OR", "", 1), ("X", "Q1", "035", 2))
    assert (page["arrival"]["kind"], page["attention"]) == ("none", "returning")
    assert codes(page) == []
