"""What a carrier's own estimates are worth."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.promises.learning.trust import SHARES, believe, trust_of

FRIDAY = date(2026, 11, 27)


def test_a_carrier_that_is_often_late_is_believed_less():
    trust = trust_of([0] * 80 + [2] * 20)
    assert (trust.scored, trust.kept) == (100, 0.8)
    assert believe(FRIDAY, trust=trust, sure=0.5) == FRIDAY
    assert believe(FRIDAY, trust=trust, sure=0.93) == date(2026, 11, 29)


def test_one_that_comes_early_earns_an_earlier_day():
    assert believe(FRIDAY, trust=trust_of([-1] * 200), sure=0.93) == date(2026, 11, 26)


def test_few_parcels_promise_less_than_many():
    few, many = trust_of([0] * 28 + [1, 4]), trust_of(([0] * 28 + [1, 4]) * 20)
    assert (few.days_after["0.93"], many.days_after["0.93"]) == (1, 0)
    assert (few.days_after["0.95"], many.days_after["0.95"]) == (4, 1)


@pytest.mark.parametrize(("sure", "days"), [(0.91, 1), (0.931, 2), (0.999, 3)])
def test_between_two_shares_the_surer_one_is_meant(sure, days):
    days_after = dict.fromkeys(map(str, SHARES), 0) | {"0.93": 1, "0.95": 2, "0.99": 3}
    trust = trust_of([0])._replace(days_after=days_after)
    assert (believe(FRIDAY, trust=trust, sure=sure) - FRIDAY).days == days


@given(st.lists(st.integers(-5, 20), min_size=1, max_size=80), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_more_certainty_is_never_an_earlier_day(lateness, one, other):
    trust, (less, more) = trust_of(lateness), sorted((one, other))
    assert believe(FRIDAY, trust=trust, sure=less) <= believe(FRIDAY, trust=trust, sure=more)
