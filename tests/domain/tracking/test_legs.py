"""Which leg of a number a scan belongs to, and what it means there."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.tracking.legs import HEARD_AFTER, HEARD_BEFORE, KnownLeg, as_heard, leg_of
from severshop.infra.ids import uuid7
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone, Reason
from severshop.vocabulary.scans import Scan

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def leg(opened=0, *, closed=None, is_return=False):
    return KnownLeg(
        id=uuid7(),
        order_id=uuid7(),
        parcel_id=uuid7(),
        opened_at=START + opened * DAY,
        closed_at=None if closed is None else START + closed * DAY,
        is_return=is_return,
    )


@pytest.mark.parametrize(
    ("moment", "is_heard"),
    [
        (START, True),
        (START - HEARD_BEFORE, True),
        (START - HEARD_BEFORE - timedelta(seconds=1), False),
        (START + HEARD_AFTER, True),
        (START + HEARD_AFTER + timedelta(seconds=1), False),
    ],
)
def test_a_leg_hears_what_is_near_its_opening(moment, is_heard):
    only = leg()
    assert (leg_of(moment, [only]) is only) is is_heard


def test_a_leg_that_was_closed_hears_nothing_later():
    only = leg(closed=3)
    assert leg_of(START + 3 * DAY, [only]) is only
    assert leg_of(START + 4 * DAY, [only]) is None


def test_of_two_the_one_opened_last_is_meant():
    older, newer = leg(0), leg(90)
    assert leg_of(START + 10 * DAY, [older, newer]) is older
    assert leg_of(START + 89 * DAY, [older, newer]) is newer
    assert leg_of(START + 91 * DAY, [older, newer]) is newer


def test_nobodys_number_is_nobodys():
    assert leg_of(START, []) is None


@given(st.lists(st.integers(-200, 200), max_size=5), st.integers(-200, 400), st.randoms(use_true_random=False))
def test_the_order_of_the_legs_does_not_matter(openings, day, dice):
    legs = [leg(opened) for opened in openings]
    moment = START + day * DAY
    found = leg_of(moment, legs)
    dice.shuffle(legs)
    assert leg_of(moment, legs) is found


@pytest.mark.parametrize("milestone", Milestone)
def test_on_the_way_back_nothing_is_on_its_way_to_the_shopper(milestone):
    scan = Scan(START, milestone, Reason.NEIGHBOUR)
    assert as_heard(scan, leg()) == scan
    back = as_heard(scan, leg(is_return=True))
    if milestone in PAPER_ONLY:
        assert back == scan
    else:
        is_back = milestone in {Milestone.DELIVERED, Milestone.RETURNED}
        means = Milestone.RETURNED if is_back else Milestone.RETURNING
        assert back == scan._replace(milestone=means, reason=Reason.NONE)
