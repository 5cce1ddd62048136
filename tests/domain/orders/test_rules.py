from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.orders.rules import LineFacts, OrderFacts, ParcelFacts, state_of, with_attention
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import Attention, OrderStatus

T = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
S = OrderStatus


def parcel(
    units,
    *,
    position=1,
    over=False,
    scanned=False,
    delivered=False,
    milestone=Milestone.NOT_YET_KNOWN,
    reason=Reason.NONE,
):
    return ParcelFacts(
        position=position,
        units=units,
        packed_at=T,
        handed_over_at=T + timedelta(hours=1) if over else None,
        first_physical_at=T + timedelta(hours=2) if scanned or delivered else None,
        delivered_at=T + timedelta(hours=20) if delivered else None,
        milestone=Milestone.DELIVERED if delivered else milestone,
        reason=reason,
    )


def state(*, quantity=2, cancelled=0, picking=False, parcels=(), promised_until=None, asked=False, today=TODAY):
    facts = OrderFacts(
        placed_at=T - timedelta(days=1),
        lines=(LineFacts(position=1, quantity=quantity, cancelled=cancelled),),
        picking_started_at=T if picking else None,
        parcels=tuple(parcels),
        promised_until=promised_until,
        cancellation_requested=asked,
    )
    return state_of(facts, today=today)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, S.RECEIVED),
        ({"picking": True}, S.IN_PROCESS),
        ({"parcels": [parcel({1: 2})]}, S.IN_PROCESS),
        ({"parcels": [parcel({1: 2}, over=True)]}, S.SHIPPED),
        # nobody clicked, but the carrier has it
        ({"parcels": [parcel({1: 2}, scanned=True)]}, S.SHIPPED),
        ({"parcels": [parcel({1: 2}, delivered=True)]}, S.DELIVERED),
        # half of it is still here
        ({"parcels": [parcel({1: 1}, over=True)]}, S.IN_PROCESS),
        ({"parcels": [parcel({1: 1}, delivered=True), parcel({1: 1}, position=2, over=True)]}, S.SHIPPED),
        ({"parcels": [parcel({1: 1}, delivered=True), parcel({1: 1}, position=2, delivered=True)]}, S.DELIVERED),
        ({"cancelled": 2}, S.CANCELLED),
        # what was cancelled keeps nobody waiting
        ({"cancelled": 1, "parcels": [parcel({1: 1}, delivered=True)]}, S.DELIVERED),
    ],
)
def test_the_headline_is_the_least_that_holds_for_every_unit(facts, status):
    assert state(**facts).status is status


@pytest.mark.parametrize(
    ("milestone", "reason", "attention"),
    [
        (Milestone.IN_TRANSIT, Reason.NONE, None),
        (Milestone.CUSTOMS, Reason.NONE, None),
        (Milestone.CUSTOMS, Reason.CLEARED, None),
        (Milestone.CUSTOMS, Reason.HELD, Attention.CUSTOMS_HOLD),
        (Milestone.CUSTOMS, Reason.DOCUMENTS, Attention.CUSTOMS_HOLD),
        (Milestone.DELAYED, Reason.WEATHER, Attention.DELAYED),
        (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME, Attention.ATTEMPT_FAILED),
        (Milestone.PICKUP_READY, Reason.NONE, Attention.PICKUP_READY),
        (Milestone.ACTION_REQUIRED, Reason.ADDRESS, Attention.ACTION_NEEDED),
        (Milestone.DAMAGED, Reason.NONE, Attention.DAMAGED),
        (Milestone.LOST, Reason.NONE, Attention.LOST),
        (Milestone.RETURNING, Reason.NONE, Attention.RETURNING),
    ],
)
def test_what_is_wrong_with_a_parcel_stands_beside_the_headline(milestone, reason, attention):
    found = state(parcels=[parcel({1: 2}, over=True, scanned=True, milestone=milestone, reason=reason)])
    assert (found.status, found.attention) == (S.SHIPPED, attention)


def test_the_most_urgent_of_several_is_shown():
    held = parcel({1: 1}, over=True, milestone=Milestone.ATTEMPT_FAILED)
    lost = parcel({1: 1}, position=2, over=True, milestone=Milestone.LOST)
    assert state(parcels=[held, lost]).attention is Attention.LOST


def test_an_order_is_late_from_the_day_after_its_promise():
    promised = date(2026, 11, 24)
    assert state(promised_until=promised, today=promised).attention is None
    assert state(promised_until=promised, today=promised + timedelta(days=1)).attention is Attention.DELAYED


def test_what_has_arrived_is_not_late():
    found = state(parcels=[parcel({1: 2}, delivered=True)], promised_until=TODAY - timedelta(days=3))
    assert (found.status, found.attention) == (S.DELIVERED, None)


def test_the_hand_over_is_the_earlier_of_click_and_first_touch():
    assert parcel({1: 1}, over=True, scanned=True).shipped_at == T + timedelta(hours=1)
    assert parcel({1: 1}, scanned=True).shipped_at == T + timedelta(hours=2)


H = timedelta(hours=1)


@pytest.mark.parametrize(
    ("facts", "in_process", "shipped", "delivered", "parcels"),
    [
        ({}, None, None, None, (0, 0)),
        ({"picking": True}, T, None, None, (0, 0)),
        ({"parcels": [parcel({1: 2})]}, T, None, None, (1, 0)),
        ({"parcels": [parcel({1: 2}, scanned=True)]}, T, T + 2 * H, None, (1, 0)),
        # only the last unit makes it shipped, and delivered
        ({"parcels": [parcel({1: 1}, delivered=True)]}, T, None, None, (1, 1)),
        ({"parcels": [parcel({1: 1}, delivered=True), parcel({1: 1}, over=True)]}, T, T + 2 * H, None, (2, 1)),
        ({"parcels": [parcel({1: 1}, over=True), parcel({1: 1}, over=True)]}, T, T + H, None, (2, 0)),
        (
            {"parcels": [parcel({1: 1}, delivered=True), parcel({1: 1}, over=True, delivered=True)]},
            T,
            T + 2 * H,
            T + 20 * H,
            (2, 2),
        ),
        ({"cancelled": 2, "picking": True}, T, None, None, (0, 0)),
    ],
)
def test_when_each_word_came_true(facts, in_process, shipped, delivered, parcels):
    found = state(**facts)
    assert found.received_at == T - timedelta(days=1)
    assert (found.in_process_at, found.shipped_at, found.delivered_at) == (in_process, shipped, delivered)
    assert (found.parcels_total, found.parcels_delivered) == parcels
    assert found.packed == ({1: sum(one.units[1] for one in facts["parcels"])} if "parcels" in facts else {})


def test_what_arrived_without_having_been_seen_to_leave_has_arrived():
    unseen = parcel({1: 2})._replace(delivered_at=T + 20 * H)
    found = state(parcels=[unseen])
    assert (found.status, found.shipped_at, found.delivered_at) == (S.DELIVERED, None, T + 20 * H)


def test_a_wish_to_cancel_is_news_until_all_has_left():
    assert state(asked=True).attention is Attention.CANCELLATION_REQUESTED
    assert state(asked=True, parcels=[parcel({1: 1}, over=True)]).attention is Attention.CANCELLATION_REQUESTED
    assert state(asked=True, parcels=[parcel({1: 2}, over=True)]).attention is None


moments = st.none() | st.integers(0, 40).map(lambda hours: T + timedelta(hours=hours))
parcels = st.lists(
    st.builds(
        ParcelFacts,
        position=st.integers(1, 3),
        units=st.dictionaries(st.integers(1, 2), st.integers(1, 2), max_size=2),
        packed_at=st.just(T),
        handed_over_at=moments,
        milestone=st.sampled_from(list(Milestone)),
        first_physical_at=moments,
        delivered_at=moments,
    ),
    max_size=3,
)


@given(parcels, st.integers(1, 3), st.booleans())
def test_the_headline_never_says_more_than_every_unit_does(some, quantity, picking):
    lines = tuple(LineFacts(position=position, quantity=quantity) for position in (1, 2))
    found = state_of(
        OrderFacts(placed_at=T, lines=lines, picking_started_at=T if picking else None, parcels=tuple(some)),
        today=TODAY,
    )
    arrived = sum(sum(one.units.values()) for one in some if one.delivered_at)
    left = sum(sum(one.units.values()) for one in some if one.shipped_at or one.delivered_at)
    if found.status is S.DELIVERED:
        assert arrived >= 2 * quantity
    if found.status is S.SHIPPED:
        assert left >= 2 * quantity
    if not some and not picking:
        assert found.status is S.RECEIVED


@pytest.mark.parametrize(
    ("standing", "more", "expected"),
    [
        (None, Attention.DELAYED, Attention.DELAYED),
        (Attention.PICKUP_READY, Attention.DELAYED, Attention.PICKUP_READY),
        (Attention.DELAYED, Attention.LOST, Attention.LOST),
        (Attention.LOST, Attention.LOST, Attention.LOST),
    ],
)
def test_of_two_that_call_for_attention_the_more_urgent_stands(standing, more, expected):
    assert with_attention(state()._replace(attention=standing), more).attention is expected
