"""Weeks are judged only by promises whose day is over, against what chance alone can do."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.usecases.reading.promise_quality import band, promise_quality

TODAY = date(2026, 11, 24)
"""A Tuesday."""
MONDAY = date(2026, 11, 9)
"""Of week 46."""


def quality(**options):
    return promise_quality(**({"weeks": 8, "today": TODAY} | options))


def the_week(**options):
    (week,) = quality(**options).weeks
    return week


def test_no_promise_no_week(db):
    found = quality()
    assert (found.weeks, found.alarms, found.carriers) == ((), (), ())
    assert (found.first, found.last) == (date(2026, 10, 5), date(2026, 11, 29))


def test_arriving_on_the_last_promised_day_is_kept_and_a_day_after_is_not(record):
    record(MONDAY, arrives=5)
    record(MONDAY, arrives=6)
    week = the_week()
    assert (week.monday, week.judged, week.kept, week.open, week.share) == (MONDAY, 2, 1, 0, 0.5)


def test_a_day_that_is_over_without_arrival_is_missed(record):
    record(MONDAY)
    assert (the_week().judged, the_week().kept) == (1, 0)


def test_a_day_that_has_not_come_is_neither_kept_nor_missed_even_if_the_parcel_has_come(record):
    late = TODAY - timedelta(days=4)
    record(late, arrives=2)
    record(late)
    week = the_week()
    assert (week.promised, week.judged, week.open, week.share, week.low) == (2, 0, 2, None, None)


def test_the_last_promised_day_itself_is_not_over(record):
    record(TODAY - timedelta(days=5), arrives=1)
    assert the_week().open == 1
    record(TODAY - timedelta(days=5), arrives=1, promised=4)
    assert (the_week().open, the_week().judged) == (1, 1)


def test_what_was_called_off_is_not_judged_and_what_was_lost_is_missed(record):
    gone = datetime(2026, 11, 12, tzinfo=UTC)
    record(MONDAY, ended_at=gone)
    record(MONDAY, ended_at=gone, is_lost=True)
    week = the_week()
    assert (week.promised, week.judged, week.kept, week.open) == (2, 1, 0, 0)


def test_promises_of_elsewhere_do_not_count(record):
    record(MONDAY, arrives=3, asked=None)
    record(MONDAY, arrives=3, promised=None)
    assert quality().weeks == ()


def test_days_are_those_of_the_warehouses_clock(record):
    """23:30 UTC on Sunday is Monday in Cologne; and arriving at 23:30 UTC is a day later too."""
    one = record(MONDAY, arrives=5)
    one.placed_at = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
    one.delivered_at = datetime(2026, 11, 14, 23, 30, tzinfo=UTC)
    one.save()
    week = the_week()
    assert (week.monday, week.kept) == (MONDAY, 0)


def test_promised_days_are_counted_over_all_promises_of_the_week(record):
    record(MONDAY, arrives=3, promised=4)
    record(MONDAY, promised=30)
    assert the_week().mean_days == 17


def test_weeks_come_oldest_first_and_only_those_of_the_period(record):
    for back in (20, 7, 2, 1):
        record(TODAY - timedelta(weeks=back), arrives=3)
    assert [week.monday for week in quality().weeks] == [date(2026, 10, 5), date(2026, 11, 9), date(2026, 11, 16)]


@pytest.fixture
def bad_week(record):
    """In week 46 DHL keeps 71 of 100; UPS is as asked, and so is DHL the week before."""
    for place in range(100):
        record(MONDAY, arrives=3 if place < 71 else 9)
        record(MONDAY, arrives=3 if place < 93 else 9, carrier="ups")
        record(MONDAY - timedelta(weeks=1), arrives=3 if place < 93 else 9)


def test_a_week_out_of_the_band_is_alarming(bad_week):
    found = quality(carrier="dhl")
    before, week = found.weeks
    assert not before.is_below
    assert week.is_below
    assert [alarm.week for alarm in found.alarms] == [week]
    assert week.sigma == pytest.approx((0.71 - 0.93) / math.sqrt(0.93 * 0.07 / 100))


def test_among_all_the_carrier_is_named(bad_week):
    found = quality()
    assert [(alarm.carrier, alarm.week.monday) for alarm in found.alarms] == [("dhl", MONDAY), ("", MONDAY)]
    assert found.carriers == ("dhl", "ups")
    assert quality(carrier="ups").alarms == ()
    assert quality(carrier="nobody").weeks == ()


def test_fewer_than_asked_of_a_handful_is_chance(record):
    record(MONDAY, arrives=9)
    record(MONDAY, arrives=3)
    record(MONDAY, arrives=3)
    assert quality().alarms == ()


def test_it_is_one_read_however_many_there_are(bad_week, django_assert_num_queries):
    with django_assert_num_queries(1):
        quality()


def chances(asked, count):
    return [math.comb(count, k) * asked**k * (1 - asked) ** (count - k) for k in range(count + 1)]


@given(st.floats(0.5, 0.99), st.integers(1, 400))
def test_the_band_leaves_out_no_more_than_it_may(asked, count):
    low, high = band(asked, count)
    each = chances(asked, count)
    first, last = round(low * count), round(high * count)
    assert 0 <= low <= high <= 1
    assert sum(each[:first]) <= 0.025 + 1e-9
    assert sum(each[last + 1 :]) <= 0.025 + 1e-9
    assert sum(each[: first + 1]) > 0.025 - 1e-9
    assert sum(each[last:]) > 0.025 - 1e-9


def test_a_band_of_nothing_and_a_huge_one():
    assert band(0.93, 0) == (0.93, 0.93)
    low, high = band(0.93, 1_000_000)
    assert low == pytest.approx(0.9295, abs=1e-4)
    assert high == pytest.approx(0.9305, abs=1e-4)
