"""A carrier's messages, in any order and however often, become one honest page."""

import itertools
import random
from datetime import datetime, timedelta, timezone

import pytest

from severshop.domain.tracking.models import MessageKey, MessageState, RawMessage, ScanRow, UnknownCode
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, public_page, track_alert, ups_number

pytestmark = pytest.mark.django_db

LOCAL = timezone(timedelta(hours=1))
JOURNEY = [("M", "MP", 0), ("I", "OR", 2), ("I", "DP", 8), ("I", "ZZ", 9), ("D", "OT", 30), ("D", "FS", 34)]


def alerts(number, now, journey=JOURNEY):
    start = now.astimezone(LOCAL)
    return [
        track_alert(number, at=start + timedelta(hours=hours), kind=kind, code=code) for kind, code, hours in journey
    ]


def tell(bodies, now: datetime):
    receive_messages([message("ups", body) for body in bodies], now=now)
    while update_timelines(now=now):
        pass


def mail_kinds(order):
    keys = OutboxEntry.objects.filter(order_id=order.id, topic="mail").values_list("key", flat=True)
    return sorted(key.split(":")[2] for key in keys)


def test_messages_move_the_order_to_delivered(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    tell(alerts(parcel.tracking_number, now), now + timedelta(hours=35))
    page = public_page(order.id)
    assert page["status"] == "delivered"
    assert page["arrival"]["at"] == "2026-11-25T19:00:00+01:00"
    assert page["parcels"][0]["scans_total"] == len(JOURNEY)
    assert mail_kinds(order) == ["delivered", "received", "shipped"]


def test_every_order_of_the_messages_ends_in_the_same_page(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    bodies = alerts(parcel.tracking_number, now)
    dice = random.Random(7)
    seen = set()
    for permutation in dice.sample(list(itertools.permutations(bodies)), 12):
        RawMessage.objects.all().delete()
        MessageKey.objects.all().delete()
        ScanRow.objects.all().delete()
        for body in permutation:
            tell([body, body], now + timedelta(hours=35))
        page = public_page(order.id)
        seen.add(str({key: value for key, value in page.items() if key not in {"version", "updated_at"}}))
    assert len(seen) == 1


def test_the_same_message_is_kept_once_and_changes_nothing_twice(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    bodies = alerts(parcel.tracking_number, now)
    tell(bodies, now + timedelta(hours=35))
    version = public_page(order.id)["version"]
    tell(bodies, now + timedelta(hours=36))
    assert RawMessage.objects.count() == len(bodies)
    assert public_page(order.id)["version"] == version


def test_the_same_event_in_another_message_is_one_scan(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    (body,) = alerts(parcel.tracking_number, now, [("I", "OR", 2)])
    tell([body, body.replace(b"COLOGNE", b"Cologne")], now + timedelta(hours=3))
    assert ScanRow.objects.count() == 1


def test_a_physical_scan_ships_the_order_though_nobody_clicked(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now, handed_over=False)
    assert public_page(order.id)["status"] == "in_process"
    tell(alerts(parcel.tracking_number, now, [("M", "MP", 0)]), now + timedelta(hours=1))
    assert public_page(order.id)["status"] == "in_process"
    tell(alerts(parcel.tracking_number, now, [("I", "OR", 2)]), now + timedelta(hours=3))
    assert public_page(order.id)["status"] == "shipped"


def test_a_message_that_comes_before_the_number_is_known_is_read_once_it_is(now):
    order = placed_order(now=now)
    tell(alerts(ups_number(order, 1), now, [("I", "OR", 1)]), now + timedelta(hours=1))
    assert RawMessage.objects.get().state == MessageState.UNMATCHED
    packed_parcel(order, now=now + timedelta(hours=2))
    update_timelines(now=now + timedelta(hours=2))
    assert RawMessage.objects.get().state == MessageState.READ
    assert public_page(order.id)["parcels"][0]["milestone"] == "accepted"


def test_what_is_not_understood_is_kept_and_holds_back_nobody(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    good = alerts(parcel.tracking_number, now, [("I", "OR", 2)])
    future = alerts(parcel.tracking_number, now + timedelta(days=365), [("D", "FS", 0)])
    tell([b"<html>", *good, b'{"trackingNumber": 1}', *future], now + timedelta(hours=3))
    states = sorted(RawMessage.objects.values_list("state", flat=True))
    assert states == ["not_understood", "not_understood", "not_understood", "read"]
    assert all(RawMessage.objects.filter(state="not_understood").values_list("error", flat=True))
    assert public_page(order.id)["status"] == "shipped"


def test_unknown_codes_are_counted_with_when_they_were_seen(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    tell(alerts(parcel.tracking_number, now, [("X", "Q7", 2)]), now + timedelta(hours=3))
    tell(alerts(parcel.tracking_number, now, [("X", "Q7", 4)]), now + timedelta(hours=5))
    code = UnknownCode.objects.get()
    assert (code.carrier, code.code, code.times) == ("ups", "Q7", 2)
    assert code.last_at - code.first_at == timedelta(hours=2)
    assert public_page(order.id)["parcels"][0]["milestone"] == "not_yet_known"


def test_a_backlog_does_not_delay_what_is_fresh(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    backlog = [track_alert(ups_number(order, 500 + n), at=now, kind="I", code="OR") for n in range(30)]
    receive_messages([message("ups", body) for body in backlog], now=now)
    receive_messages([message("ups", body) for body in alerts(parcel.tracking_number, now, [("I", "OR", 1)])], now=now)
    update_timelines(now=now + timedelta(hours=2), limit=10)
    assert public_page(order.id)["parcels"][0]["milestone"] == "accepted"


def test_two_parcels_are_told_apart_and_counted(now):
    order = placed_order(now=now, quantities=(2,))
    first = packed_parcel(order, now=now, units={1: 1})
    packed_parcel(order, now=now, units={1: 1})
    tell(alerts(first.tracking_number, now), now + timedelta(hours=35))
    page = public_page(order.id)
    assert (page["status"], page["parcels_delivered"], page["parcels_total"]) == ("shipped", 1, 2)
    assert mail_kinds(order) == ["delivered", "received", "shipped", "shipped"]
