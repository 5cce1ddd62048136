"""From hazards to days: truths that hold whatever was learned."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from severshop.domain.promises.learning.forecast import (
    Stage,
    arrives_by,
    ends_by,
    nearest_days,
    quantile_days,
    window_days,
)
from severshop.domain.promises.learning.hazards import BINS

DAYS = 60
LANE = np.zeros(1, dtype=np.int64)
FRESH = np.zeros(1)

hazards = st.lists(st.floats(0.02, 2.0), min_size=BINS, max_size=BINS).map(lambda rates: np.array([rates]))
lengths = st.lists(st.sampled_from([0.05, 0.3, 1.0, 1.35]), min_size=DAYS, max_size=DAYS).map(
    lambda days: np.array([days])
)


@given(hazards, hazards, lengths, lengths)
def test_a_chance_of_arrival_grows_from_day_to_day_and_stays_a_chance(handling, transit, works, moves):
    arrived = arrives_by(Stage(handling, works), Stage(transit, moves), lanes=LANE, ages=FRESH)
    assert (np.diff(arrived, axis=1) >= -1e-9).all()
    assert ((arrived >= -1e-9) & (arrived <= 1 + 1e-9)).all()


@given(hazards, hazards, lengths, lengths)
def test_an_order_arrives_no_earlier_than_its_parcel_would_if_it_had_left_already(handling, transit, works, moves):
    flat = np.full_like(transit, 0.4)
    whole = arrives_by(Stage(handling, works), Stage(flat, moves), lanes=LANE, ages=FRESH)
    assert (whole <= ends_by(Stage(flat, moves), lanes=LANE, ages=FRESH) + 1e-9).all()


@given(hazards, lengths, st.integers(0, DAYS - 1))
def test_an_added_holiday_never_makes_an_arrival_earlier(rates, days, holiday):
    # At every age alike: where waiting itself makes an ending likelier, a day off is no statement about it.
    flat = np.full_like(rates, rates[0, 0])
    shorter = days.copy()
    shorter[0, holiday] = 0.01
    usual = ends_by(Stage(flat, days), lanes=LANE, ages=FRESH)
    with_holiday = ends_by(Stage(flat, shorter), lanes=LANE, ages=FRESH)
    for chance in (0.1, 0.5, 0.9):
        assert quantile_days(with_holiday, chance=chance) >= quantile_days(usual, chance=chance)


@example(np.full((1, 100), 1.0), np.array([[1.35, 0.3, *[0.05] * 58]]), 0.25, 0.25)
@given(hazards, lengths, st.floats(0.05, 0.98), st.floats(0.0, 0.5))
def test_more_certainty_never_means_fewer_days(rates, days, chance, more):
    arrived = ends_by(Stage(rates, days), lanes=LANE, ages=FRESH)
    surer = min(chance + more, 0.99)
    assert quantile_days(arrived, chance=surer) >= quantile_days(arrived, chance=chance)
    assert nearest_days(arrived, chance=surer) >= nearest_days(arrived, chance=chance)
    first, last = window_days(arrived, chance=chance)
    wider_first, wider_last = window_days(arrived, chance=surer)
    assert wider_first <= first <= last <= wider_last


def test_what_is_never_reached_ends_with_the_horizon():
    arrived = np.array([[0.1, 0.2, 0.3]])
    assert quantile_days(arrived, chance=0.9) == [2]
