"""A carrier's estimates are kept as its messages come in: each change once, in whatever order they are read."""

import itertools
import json
from datetime import date, timedelta

import pytest

from severshop.domain.promises.models import CarrierEstimate
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.replay import Selection, replay
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, track_alert

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TOLD = ((1, "20261126"), (2, "20261126"), (3, "20261128"))


def alert(parcel, now, told):
    hours, day = told
    body = json.loads(track_alert(parcel.tracking_number, at=now + hours * HOUR, kind="I", code="DP"))
    return message("ups", json.dumps(body | {"scheduledDeliveryDate": day}).encode())


def hear(now, *messages):
    receive_messages(list(messages), now=now)
    while update_timelines(now=now):
        pass


def kept(parcel):
    rows = CarrierEstimate.objects.filter(parcel=parcel).order_by("told_at")
    return list(rows.values_list("carrier", "estimate"))


def test_each_change_is_kept_once(now):
    parcel = packed_parcel(placed_order(now=now), now=now)
    for told in TOLD:
        hear(now + 5 * HOUR, alert(parcel, now, told))
    assert kept(parcel) == [("ups", date(2026, 11, 26)), ("ups", date(2026, 11, 28))]
    replay(Selection(), now=now + 6 * HOUR)
    assert len(kept(parcel)) == 2


def test_in_one_batch_as_one_by_one(now):
    parcel = packed_parcel(placed_order(now=now), now=now)
    hear(now + 5 * HOUR, *(alert(parcel, now, told) for told in reversed(TOLD)))
    assert kept(parcel) == [("ups", date(2026, 11, 26)), ("ups", date(2026, 11, 28))]


def test_the_day_that_was_told_last_is_known_whatever_came_first(now):
    for turn in itertools.permutations(TOLD):
        parcel = packed_parcel(placed_order(now=now), now=now)
        for told in turn:
            hear(now + 5 * HOUR, alert(parcel, now, told))
        assert kept(parcel)[-1] == ("ups", date(2026, 11, 28))
        last = CarrierEstimate.objects.filter(parcel=parcel).order_by("told_at").last()
        assert last.told_at == now + 3 * HOUR
