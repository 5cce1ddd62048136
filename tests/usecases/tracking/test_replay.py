"""History read again: better mappings change it, nothing doubles it, and nobody hears old news twice."""

import random
from datetime import timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from severshop.domain.carriers.ups import codes
from severshop.domain.tracking.models import CodeMapping, MessageKey, MessageState, RawMessage, ScanRow
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.tracking.map_code import map_code
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.replay import Selection, replay
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.milestones import Milestone, Reason
from tests.factories import packed_parcel, placed_order, public_page, track_alert

pytestmark = pytest.mark.django_db

LOCAL = timezone(timedelta(hours=1))
ODD = "Q7"


def alert(number, now, *, code, hours, kind="X", city="COLOGNE"):
    return track_alert(number, at=now.astimezone(LOCAL) + timedelta(hours=hours), kind=kind, code=code, city=city)


def hear(bodies, now):
    receive_messages([message("ups", body) for body in bodies], now=now)
    while update_timelines(now=now):
        pass


def shipped(now):
    order = placed_order(now=now)
    return order, packed_parcel(order, now=now)


def scans():
    return sorted(ScanRow.objects.values_list("occurred_at", "milestone", "reason", "code", "city", "heard_at"))


def outbox():
    return sorted(OutboxEntry.objects.values_list("key", flat=True))


def map_odd(now, milestone=Milestone.PICKUP_READY, reason=Reason.PICKUP_POINT):
    return map_code(carrier="ups", code=ODD, milestone=milestone, reason=reason, by=None, now=now)


def without_version(order):
    return {key: value for key, value in public_page(order.id).items() if key not in {"version", "updated_at"}}


def test_mapping_a_code_changes_the_history_and_adds_nothing_to_it(now):
    order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, code=ODD, hours=2)], now + timedelta(hours=3))
    assert public_page(order.id)["parcels"][0]["milestone"] == "not_yet_known"
    done = map_odd(now + timedelta(hours=4))
    page = public_page(order.id)
    assert (page["parcels"][0]["milestone"], page["attention"]) == ("pickup_ready", "pickup_ready")
    assert ScanRow.objects.count() == 1
    assert [(change.parcel, change.was, change.now) for change in done.changes] == [
        (None, "shipped", "shipped (pickup_ready)"),
        (1, "not_yet_known", "pickup_ready (pickup_point)"),
    ]


def test_mapping_it_to_something_else_changes_it_again(now):
    order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, code=ODD, hours=2)], now + timedelta(hours=3))
    map_odd(now + timedelta(hours=4))
    map_odd(now + timedelta(hours=5), Milestone.DELAYED, Reason.WEATHER)
    assert public_page(order.id)["parcels"][0]["milestone"] == "delayed"
    assert (ScanRow.objects.count(), CodeMapping.objects.count()) == (1, 1)


def test_what_comes_after_the_mapping_is_read_by_it(now):
    order, parcel = shipped(now)
    map_odd(now)
    hear([alert(parcel.tracking_number, now, code=ODD, hours=2)], now + timedelta(hours=3))
    assert public_page(order.id)["parcels"][0]["milestone"] == "pickup_ready"


def test_the_carriers_own_table_comes_before_a_mapping(now):
    order, parcel = shipped(now)
    map_code(carrier="ups", code="OT", milestone=Milestone.LOST, reason=Reason.NONE, by=None, now=now)
    hear([alert(parcel.tracking_number, now, kind="I", code="OT", hours=2)], now + timedelta(hours=3))
    assert public_page(order.id)["parcels"][0]["milestone"] == "out_for_delivery"


def test_a_dry_run_says_what_would_change_and_writes_nothing(now):
    order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, code=ODD, hours=2)], now + timedelta(hours=3))
    CodeMapping.objects.create(carrier="ups", code=ODD, milestone="delivered", mapped_at=now)
    before = (scans(), outbox(), public_page(order.id), list(RawMessage.objects.values()))
    done = replay(Selection(), now=now + timedelta(hours=4), dry_run=True)
    assert (scans(), outbox(), public_page(order.id), list(RawMessage.objects.values())) == before
    assert [(change.order_number, change.was, change.now) for change in done.changes] == [
        (order.number, "shipped", "delivered"),
        (order.number, "not_yet_known", "delivered"),
    ]
    assert (done.messages, done.orders, done.scans_changed) == (1, 1, 1)


def test_old_news_that_a_replay_finds_is_told_to_nobody(now):
    order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, code=ODD, hours=2)], now + timedelta(hours=3))
    told = outbox()
    map_odd(now + timedelta(days=5), Milestone.DELIVERED, Reason.NONE)
    assert public_page(order.id)["status"] == "delivered"
    assert outbox() == told


def test_what_was_told_once_is_not_told_again(now):
    _order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, kind="D", code="FS", hours=2)], now + timedelta(hours=3))
    told = outbox()
    replay(Selection(), now=now + timedelta(hours=4))
    assert outbox() == told


def test_what_an_adapter_learns_is_read_again_and_what_it_no_longer_says_goes(now, monkeypatch):
    order, parcel = shipped(now)
    number = parcel.tracking_number
    bodies = [alert(number, now, kind="I", code="OR", hours=1), alert(number, now, code=ODD, hours=2)]
    hear([*bodies, b"<not yet understood>"], now + timedelta(hours=3))
    monkeypatch.setitem(codes.CODES, ODD, (Milestone.DAMAGED, Reason.NONE))
    replay(Selection(carrier="ups"), now=now + timedelta(hours=4))
    assert public_page(order.id)["attention"] == "damaged"
    row = ScanRow.objects.get(code=ODD)
    row.pk, row.fingerprint, row.code = None, "invented", "ZZ"
    row.id = order.id
    row.save(force_insert=True)
    assert ScanRow.objects.count() == 3
    replay(Selection(carrier="ups"), now=now + timedelta(hours=5))
    assert sorted(ScanRow.objects.values_list("code", flat=True)) == ["OR", ODD]


def test_a_scan_whose_message_is_kept_no_longer_stays(now):
    _order, parcel = shipped(now)
    number = parcel.tracking_number
    hear([alert(number, now, kind="I", code="OR", hours=1)], now + timedelta(hours=3))
    RawMessage.objects.all().delete()
    hear([alert(number, now, kind="I", code="DP", hours=2)], now + timedelta(hours=4))
    before = scans()
    replay(Selection(), now=now + timedelta(hours=5))
    assert scans() == before
    assert len(before) == 2


def test_what_was_not_understood_is_once_the_adapter_knows_it(now, monkeypatch):
    order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, kind="I", code="OR", hours=1)], now + timedelta(hours=3))
    RawMessage.objects.update(state=MessageState.NOT_UNDERSTOOD, error="an older adapter")
    ScanRow.objects.all().delete()
    replay(Selection(since=now), now=now + timedelta(hours=4))
    assert public_page(order.id)["parcels"][0]["milestone"] == "accepted"
    update_timelines(now=now + timedelta(hours=4))
    assert RawMessage.objects.get().state == MessageState.READ
    assert public_page(order.id)["parcels"][0]["milestone"] == "accepted"


def test_since_leaves_out_what_came_before(now):
    _order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, code=ODD, hours=1)], now + timedelta(hours=3))
    assert replay(Selection(since=now + timedelta(hours=4)), now=now + timedelta(hours=5)).messages == 0
    assert replay(Selection(since=now + timedelta(hours=2)), now=now + timedelta(hours=5)).messages == 1


def test_progress_is_told(now):
    _order, parcel = shipped(now)
    hear([alert(parcel.tracking_number, now, code=ODD, hours=hours) for hours in (1, 2)], now + timedelta(hours=3))
    told = []
    replay(Selection(), now=now + timedelta(hours=5), progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 2), (3, 3)]


EVENT = st.tuples(
    st.sampled_from(["X", "I", "D", "M"]),
    st.sampled_from([ODD, "OR", "DP", "FS"]),
    st.integers(0, 5),
    st.sampled_from(["COLOGNE", "Cologne", ""]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENT, min_size=1, max_size=7), dice=st.randoms(use_true_random=False))
def test_a_replay_ends_in_the_same_whatever_came_when_and_a_second_one_changes_nothing(now, events, dice):
    ends = set()
    order, parcel = shipped(now)
    bodies = [
        alert(parcel.tracking_number, now, kind=kind, code=code, hours=hours, city=city)
        for kind, code, hours, city in events
    ]
    for _turn in range(2):
        for model in (RawMessage, MessageKey, ScanRow, CodeMapping):
            model.objects.all().delete()
        dice.shuffle(bodies)
        cut = dice.randint(0, len(bodies))
        hear(bodies[:cut], now + timedelta(hours=6))
        map_odd(now + timedelta(hours=6))
        hear(bodies[cut:], now + timedelta(hours=6))
        by_hearing = without_version(order)
        replay(Selection(), now=now + timedelta(hours=6))
        assert without_version(order) == by_hearing
        again = replay(Selection(), now=now + timedelta(hours=6))
        assert (again.scans_changed, again.changes) == (0, [])
        ends.add((str(scans()), str(by_hearing)))
    assert len(ends) == 1


def test_a_replay_of_many_orders_touches_each_once(now):
    dice = random.Random(3)
    numbers = [shipped(now)[1].tracking_number for _ in range(3)]
    bodies = [alert(number, now, code=ODD, hours=hours) for number in numbers for hours in (1, 2)]
    dice.shuffle(bodies)
    hear(bodies, now + timedelta(hours=3))
    done = map_odd(now + timedelta(hours=4), Milestone.IN_TRANSIT, Reason.NONE)
    assert (done.messages, done.orders, done.scans_changed) == (6, 3, 6)
