"""The demo's past: made up, but as a shop's past is."""

from datetime import UTC, datetime, timedelta

import pytest

from severshop.simulator.histories.past import FAILING, Past
from severshop.vocabulary.routes import Route

UNTIL = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def parcels():
    return list(Past(until=UNTIL).parcels())


def test_same_day_same_past(parcels):
    assert list(Past(until=UNTIL).parcels()) == parcels


def test_it_is_some_thousands_in_the_order_of_placing(parcels):
    assert 3000 <= len(parcels) <= 6000
    assert [one.placed_at for one in parcels] == sorted(one.placed_at for one in parcels)
    assert {one.route.carrier for one in parcels} == {"dhl", "ups", "fedex", "royalmail"}


def test_each_step_comes_after_the_one_before_and_nothing_after_the_end(parcels):
    for one in parcels:
        moments = [one.placed_at, one.handed_over_at, one.first_scan_at, one.delivered_at or one.given_up_at]
        known = [moment for moment in moments if moment]
        assert known == sorted(known)
        assert known[-1] <= UNTIL
        assert not (one.delivered_at and one.given_up_at)


def test_nobody_works_or_delivers_on_sundays(parcels):
    assert not any(one.handed_over_at.weekday() > 4 for one in parcels if one.handed_over_at)
    assert not any(one.delivered_at.weekday() == 6 for one in parcels if one.delivered_at)


def days(parcels, *, carrier, first, last):
    """The mean of days in transit of what was handed over in a period and has arrived."""
    took = [
        (one.delivered_at - one.handed_over_at).days
        for one in parcels
        if one.route == Route(carrier, "standard", "DE", "DE")
        and one.delivered_at
        and first <= one.handed_over_at.date() < last
    ]
    return sum(took) / len(took)


def test_one_carrier_fails_for_a_week(parcels):
    begins = Past(until=UNTIL).fails_from
    week = timedelta(days=7)
    usual = days(parcels, carrier=FAILING, first=begins - 4 * week, last=begins - week)
    assert days(parcels, carrier=FAILING, first=begins, last=begins + week) > usual + 2


@pytest.mark.parametrize("day", range(7))
def test_any_day_can_be_the_last(day):
    until = UNTIL + timedelta(days=day)
    assert sum(one.delivered_at is not None for one in Past(until=until).parcels()) > 3000
