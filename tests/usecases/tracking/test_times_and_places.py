"""What carriers leave unsaid or say twice: a local time without its offset, one event with small differences."""

import itertools
import json
from datetime import datetime, timedelta, timezone

import pytest

from severshop.domain.tracking.models import ScanRow
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, public_page, track_alert

pytestmark = pytest.mark.django_db

LOCAL = timezone(timedelta(hours=1))


def alert(number, at, *, without_offset=False, **changes):
    body = json.loads(track_alert(number, at=at, kind="I", code="AR", **changes))
    if without_offset:
        del body["gmtActivityDate"], body["gmtActivityTime"]
    return json.dumps(body).encode()


def tell(bodies, now: datetime):
    receive_messages([message("ups", body) for body in bodies], now=now)
    while update_timelines(now=now):
        pass


def scans_of(order):
    return public_page(order.id)["parcels"][0]["scans"]


def test_a_local_time_without_offset_is_that_of_the_place(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    read = now.astimezone(LOCAL) + timedelta(hours=2)
    tell([alert(parcel.tracking_number, read, without_offset=True)], now + timedelta(hours=3))
    (scan,) = scans_of(order)
    assert scan["offset_known"]
    assert datetime.fromisoformat(scan["at"]) == read.replace(microsecond=0)
    assert scan["at"].endswith("+01:00")


def test_where_the_place_does_not_decide_the_time_stays_uncertain(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    read = now.astimezone(LOCAL) + timedelta(hours=2)
    tell([alert(parcel.tracking_number, read, without_offset=True, city="", country="US")], now + timedelta(hours=3))
    (scan,) = scans_of(order)
    assert not scan["offset_known"]
    assert ScanRow.objects.get().offset_minutes is None


def test_one_event_told_with_small_differences_is_one_scan_in_any_order(now):
    read = (now.astimezone(LOCAL) + timedelta(hours=2)).replace(second=0, microsecond=0)
    told = []
    for order_of_telling in itertools.permutations(range(4)):
        order = placed_order(now=now)
        number = packed_parcel(order, now=now).tracking_number
        bodies = [
            alert(number, read + timedelta(seconds=27)),
            alert(number, read),
            alert(number, read, city="Cologne"),
            alert(number, read, city=""),
        ]
        for place in order_of_telling:
            tell([bodies[place]], now + timedelta(hours=3))
        (scan,) = scans_of(order)
        told.append(scan)
    assert all(scan == told[0] for scan in told)
    assert told[0]["place"]["city"] == "Cologne"
    assert told[0]["at"] == (read + timedelta(seconds=27)).isoformat()
