"""Working days, counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.promises.opening import NoWorkingDayError, OpenDays
from severshop.domain.promises.safe import safe_days

MONDAY = date(2026, 11, 23)
DAYS = OpenDays.of_week(first=MONDAY, last=MONDAY + timedelta(days=27), closed={date(2026, 11, 26)})


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("start", "count", "found"),
    [
        (23, 0, 23),
        (23, 1, 24),
        (24, 2, 27),
        (25, 1, 27),
        (26, 0, 27),
        (27, 1, 30),
        (28, 0, 30),
        (28, 1, 30),
        (29, 1, 30),
    ],
)
def test_after(start, count, found):
    assert DAYS.after(november(start), count) == november(found)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [(23, 23, 0), (23, 24, 1), (22, 23, 1), (23, 30, 4), (25, 26, 0), (27, 29, 0), (30, 23, 0)],
)
def test_between(start, end, count):
    assert DAYS.between(november(start), november(end)) == count


def test_beyond_its_reach_nobody_works():
    assert MONDAY - timedelta(days=7) not in DAYS
    assert DAYS.first_from(date(2020, 1, 1)) == MONDAY
    with pytest.raises(NoWorkingDayError):
        DAYS.after(MONDAY, 19)
    with pytest.raises(NoWorkingDayError):
        OpenDays([]).first_from(MONDAY)


def test_days_on_which_both_work():
    both = DAYS & OpenDays.of_week("246", first=MONDAY, last=november(30))
    assert both.after(MONDAY, 1) == november(24)
    assert both.after(MONDAY, 0) == november(24)
    with pytest.raises(NoWorkingDayError):
        both.after(MONDAY, 2)


@given(start=st.integers(0, 27), count=st.integers(1, 6))
def test_what_lies_between_is_what_was_counted(start, count):
    first = MONDAY + timedelta(days=start % 14)
    assert DAYS.between(first, DAYS.after(first, count)) == count


@pytest.mark.parametrize(
    ("day", "earliest", "latest", "ships_by"),
    [
        ("2026-11-23", "2026-11-26", "2027-01-04", "2026-12-07"),
        ("2026-11-27", "2026-12-02", "2027-01-08", "2026-12-11"),
        ("2026-11-28", "2026-12-02", "2027-01-08", "2026-12-11"),
        ("2026-11-29", "2026-12-02", "2027-01-08", "2026-12-11"),
    ],
)
def test_the_safe_range(day, earliest, latest, ships_by):
    window, leaves = safe_days(date.fromisoformat(day))
    assert [one.isoformat() for one in (window.earliest, window.latest, leaves)] == [earliest, latest, ships_by]
