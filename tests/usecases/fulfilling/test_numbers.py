"""Numbers that were wrong, replaced, handed on or recycled: the timeline is the parcel's own, in any order."""

import itertools
import json
from datetime import timedelta, timezone

import pytest

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.tracking.legs import HEARD_AFTER, HEARD_BEFORE
from severshop.domain.tracking.models import Leg, MessageState, RawMessage, ScanRow
from severshop.infra.ids import uuid7
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.fulfilling.add_leg import add_leg
from severshop.usecases.fulfilling.correct_number import Was, correct_number
from severshop.usecases.fulfilling.hand_over import UnknownParcelError
from severshop.usecases.fulfilling.pack import NumberInUseError, NumberInvalidError
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.replay import Selection, replay
from severshop.usecases.tracking.update_timelines import update_timelines

pytestmark = pytest.mark.django_db

LOCAL = timezone(timedelta(hours=1))


@pytest.fixture
def shipped(now, factories):
    """Return an order and its parcel, handed over."""

    def make(**changes):
        order = factories.placed_order(now=now)
        return order, factories.packed_parcel(order, now=now, **changes)

    return make


@pytest.fixture
def hear(now, factories):
    def do(number, *steps):
        """Hear (code, hours from now) of a number."""
        bodies = [
            factories.track_alert(number, at=now.astimezone(LOCAL) + timedelta(hours=hours), kind="I", code=code)
            for code, hours in steps
        ]
        at = now + timedelta(hours=max([hours for _code, hours in steps], default=0))
        receive_messages([message("ups", body) for body in bodies], now=at)
        while update_timelines(now=at):
            pass

    return do


@pytest.fixture
def page_of(factories):
    return lambda order: factories.public_page(order.id)["parcels"][0]


def correct(parcel, number, *, was, now):
    correct_number(parcel.id, carrier="ups", tracking_number=number, was=was, by=None, now=now)


def add(parcel, number, *, now, is_return=False):
    add_leg(parcel.id, carrier="ups", tracking_number=number, is_return=is_return, by=None, now=now)


def letters(order):
    return OutboxEntry.objects.filter(order_id=order.id, payload__kind="new_number").count()


def test_a_wrong_numbers_scans_go_and_the_right_ones_count(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    right = factories.ups_number(order, 50)
    hear(parcel.tracking_number, ("OR", 1), ("FS", 2))
    hear(right, ("OR", 3))
    assert page_of(order)["milestone"] == "delivered"
    correct(parcel, right, was=Was.WRONG, now=now + timedelta(hours=4))
    assert page_of(order)["milestone"] == "not_yet_known"
    update_timelines(now=now + timedelta(hours=4))
    page = page_of(order)
    assert (page["milestone"], page["scans_total"], page["tracking_number"]) == ("accepted", 1, right)
    assert sorted(RawMessage.objects.values_list("state", flat=True)) == ["read", "unmatched", "unmatched"]


def test_a_replaced_labels_scans_stay(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    new = factories.ups_number(order, 50)
    hear(parcel.tracking_number, ("OR", 1))
    correct(parcel, new, was=Was.REPLACED, now=now + timedelta(hours=2))
    hear(new, ("DP", 3))
    assert [scan["code"] for scan in page_of(order)["scans"]] == ["DP", "OR"]


def test_what_happens_to_the_old_label_after_it_was_replaced_is_not_the_parcels(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    correct(parcel, factories.ups_number(order, 50), was=Was.REPLACED, now=now + timedelta(hours=2))
    hear(parcel.tracking_number, ("OR", 1), ("FS", 3))
    assert [scan["code"] for scan in page_of(order)["scans"]] == ["OR"]
    assert set(RawMessage.objects.values_list("state", flat=True)) == {MessageState.READ}


@pytest.mark.parametrize("was", list(Was))
def test_the_shopper_is_told_once(shipped, factories, now, was):
    order, parcel = shipped()
    new = factories.ups_number(order, 50)
    for _press in range(2):
        correct(parcel, new, was=was, now=now)
    assert letters(order) == 1
    assert Leg.objects.filter(parcel=parcel).count() == 2


def test_corrected_and_corrected_back_is_the_first_number_again(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    first, second = parcel.tracking_number, factories.ups_number(order, 50)
    hear(first, ("OR", 1))
    correct(parcel, second, was=Was.WRONG, now=now + timedelta(hours=2))
    update_timelines(now=now + timedelta(hours=2))
    correct(parcel, first, was=Was.WRONG, now=now + timedelta(hours=3))
    update_timelines(now=now + timedelta(hours=3))
    assert (page_of(order)["milestone"], page_of(order)["tracking_number"]) == ("accepted", first)
    assert letters(order) == 2


def test_the_scans_of_a_wrong_number_are_given_to_the_parcel_that_has_it(shipped, hear, page_of, factories, now):
    (one, parcel), (other, later) = shipped(), shipped()
    number = parcel.tracking_number
    hear(number, ("OR", 1), ("DP", 2))
    correct(parcel, factories.ups_number(one, 50), was=Was.WRONG, now=now + timedelta(hours=3))
    update_timelines(now=now + timedelta(hours=3))
    correct(later, number, was=Was.WRONG, now=now + timedelta(hours=4))
    update_timelines(now=now + timedelta(hours=4))
    assert (page_of(one)["scans_total"], page_of(other)["scans_total"]) == (0, 2)


@pytest.mark.parametrize("was", list(Was))
def test_messages_and_the_correction_in_any_order_end_in_the_same(shipped, hear, page_of, factories, now, was):
    ends = set()
    for turn in itertools.permutations(["old", "new", "correct"]):
        order, parcel = shipped()
        old, new = parcel.tracking_number, factories.ups_number(order, 50)
        for step in turn:
            if step == "correct":
                correct(parcel, new, was=was, now=now + timedelta(hours=2))
                update_timelines(now=now + timedelta(hours=2))
            else:
                hear(old if step == "old" else new, *([("OR", 1)] if step == "old" else [("DP", 3), ("OT", 4)]))
        page = page_of(order)
        ends.add((page["milestone"], tuple(scan["code"] for scan in page["scans"])))
        before = page
        replay(Selection(), now=now + timedelta(hours=5))
        assert page_of(order) == before
    assert len(ends) == 1


def test_first_and_last_mile_are_one_way(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    last_mile = factories.ups_number(order, 50)
    for _press in range(2):
        add(parcel, last_mile, now=now + timedelta(hours=1))
    hear(last_mile, ("DP", 4), ("FS", 6))
    hear(parcel.tracking_number, ("OR", 1), ("AR", 3))
    page = page_of(order)
    assert [scan["code"] for scan in page["scans"]] == ["FS", "DP", "AR", "OR"]
    assert (page["milestone"], page["tracking_number"]) == ("delivered", parcel.tracking_number)
    assert Leg.objects.filter(parcel=parcel, closed_at=None).count() == 2


def test_on_the_way_back_nothing_is_a_delivery(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    back = factories.ups_number(order, 50)
    add(parcel, back, is_return=True, now=now)
    hear(parcel.tracking_number, ("OR", 1))
    hear(back, ("MP", 2), ("OT", 3))
    assert (page_of(order)["milestone"], factories.public_page(order.id)["attention"]) == ("returning", "returning")
    hear(back, ("FS", 4))
    assert (page_of(order)["milestone"], page_of(order)["delivered_at"]) == ("returned", None)
    assert not OutboxEntry.objects.filter(payload__kind__in=["delivered", "out_for_delivery"]).exists()


def test_a_return_after_the_delivery_comes_back(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    back = factories.ups_number(order, 50)
    hear(parcel.tracking_number, ("FS", 4))
    add(parcel, back, is_return=True, now=now + timedelta(hours=5))
    hear(back, ("OR", 6))
    assert factories.public_page(order.id)["attention"] == "returning"


def test_a_recycled_number_belongs_to_the_parcel_that_has_it_now(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    hear(parcel.tracking_number, ("FS", 4))
    much_later = now + HEARD_AFTER + timedelta(days=1)
    days = HEARD_AFTER.days + 1
    newer = factories.placed_order(now=much_later)
    # It is picked up an hour before the warehouse types it in, and that is heard of first.
    hear(parcel.tracking_number, ("OR", days * 24 - 1))
    assert page_of(order)["scans_total"] == 1
    factories.packed_parcel(newer, now=much_later, number=parcel.tracking_number)
    update_timelines(now=much_later)
    hear(parcel.tracking_number, ("DP", days * 24 + 2))
    assert [scan["code"] for scan in page_of(order)["scans"]] == ["FS"]
    assert [scan["code"] for scan in page_of(newer)["scans"]] == ["DP", "OR"]


def test_who_loses_scans_to_a_recycled_number_is_told_so_at_once(shipped, hear, page_of, factories, now):
    order, parcel = shipped()
    number, hours = parcel.tracking_number, HEARD_AFTER.days * 24
    hear(number, ("FS", 4), ("DP", hours - 1))
    assert page_of(order)["scans_total"] == 2
    later = now + HEARD_AFTER + timedelta(hours=1)
    _other, newer = shipped()
    correct(newer, number, was=Was.WRONG, now=later)
    assert [scan["code"] for scan in page_of(order)["scans"]] == ["FS"]


def test_what_happened_long_before_the_number_was_ours_does_not_count(shipped, hear, page_of, now):
    order, parcel = shipped()
    hear(parcel.tracking_number, ("FS", -24 * HEARD_BEFORE.days - 1), ("OR", 1))
    assert [scan["code"] for scan in page_of(order)["scans"]] == ["OR"]
    assert sorted(RawMessage.objects.values_list("state", flat=True)) == ["read", "unmatched"]


def test_a_number_of_another_parcel_is_refused_and_nothing_changes(shipped, now):
    (_one, parcel), (_other, taken) = shipped(), shipped()
    for change in (
        lambda: correct(parcel, taken.tracking_number, was=Was.WRONG, now=now),
        lambda: add(parcel, taken.tracking_number, now=now),
    ):
        with pytest.raises(NumberInUseError):
            change()
    assert Leg.objects.filter(closed_at=None).count() == 2
    assert Parcel.objects.get(id=parcel.id).tracking_number == parcel.tracking_number


def test_what_is_no_number_of_the_carrier_is_refused(shipped, now):
    _order, parcel = shipped()
    with pytest.raises(NumberInvalidError):
        correct(parcel, "1Z999AA10123456785", was=Was.WRONG, now=now)
    with pytest.raises(NumberInvalidError):
        add(parcel, "", now=now)
    assert Leg.objects.count() == 1


def test_a_parcel_that_does_not_exist_has_no_number(now):
    with pytest.raises(UnknownParcelError):
        correct_number(uuid7(), carrier="ups", tracking_number="1Z999AA10123456784", was=Was.WRONG, by=None, now=now)


def test_scans_without_their_message_go_with_a_wrong_number_all_the_same(shipped, hear, factories, now):
    order, parcel = shipped()
    hear(parcel.tracking_number, ("OR", 1))
    ScanRow.objects.update(message_id=None)
    correct(parcel, factories.ups_number(order, 50), was=Was.WRONG, now=now + timedelta(hours=2))
    assert not ScanRow.objects.exists()


def test_of_several_unknown_numbers_in_one_message_any_may_become_ours_first(shipped, page_of, factories, now):
    order, parcel = shipped()
    numbers = [factories.ups_number(order, 50 + place) for place in range(3)]
    told = [
        {
            "tracking_number": number,
            "milestone": "accepted",
            "occurred_at": (now + timedelta(minutes=place)).isoformat(),
        }
        for place, number in enumerate(numbers)
    ]
    receive_messages([message("generic", json.dumps({"messages": told}).encode())], now=now + timedelta(hours=1))
    update_timelines(now=now + timedelta(hours=1))
    for turn, number in enumerate(reversed(numbers), start=1):
        later = now + timedelta(hours=1 + turn)
        add_leg(parcel.id, carrier="generic", tracking_number=number, by=None, now=later)
        update_timelines(now=later)
        assert page_of(order)["scans_total"] == turn
    assert set(RawMessage.objects.values_list("state", flat=True)) == {MessageState.READ}


def test_the_page_says_which_of_two_carriers_has_it(shipped, page_of, factories, now):
    order, parcel = shipped()
    assert page_of(order)["legs"] == []
    last_mile = "9400111201080805483016"
    add_leg(parcel.id, carrier="generic", tracking_number=last_mile, by=None, now=now)
    has_it = lambda: [(leg["carrier"], leg["tracking_number"]) for leg in page_of(order)["legs"] if leg["has_it"]]  # noqa: E731
    assert has_it() == [("ups", parcel.tracking_number)]
    told = [
        {
            "tracking_number": last_mile,
            "milestone": milestone,
            "occurred_at": (now + timedelta(hours=hours)).isoformat(),
        }
        for hours, milestone in ((9, "label_created"), (5, "accepted"))
    ]
    receive_messages([message("generic", json.dumps({"messages": told[:1]}).encode())], now=now)
    receive_messages(
        [
            message(
                "ups", factories.track_alert(parcel.tracking_number, at=now + timedelta(hours=3), kind="I", code="DP")
            )
        ],
        now=now,
    )
    update_timelines(now=now + timedelta(hours=9))
    assert has_it() == [("ups", parcel.tracking_number)]
    receive_messages([message("generic", json.dumps({"messages": told}).encode())], now=now)
    update_timelines(now=now + timedelta(hours=9))
    assert has_it() == [("generic", last_mile)]
    assert [scan["carrier"] for scan in page_of(order)["scans"]] == ["generic", "generic", "ups"]
