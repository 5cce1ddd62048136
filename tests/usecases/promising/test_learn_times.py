"""What became of the parcels is written down, learned from, and kept with its evidence."""

from datetime import UTC, datetime, timedelta

import pytest

from severshop.domain.orders.actions import NewAddress
from severshop.domain.orders.models import Cancellation, OrderLine
from severshop.domain.promises import learned
from severshop.domain.promises.models import (
    CarrierEstimate,
    CarrierTrust,
    DeliveryRecord,
    LearnedLane,
    LearnedTimes,
    PeakSeason,
    Promise,
)
from severshop.domain.shipping.actions import load_shipping
from severshop.domain.tracking.actions import NewScan, store_scans
from severshop.domain.tracking.models import Leg
from severshop.domain.watch.models import Flag
from severshop.usecases.housekeeping.forget_learnings import LEARNINGS_KEPT, forget_learnings
from severshop.usecases.promising.learn_times import learn_times
from severshop.usecases.promising.record_deliveries import record_deliveries
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.places import NOWHERE
from severshop.vocabulary.routes import Route
from severshop.vocabulary.scans import Scan
from tests.factories import packed_parcel, placed_order

pytestmark = pytest.mark.django_db

DENMARK = Route("ups", "standard", "DE", "DK")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def monday():
    return datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


def ordered(at, *, lane=DENMARK.lanes[0], **more):
    order = placed_order(now=at, **more)
    evidence = {"ships_by": "2026-11-25", "lane": lane, "sure": 0.93}
    Promise.objects.filter(order=order).update(evidence=evidence)
    return order


def shipped(at, *scans, handed_over=True, **more):
    """An order, packed after three hours, with scans of (days later, milestone)."""
    order = ordered(at, **more)
    parcel = packed_parcel(order, now=at + 3 * HOUR, handed_over=handed_over)
    leg = Leg.objects.get(parcel=parcel)
    store_scans(
        NewScan(order.id, parcel.id, leg.id, 1, Scan(at + days * DAY, milestone, place=NOWHERE), at + days * DAY)
        for days, milestone in scans
    )
    return parcel


def record_of(parcel, *, now):
    record_deliveries(now=now)
    return DeliveryRecord.objects.get(key=str(parcel.id))


def test_a_parcel_is_recorded_with_what_was_promised_and_what_became_of_it(monday):
    parcel = shipped(monday, (0.5, Milestone.ACCEPTED), (2, Milestone.IN_TRANSIT), (3, Milestone.DELIVERED))
    record = record_of(parcel, now=monday + 20 * DAY)
    assert (record.lane, record.carrier, record.order_id) == (DENMARK.lanes[0], "ups", parcel.order_id)
    assert record.handed_over_at == monday + 3 * HOUR
    assert record.first_scan_at == monday + 12 * HOUR
    assert record.delivered_at == monday + 3 * DAY
    assert (record.ended_at, record.is_lost, record.asked) == (None, False, 0.93)
    assert record.promised_latest.isoformat() == "2026-11-30"


def test_a_first_scan_counts_as_the_hand_over_where_nobody_clicked(monday):
    parcel = shipped(monday, (0.5, Milestone.ACCEPTED), handed_over=False)
    assert record_of(parcel, now=monday + 20 * DAY).handed_over_at == monday + 12 * HOUR


def test_paper_is_no_touch(monday):
    parcel = shipped(monday, (0.5, Milestone.LABEL_CREATED), handed_over=False)
    record = record_of(parcel, now=monday + 20 * DAY)
    assert (record.handed_over_at, record.first_scan_at) == (None, None)


@pytest.mark.parametrize(
    ("scans", "ended_after", "is_lost"),
    [
        ([(1, Milestone.ACCEPTED), (9, Milestone.LOST)], 9, True),
        ([(1, Milestone.ACCEPTED), (4, Milestone.REFUSED), (6, Milestone.RETURNING)], 4, False),
        ([(1, Milestone.ACCEPTED), (6, Milestone.RETURNING), (9, Milestone.DELIVERED)], 6, False),
    ],
)
def test_what_stops_without_arriving_has_ended(monday, scans, ended_after, is_lost):
    record = record_of(shipped(monday, *scans), now=monday + 20 * DAY)
    assert (record.delivered_at, record.ended_at, record.is_lost) == (None, monday + ended_after * DAY, is_lost)


def test_what_was_thought_lost_and_came_has_arrived(monday):
    parcel = shipped(monday, (1, Milestone.ACCEPTED), (9, Milestone.LOST), (12, Milestone.DELIVERED))
    record = record_of(parcel, now=monday + 20 * DAY)
    assert (record.delivered_at, record.ended_at, record.is_lost) == (monday + 12 * DAY, None, False)


def test_what_we_gave_up_is_lost(monday):
    parcel = shipped(monday, (1, Milestone.ACCEPTED))
    Flag.objects.create(order=parcel.order, parcel=parcel, level="lost", trouble="silent", raised_at=monday + 15 * DAY)
    record = record_of(parcel, now=monday + 20 * DAY)
    assert (record.ended_at, record.is_lost) == (monday + 15 * DAY, True)


def test_an_order_is_recorded_by_itself_until_it_has_a_parcel(monday):
    order = ordered(monday)
    record_deliveries(now=monday + HOUR)
    assert DeliveryRecord.objects.get().key == str(order.id)
    parcel = packed_parcel(order, now=monday + 3 * HOUR)
    record_deliveries(now=monday + DAY)
    assert DeliveryRecord.objects.get().key == str(parcel.id)


def test_a_cancelled_order_has_ended(monday):
    order = ordered(monday)
    line = OrderLine.objects.get(order=order)
    cancelled = {"cancelled_at": monday + 5 * HOUR, "cancelled_by": "staff", "reason": "asked"}
    Cancellation.objects.create(line=line, quantity=line.quantity, **cancelled)
    record_deliveries(now=monday + DAY)
    assert DeliveryRecord.objects.get().ended_at == monday + 5 * HOUR


def test_an_older_promise_gets_the_lane_that_it_would_have_now(monday):
    load_shipping()
    order = placed_order(now=monday)
    record_deliveries(now=monday + DAY)
    assert DeliveryRecord.objects.get(order=order).lane == DENMARK.lanes[0]


def test_nothing_of_a_person_is_recorded_and_again_changes_nothing(monday):
    shipped(monday, (1, Milestone.ACCEPTED), (3, Milestone.DELIVERED))
    ordered(monday + DAY)
    assert record_deliveries(now=monday + 9 * DAY) == 2
    before = list(DeliveryRecord.objects.order_by("id").values())
    assert record_deliveries(now=monday + 9 * DAY) == 2
    assert list(DeliveryRecord.objects.order_by("id").values()) == before
    for secret in ("Ada", "Winter", "Nyhavn", "1051", "ada@", "Copenhagen"):
        assert secret not in str(before)


def test_orders_of_months_ago_stay_as_they_were_recorded(monday):
    ordered(monday)
    record_deliveries(now=monday + DAY)
    assert record_deliveries(now=monday + 130 * DAY) == 0
    assert DeliveryRecord.objects.count() == 1


def taught(monday, *, parcels=12, lane=DENMARK.lanes[0], delivered_after=3):
    """Records as they are kept, one order a day."""
    DeliveryRecord.objects.bulk_create(
        DeliveryRecord(
            key=f"import:{lane}:{number}",
            lane=lane,
            carrier="ups",
            placed_at=monday + number * DAY,
            handed_over_at=monday + number * DAY + 4 * HOUR,
            delivered_at=monday + (number + delivered_after) * DAY if delivered_after else None,
        )
        for number in range(parcels)
    )


def test_a_learning_is_kept_with_its_evidence(monday):
    load_shipping()
    taught(monday)
    shipped(monday, (1, Milestone.ACCEPTED), (3, Milestone.DELIVERED))
    ordered(monday + 14 * DAY)
    kept = learn_times(now=monday + 20 * DAY)
    times = LearnedTimes.objects.get()
    assert (times.id, times.made_at, times.records, times.open_records) == (kept.id, monday + 20 * DAY, 14, 1)
    evidence = times.evidence
    assert (evidence["from"], evidence["to"]) == ("2026-10-05", "2026-10-19")
    assert (evidence["arrived"], evidence["imported"], evidence["left_out"]) == (13, 12, {})
    assert evidence["method"]["half_lives_days"] == [7.0, 21.0, 60.0]
    lanes = LearnedLane.objects.filter(lane=DENMARK.lanes[0]).order_by("stage")
    assert [(lane.stage, lane.ended, lane.open) for lane in lanes] == [("handling", 13, 1), ("transit", 13, 0)]
    learned.look_again()
    curves = learned.curves_for(DENMARK)
    assert (curves.ended, curves.made_at) == (13, monday + 20 * DAY)
    assert 2 <= curves.transit.days(0.5) <= 3


def test_learning_again_is_a_learning_more_and_the_same(monday):
    load_shipping()
    taught(monday)
    first, second = learn_times(now=monday + 20 * DAY), learn_times(now=monday + 20 * DAY + HOUR)
    assert first.evidence == second.evidence
    one, other = (
        list(LearnedLane.objects.filter(times_id=kept.id).order_by("lane", "stage").values("stage", "lane", "chances"))
        for kept in (first, second)
    )
    assert one == other


def test_what_happens_after_the_moment_of_learning_is_not_known(monday):
    load_shipping()
    taught(monday, parcels=10)
    kept = learn_times(now=monday + 9 * DAY + 6 * HOUR)
    assert (kept.records, kept.open_records, kept.evidence["arrived"]) == (10, 3, 7)


def test_who_teaches_not_is_counted_by_reason(monday):
    load_shipping()
    taught(monday, parcels=3)
    taught(monday, lane="no lane", parcels=2)
    taught(monday, lane="DE/ups/standard/in_stock|ZZ", parcels=4)
    DeliveryRecord.objects.filter(key=f"import:{DENMARK.lanes[0]}:0").update(handed_over_at=None)
    DeliveryRecord.objects.filter(key=f"import:{DENMARK.lanes[0]}:1").update(handed_over_at=monday - 9 * DAY)
    PeakSeason.objects.create(
        name="Sale",
        first_day=monday.date() + 30 * DAY,
        last_day=monday.date() + 40 * DAY,
        handling_days=2,
        changed_at=monday,
    )
    DeliveryRecord.objects.create(
        key="import:peak", lane=DENMARK.lanes[0], carrier="ups", placed_at=monday + 33 * DAY, delivered_at=None
    )
    kept = learn_times(now=monday + 50 * DAY)
    assert kept.records == 1
    assert kept.evidence["left_out"] == {
        "no such lane": 2,
        "no calendar for it": 4,
        "arrived, and nobody saw it leave": 1,
        "not in the order of time": 1,
        "ordered in a peak season": 1,
    }


def test_what_carriers_estimates_are_worth_is_kept_with_it(monday):
    load_shipping()
    parcel = shipped(monday, (1, Milestone.ACCEPTED), (4, Milestone.DELIVERED))
    CarrierEstimate.objects.create(
        order=parcel.order,
        parcel=parcel,
        carrier="ups",
        told_at=monday + DAY,
        estimate=(monday + 2 * DAY).date(),
    )
    kept = learn_times(now=monday + 20 * DAY)
    trust = CarrierTrust.objects.get(times_id=kept.id)
    assert (trust.carrier, trust.scored, trust.kept, trust.days_after["0.93"]) == ("ups", 1, 0.0, 2)
    assert kept.evidence["carriers_scored"] == {"ups": 1}
    learned.look_again()
    assert learned.trust_in("ups") is None


def test_without_a_delivery_nothing_is_learned_and_nothing_forgotten(monday):
    LearnedTimes.objects.create(made_at=monday, records=1, open_records=0)
    assert learn_times(now=monday + DAY) is None
    assert LearnedTimes.objects.count() == 1


def test_a_failing_learning_leaves_the_one_before_in_use(monday, monkeypatch):
    load_shipping()
    taught(monday)
    kept = learn_times(now=monday + 20 * DAY)
    monkeypatch.setattr("severshop.usecases.promising.learn_times.own.learn", lambda *_all, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        learn_times(now=monday + 21 * DAY)
    learned.look_again()
    assert LearnedTimes.objects.get().id == kept.id
    assert learned.curves_for(DENMARK) is not None


def test_a_region_of_a_country_learns_apart(monday):
    load_shipping()
    bavaria = NewAddress(name="Ada", street="Platz 1", city="Munich", country="DE", postal_code="80331")
    lane = Route("dhl", "standard", "DE", "DE", "BY")
    ordered(monday, lane=lane.lanes[0], address=bavaria)
    taught(monday, lane=lane.lanes[0], parcels=35)
    learn_times(now=monday + 60 * DAY)
    learned.look_again()
    assert learned.curves_for(lane).lane == lane.lanes[0]
    assert learned.curves_for(lane._replace(region="NW")).lane == lane.lanes[1]


def test_the_last_sixty_learnings_are_kept(monday):
    LearnedTimes.objects.bulk_create(
        LearnedTimes(made_at=monday + day * DAY, records=1, open_records=0) for day in range(LEARNINGS_KEPT + 3)
    )
    assert forget_learnings(monday) == 3
    assert forget_learnings(monday) == 0
    assert LearnedTimes.objects.order_by("made_at").first().made_at == monday + 3 * DAY
