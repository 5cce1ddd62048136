"""Chances by working day, and the days that follow from them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.promises.learning.curves import LONGEST, Curve, learned_days, sum_of
from severshop.domain.promises.learning.rule_table import RULE_KEEPS, curve_of
from severshop.domain.promises.opening import OpenDays
from severshop.domain.promises.rules import Days, Terms, arrives_by, ships_by

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)

hazards = st.lists(st.floats(0.0, 0.95), min_size=1, max_size=12)
sures = st.floats(0.5, 0.99)


def curve(chances):
    left, done = 1.0, []
    for chance in chances:
        left *= 1.0 - chance
        done.append(1.0 - left)
    return Curve(tuple(done))


curves = hazards.map(curve)


def test_what_is_over_stays_over():
    with pytest.raises(ValueError, match="never fall"):
        Curve((0.5, 0.4))
    with pytest.raises(ValueError, match="made of chances"):
        Curve(())


def test_it_says_what_is_left_before_within_and_beyond():
    one = Curve((0.5, 0.8, 0.9))
    assert [one.left(-1), one.done_by(1), one.days(0.8), one.days(0.81)] == [1.0, 0.8, 1, 2]
    assert one.left(3) == pytest.approx(0.1 * 0.5)
    assert one.days(0.999999) <= LONGEST


@pytest.mark.parametrize(("sure", "days"), [(0.5, 0), (0.85, 1), (0.9, 1), (0.95, 1), (0.97, 2)])
def test_the_nearest_day_is_meant(sure, days):
    assert Curve((0.5, 0.92, 1.0)).nearest_days(sure) == days


@given(curves, curves)
def test_the_sum_is_later_than_each_part_and_loses_nothing(handling, transit):
    whole = sum_of(handling, transit)
    assert whole.chances[-1] <= 1.0
    for day in range(40):
        assert whole.done_by(day) <= min(handling.done_by(day), transit.done_by(day)) + 1e-9
    for day in range(10):
        by_hand = sum(
            (handling.done_by(n) - handling.done_by(n - 1)) * transit.done_by(day - n) for n in range(day + 1)
        )
        assert whole.done_by(day) == pytest.approx(by_hand, abs=1e-4)


@given(curves, curves, sures)
def test_the_days_add_up_to_the_quantiles_of_the_whole(handling, transit, sure):
    days, whole = learned_days(handling, transit, sure=sure), sum_of(handling, transit)
    assert days.handling.most + days.transit.most == whole.nearest_days(sure)
    assert days.handling.fewest + days.transit.fewest == min(whole.days(0.1), whole.nearest_days(sure))
    kept = whole.done_by(days.handling.most + days.transit.most)
    assert days.handling.most <= max(handling.nearest_days(kept), handling.days(0.1))


@given(curves, curves, st.lists(sures, min_size=2, max_size=2))
def test_more_certainty_is_never_a_shorter_range(handling, transit, both):
    less, more = (learned_days(handling, transit, sure=sure) for sure in sorted(both))
    assert sum(part.most for part in less) <= sum(part.most for part in more)
    assert all(one.most <= other.most for one, other in zip(less, more, strict=True))
    assert sum(part.fewest for part in less) <= sum(part.fewest for part in more)


@given(
    curves, curves, st.lists(sures, min_size=2, max_size=2), st.sets(st.integers(0, 25)), st.sets(st.integers(0, 25))
)
def test_more_certainty_is_never_an_earlier_day_whatever_is_closed_where(handling, transit, both, closed, away):
    placed = datetime(2026, 11, 2, 9, tzinfo=BERLIN)
    here, there = ([placed.date() + timedelta(days=n) for n in days] for days in (closed, away))
    less, more = (terms(handling, transit, closed=here, away=there, sure=sure) for sure in sorted(both))
    assert arrives_by(placed, terms=less).latest <= arrives_by(placed, terms=more).latest
    assert ships_by(placed, terms=less) <= ships_by(placed, terms=more)


def terms(handling, transit, *, closed=(), away=(), sure=0.93):
    days = learned_days(handling, transit, sure=sure)
    warehouse = OpenDays.of_week(first=FIRST, last=LAST, closed=closed)
    return Terms(
        time_zone=BERLIN,
        cutoffs=(time(14),) * 7,
        handling=days.handling,
        transit=days.transit,
        warehouse=warehouse,
        collecting=warehouse,
        moving=OpenDays.of_week(first=FIRST, last=LAST, closed=[*closed, *away]),
    )


@given(curves, curves, st.integers(0, 23), st.sets(st.integers(0, 40), max_size=6), st.integers(0, 40), st.booleans())
def test_an_added_holiday_never_makes_an_arrival_earlier(handling, transit, hour, closed, added, is_here):
    placed = datetime(2026, 11, 2, hour, tzinfo=BERLIN)
    days = [placed.date() + timedelta(days=n) for n in sorted(closed)]
    extra = placed.date() + timedelta(days=added)
    before = terms(handling, transit, closed=days)
    after = (
        terms(handling, transit, closed=[*days, extra])
        if is_here
        else terms(handling, transit, closed=days, away=[extra])
    )
    was, now = arrives_by(placed, terms=before), arrives_by(placed, terms=after)
    assert was.earliest <= now.earliest
    assert was.latest <= now.latest
    assert ships_by(placed, terms=before) <= ships_by(placed, terms=after)


@given(st.integers(0, 8), st.integers(0, 8))
def test_days_of_the_table_hold_what_they_are_said_to(fewest, more):
    days = Days(fewest=fewest, most=fewest + more)
    guess = curve_of(days)
    assert guess.done_by(days.most) == pytest.approx(RULE_KEEPS, abs=0.02)
    assert guess.nearest_days(0.93) == days.most
    assert guess.done_by(days.fewest - 1) < 0.1
