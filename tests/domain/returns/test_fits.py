"""What may be said of a shoe's sizes, and when nothing may."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.returns.fits import FEWEST_PAIRS, MONTHS, Fits, Verdict, first_month, fit, wilson

TODAY = date(2026, 11, 24)
MONTH = date(2026, 9, 1)
counts = st.integers(0, 200)
months = st.lists(
    st.builds(Fits, st.dates(date(2024, 11, 1), TODAY).map(lambda day: day.replace(day=1)), counts, counts, counts),
    max_size=8,
)


@pytest.mark.parametrize(
    ("kept", "small", "large", "verdict"),
    [
        (310, 36, 6, Verdict.RUNS_SMALL),
        (310, 6, 36, Verdict.RUNS_LARGE),
        (400, 8, 7, Verdict.TRUE_TO_SIZE),
        (36, 0, 0, Verdict.TRUE_TO_SIZE),  # none of 36: at most 9.6 % with 95 % certainty
        (34, 0, 0, None),  # none of 34: it could still be 10.2 %
        (60, 8, 7, None),  # many come back, for both reasons: neither small nor large nor true
        (310, 20, 15, None),  # more small than large, as it may happen by chance
        (20, 4, 0, None),  # too few pairs to speak of
        (0, 29, 0, None),  # one short of the fewest
        (0, 30, 0, Verdict.RUNS_SMALL),
        (0, 0, 0, None),
        (5000, 36, 6, Verdict.TRUE_TO_SIZE),  # nobody should be advised by one pair in 140
    ],
)
def test_a_verdict_needs_numbers_that_bear_it(kept, small, large, verdict):
    found = fit([Fits(MONTH, kept, small, large)], today=TODAY)
    assert (found.verdict if found else None) == verdict
    if found:
        assert (found.kept, found.too_small, found.too_large, found.back) == (kept, small, large, small + large)


def test_what_was_bought_lately_weighs_more():
    """The maker has changed the last: two years ago it ran small, by now it runs large."""
    old, new = Fits(date(2024, 12, 1), 100, 40, 0), Fits(MONTH, 100, 0, 40)
    assert fit([old, new], today=TODAY).verdict is Verdict.RUNS_LARGE
    assert fit([old._replace(month=MONTH), new], today=TODAY) is None


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    # Wilson's intervals as R prints them: prop.test(x, n, correct = FALSE)
    [(0.0, 10, 0.0, 0.2775), (0.5, 10, 0.2366, 0.7634), (0.1, 100, 0.0552, 0.1744), (1.0, 20, 0.8389, 1.0)],
)
def test_the_interval_is_wilsons(share, n, low, high):
    assert wilson(share, n=n) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (TODAY, MONTHS, date(2024, 11, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 12, 31), 0, date(2026, 12, 1)),
    ],
)
def test_how_far_back_is_looked(today, months, first):
    assert first_month(today, months=months) == first


@given(months)
def test_small_and_large_are_mirror_images(counted):
    mirrored = [one._replace(too_small=one.too_large, too_large=one.too_small) for one in counted]
    swap = {Verdict.RUNS_SMALL: Verdict.RUNS_LARGE, Verdict.RUNS_LARGE: Verdict.RUNS_SMALL}
    here, there = fit(counted, today=TODAY), fit(mirrored, today=TODAY)
    assert (here is None) == (there is None)
    if here and there:
        assert swap.get(here.verdict, here.verdict) is there.verdict


@given(months, st.randoms(use_true_random=False))
def test_neither_order_nor_empty_months_matter(counted, random):
    shuffled = [*counted, Fits(MONTH)]
    random.shuffle(shuffled)
    assert fit(shuffled, today=TODAY) == fit(counted, today=TODAY)


@given(months)
def test_a_verdict_always_has_most_on_its_side(counted):
    found = fit(counted, today=TODAY)
    if found and sum(one.pairs for one in counted) and len({one.month for one in counted if one.pairs}) == 1:
        assert found.verdict is not Verdict.RUNS_SMALL or found.too_small > found.too_large
        assert found.kept + found.back >= FEWEST_PAIRS
