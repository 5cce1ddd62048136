"""What is expected of what has not happened yet: counted by hand, and against every single case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.promises.learning.curves import Curve
from severshop.domain.watch.chances import arrival_of_parcel, arrival_of_part, days_over, late_when_leaving
from tests.domain.watch.ways import WEEK, grounds

TUESDAY = date(2026, 11, 24)
GROUNDS = grounds()
SURE = 0.93


def arrives(today, *, sure=SURE, shipped=TUESDAY, of=GROUNDS):
    window = arrival_of_parcel(of, shipped, today, sure).window
    return window.earliest, window.latest


def test_days_are_counted_from_the_first_as_day_nought():
    assert days_over(WEEK, start=TUESDAY, end=TUESDAY - timedelta(days=1)) == -1
    assert days_over(WEEK, start=TUESDAY, end=TUESDAY) == 0
    assert days_over(WEEK, start=TUESDAY, end=date(2026, 11, 30)) == 4


def test_what_has_just_left_arrives_when_all_of_its_kind_do():
    # 50 % by Wednesday, 92 % by Friday, 97 % by Monday.
    assert arrives(TUESDAY) == (date(2026, 11, 25), date(2026, 11, 30))


def test_what_has_waited_is_one_of_those_that_take_longer():
    # 20 % take longer than Thursday. Of these 60 % come on Friday, 92.5 % by Tuesday, and 97.5 % by Wednesday.
    assert arrives(date(2026, 11, 27)) == (date(2026, 11, 27), date(2026, 12, 2))


def test_beyond_what_is_known_it_may_take_as_long_again():
    # It left three weeks ago: fifteen working days.
    assert arrives(date(2026, 12, 16)) == (date(2026, 12, 17), WEEK.after(date(2026, 12, 16), 15))


def test_what_has_not_left_leaves_and_then_travels():
    slow_then_quick = grounds(handling=Curve((0.0, 0.0, 1.0)), transit=Curve((0.0, 1.0)))
    forecast = arrival_of_part(slow_then_quick, TUESDAY, TUESDAY, SURE)
    assert (forecast.ships_by, forecast.window.earliest, forecast.window.latest) == (
        date(2026, 11, 26),
        date(2026, 11, 27),
        date(2026, 11, 27),
    )


def test_what_never_left_in_so_long_may_wait_as_long_again():
    forecast = arrival_of_part(GROUNDS, TUESDAY, date(2026, 12, 16), SURE)
    assert forecast.ships_by == WEEK.after(date(2026, 12, 16), 15)
    assert forecast.window.latest > forecast.ships_by


shares = st.lists(st.integers(0, 100), min_size=1, max_size=8)
curves = shares.map(lambda some: Curve(tuple(share / 100 for share in sorted(some))))
days = st.dates(date(2026, 11, 1), date(2026, 12, 31))


@given(days, curves, curves, st.integers(0, 25))
def test_the_chance_to_be_late_is_that_of_every_way_to_leave_and_to_travel(begins, handling, transit, more):
    begins, of = WEEK.first_from(begins), grounds(handling=handling, transit=transit)
    deadline = begins + timedelta(days=more)
    chances = late_when_leaving(of, begins, deadline)
    leaves = [WEEK.after(begins, day) for day in range(60)]
    for waited, chance in enumerate(chances):
        if handling.left(waited) < 0.001:
            continue
        late = handling.left(59)
        for day in range(waited + 1, 60):
            share = handling.left(day - 1) - handling.left(day)
            is_hopeless = leaves[day] > deadline
            late += share * (1.0 if is_hopeless else transit.left(WEEK.between(leaves[day], deadline)))
        assert chance == pytest.approx(late / handling.left(waited), abs=1e-9)
    assert list(chances) == sorted(chances) or chances == pytest.approx(sorted(chances))


@given(days, st.integers(0, 40), curves, curves, st.floats(0.5, 0.98), st.floats(0.5, 0.98))
def test_who_wants_to_be_surer_never_hears_of_an_earlier_day(start, waited, handling, transit, one, other):
    today = start + timedelta(days=waited)
    of = grounds(handling=handling, transit=transit)
    for forecast in (arrival_of_parcel, arrival_of_part):
        less, more = (forecast(of, start, today, sure) for sure in sorted((one, other)))
        assert less.window.latest <= more.window.latest
        assert today <= more.window.earliest <= more.window.latest
