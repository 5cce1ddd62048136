"""What may be claimed when, as a table; what decides itself; how far a claim is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.claims.rules import (
    TRANSITIONS,
    ClaimFacts,
    ParcelNow,
    decides_itself,
    late_from,
    left_of,
    state_of,
    turned_up,
    was_found,
    why_not,
)
from severshop.domain.policies.claims import POLICIES
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, ClaimState, WhyNotNow
from severshop.vocabulary.statuses import OrderStatus

POLICY = POLICIES[0]
PROMISED = date(2026, 11, 30)
ALL = {1: 2}
UNDERWAY = ParcelNow(left=ALL, promised_until=PROMISED)
GONE = UNDERWAY._replace(is_given_up=True)
THERE = UNDERWAY._replace(delivered_on=date(2026, 11, 28))
BROKEN = UNDERWAY._replace(carrier_says_damaged=True)
PACKED = UNDERWAY._replace(has_left=False)

K, W = ClaimKind, WhyNotNow


@pytest.mark.parametrize(
    ("kind", "parcel", "today", "why"),
    [
        (K.LATE, UNDERWAY, date(2026, 12, 7), W.NOT_LATE_ENOUGH),
        (K.LATE, UNDERWAY, date(2026, 12, 8), None),
        (K.LATE, UNDERWAY._replace(promised_until=None), date(2027, 12, 8), W.NOT_LATE_ENOUGH),
        (K.LATE, THERE, date(2026, 12, 8), W.DELIVERED),
        (K.LOST, UNDERWAY, date(2026, 12, 8), W.NOT_LOST),
        (K.LOST, GONE, date(2026, 11, 27), None),
        (K.LOST, GONE._replace(delivered_on=date(2026, 11, 28)), date(2026, 11, 28), W.DELIVERED),
        (K.DAMAGED, UNDERWAY, date(2026, 11, 28), W.NOT_DELIVERED),
        (K.DAMAGED, BROKEN, date(2026, 11, 28), None),
        (K.DAMAGED, THERE, date(2026, 11, 28), None),
        (K.DAMAGED, THERE, date(2026, 12, 28), None),
        (K.DAMAGED, THERE, date(2026, 12, 29), W.TOO_LATE),
        (K.WRONG_ITEM, UNDERWAY, date(2026, 12, 8), W.NOT_DELIVERED),
        (K.WRONG_ITEM, THERE, date(2026, 11, 28), None),
        (K.MISSING_ITEM, THERE, date(2026, 12, 28), None),
        (K.MISSING_ITEM, THERE, date(2026, 12, 29), W.TOO_LATE),
        (K.NOT_RECEIVED, UNDERWAY, date(2026, 12, 8), W.NOT_DELIVERED),
        (K.NOT_RECEIVED, THERE, date(2026, 11, 28), W.TOO_EARLY),
        (K.NOT_RECEIVED, THERE, date(2026, 11, 29), None),
        (K.NOT_RECEIVED, THERE, date(2026, 12, 28), None),
        (K.NOT_RECEIVED, THERE, date(2026, 12, 29), W.TOO_LATE),
        (K.LOST, GONE._replace(has_open_claim=True), date(2026, 12, 8), W.CLAIM_OPEN),
        (K.LOST, GONE._replace(left={}), date(2026, 12, 8), W.NOTHING_LEFT),
        (K.LOST, GONE._replace(left={1: 0}), date(2026, 12, 8), W.NOTHING_LEFT),
    ],
)
def test_what_may_be_claimed_when(kind, parcel, today, why):
    assert why_not(kind, parcel, policy=POLICY, today=today) is why


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_nothing_is_claimed_of_what_has_not_left(kind):
    assert why_not(kind, PACKED, policy=POLICY, today=date(2027, 1, 1)) is W.NOT_SHIPPED


def test_late_is_counted_from_the_day_that_was_agreed():
    assert late_from(PROMISED, policy=POLICY) == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("kind", "parcel", "amount", "itself"),
    [
        (K.LOST, GONE, 100_000, True),
        (K.LOST, UNDERWAY, 1, False),
        (K.LATE, UNDERWAY, 5_000, True),
        (K.LATE, UNDERWAY, 5_001, False),
        (K.DAMAGED, BROKEN, 5_000, True),
        (K.DAMAGED, BROKEN, 5_001, False),
        (K.DAMAGED, THERE, 1, False),
        (K.NOT_RECEIVED, THERE, 1, False),
        (K.WRONG_ITEM, THERE, 1, False),
        (K.MISSING_ITEM, THERE, 1, False),
    ],
)
def test_a_rule_decides_only_what_the_evidence_bears_out(kind, parcel, amount, itself):
    policy = type(POLICY)(
        valid_from=POLICY.valid_from,
        late_after_days=7,
        not_received_after_days=1,
        not_received_within_days=30,
        damaged_within_days=30,
        decides_itself_up_to_minor=5_000,
    )
    assert decides_itself(kind, parcel, policy=policy, amount_minor=amount) is itself


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (ClaimFacts(None), ClaimState.RECEIVED),
        (ClaimFacts(ClaimEnd.REFUND), ClaimState.REFUND_COMING),
        (ClaimFacts(ClaimEnd.REFUND, is_paid_back=True), ClaimState.REFUNDED),
        (ClaimFacts(ClaimEnd.REFUND, is_refund_stuck=True), ClaimState.REFUND_STUCK),
        (ClaimFacts(ClaimEnd.REPLACEMENT, replacement=OrderStatus.IN_PROCESS), ClaimState.REPLACEMENT_COMING),
        (ClaimFacts(ClaimEnd.REPLACEMENT, replacement=OrderStatus.DELIVERED), ClaimState.REPLACED),
        (ClaimFacts(ClaimEnd.REPLACEMENT, replacement=OrderStatus.CANCELLED), ClaimState.REPLACEMENT_CANCELLED),
        (ClaimFacts(ClaimEnd.REFUSED), ClaimState.REFUSED),
        (ClaimFacts(ClaimEnd.FOUND), ClaimState.FOUND),
        (ClaimFacts(ClaimEnd.WITHDRAWN), ClaimState.WITHDRAWN),
    ],
)
def test_the_state_follows_from_the_facts(facts, state):
    assert state_of(facts) is state


def test_every_state_has_its_line_and_can_be_reached():
    assert set(TRANSITIONS) == set(ClaimState)
    reached = set().union(*TRANSITIONS.values()) | {ClaimState.RECEIVED}
    assert reached == set(ClaimState)


@pytest.mark.parametrize(
    ("kind", "moved", "delivered", "found"),
    [
        (K.LOST, False, False, False),
        (K.LOST, True, False, True),
        (K.LOST, False, True, True),
        (K.LATE, True, False, False),
        (K.LATE, True, True, True),
        (K.DAMAGED, True, True, False),
        (K.NOT_RECEIVED, True, True, False),
    ],
)
def test_news_settles_an_open_claim(kind, moved, delivered, found):
    assert was_found(kind, has_moved=moved, is_delivered=delivered) is found


@pytest.mark.parametrize(
    ("kind", "end", "delivered", "late"),
    [
        (K.LOST, ClaimEnd.REFUND, True, True),
        (K.LATE, ClaimEnd.REPLACEMENT, True, True),
        (K.LOST, ClaimEnd.REFUND, False, False),
        (K.LOST, ClaimEnd.REFUSED, True, False),
        (K.LOST, ClaimEnd.FOUND, True, False),
        (K.NOT_RECEIVED, ClaimEnd.REFUND, True, False),
        (K.DAMAGED, ClaimEnd.REFUND, True, False),
    ],
)
def test_only_what_was_made_good_turns_up(kind, end, delivered, late):
    assert turned_up(kind, end, is_delivered=delivered) is late


@pytest.mark.parametrize(
    ("packed", "sold", "here", "elsewhere", "left"),
    [
        ({1: 2, 2: 1}, {1: 2, 2: 1}, [], [], {1: 2, 2: 1}),
        ({1: 2}, {1: 2}, [{1: 1}], [], {1: 1}),
        ({1: 3}, {1: 3}, [{1: 1}, {1: 1}], [], {1: 1}),
        ({1: 2}, {1: 2}, [{1: 2}], [], {}),
        ({1: 2}, {1: 2}, [{2: 1}], [{2: 1}], {1: 2}),
        # what was paid back otherwise cannot be claimed, nor what another parcel's claims name already
        ({1: 2}, {1: 1}, [], [], {1: 1}),
        ({1: 2}, {}, [], [], {}),
        ({1: 2}, {1: 3}, [], [{1: 1}, {1: 1}], {1: 1}),
        ({1: 2}, {1: 3}, [{1: 1}], [{1: 1}], {1: 1}),
        ({1: 2}, {1: 2}, [{1: 1}], [{1: 1}], {}),
    ],
)
def test_what_is_left_to_claim(packed, sold, here, elsewhere, left):
    assert left_of(packed, sold=sold, here=here, elsewhere=elsewhere) == left


UNITS = st.dictionaries(st.integers(1, 3), st.integers(1, 4))


@given(packed=UNITS, other=UNITS, cancelled=UNITS, wishes=st.lists(UNITS, max_size=6))
def test_never_more_is_claimed_than_was_packed_and_sold(packed, other, cancelled, wishes):
    sold = {
        line: max(packed.get(line, 0) + other.get(line, 0) - cancelled.get(line, 0), 0) for line in {*packed, *other}
    }
    here, elsewhere = [], []
    for index, wish in enumerate(wishes):
        box, own, others = (packed, here, elsewhere) if index % 2 else (other, elsewhere, here)
        left = left_of(box, sold=sold, here=own, elsewhere=others)
        assert all(0 < quantity <= box[line] for line, quantity in left.items())
        own.append({line: min(quantity, left.get(line, 0)) for line, quantity in wish.items()})
    for line, quantity in sold.items():
        assert sum(units.get(line, 0) for units in here + elsewhere) <= quantity
    for box, claims in ((packed, here), (other, elsewhere)):
        assert all(sum(units.get(line, 0) for units in claims) <= box.get(line, 0) for line in (1, 2, 3))
