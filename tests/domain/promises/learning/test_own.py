"""What the shop's own orders teach: kept shares on made-up histories, and what must not be left out."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from severshop.domain.promises.learning.curves import learned_days
from severshop.domain.promises.learning.own import OwnLearner, learn
from severshop.domain.promises.learning.own_table import Calendars, OwnRecord
from severshop.domain.promises.opening import OpenDays
from severshop.domain.promises.rules import Days, RuleDays
from severshop.simulator.histories.model import CUTOFF_HOUR, World

DAY = timedelta(days=1)
FIRST, DAYS, WARM_UP, UNSEEN = date(2026, 1, 2), 240, 45, 30
SERVICE = "DE/dhl/standard/in_stock"
RULE = RuleDays(Days(fewest=1, most=2), Days(fewest=2, most=4))
MONDAY_TO_FRIDAY = OpenDays.of_week(first=FIRST - 30 * DAY, last=FIRST + 700 * DAY)


@cache
def history(seed):
    """A made-up history as records, and the calendar that it keeps to."""
    world = World(orders=6000, days=DAYS, first=FIRST, seed=seed)
    calendar = OpenDays.of_week(first=FIRST - 30 * DAY, last=FIRST + 700 * DAY, closed=world.closed)
    records = []
    for story in world.stories():
        placed = story.placed_at.date() + (DAY if story.placed_at.hour >= CUTOFF_HOUR else timedelta())
        handed, delivered = (moment and moment.date() for moment in (story.handed_over_at, story.delivered_at))
        path = (SERVICE, "DE", story.lane.split("/")[1])
        records.append(OwnRecord(path, calendar.first_from(placed), handed, delivered, None))
    return records, calendar


def promised(record, times, calendar, *, sure):
    """The last day of the range, and the day by which the order should have left."""
    lane = times.get(record.path) or times[record.path[:2]]
    days = learned_days(lane.handling.curve, lane.transit.curve, sure=sure)
    leaves = calendar.after(record.begins, days.handling.most)
    return calendar.after(leaves, days.transit.most), leaves


def kept_shares(seed, *, sure, times_on):
    """Walk through a history day by day; return the kept share of arrivals and of hand-overs.

    `times_on` says what is known on a morning; orders of the first weeks only teach.
    """
    records, calendar = history(seed)
    by_day = defaultdict(list)
    for record in records:
        by_day[record.begins].append(record)
    arrived, left = [], []
    for day in sorted(by_day):
        known = times_on(day)
        if FIRST + WARM_UP * DAY <= day < FIRST + (DAYS - UNSEEN) * DAY:
            for record in by_day[day]:
                if record.delivered:
                    latest, leaves = promised(record, known, calendar, sure=sure)
                    arrived.append(record.delivered <= latest)
                    left.append(record.handed <= leaves)
    return sum(arrived) / len(arrived), sum(left) / len(left)


def day_by_day(seed):
    """What is known on each morning by a learner that lives through every day."""
    records, calendar = history(seed)
    learner = OwnLearner(
        records,
        calendars=lambda _path: Calendars(calendar, calendar),
        rules={(SERVICE, "DE"): RULE},
        today=FIRST + DAYS * DAY,
    )
    lived = FIRST

    def times_on(day):
        nonlocal lived
        while lived < day:
            learner.evening(lived)
            lived += DAY
        return {lane.path: lane for lane in learner.times(day=day)}

    return times_on


def once_a_week(seed, *, teaches):
    """What is known to one who learns on Mondays, from the records of which `teaches(record, monday)` is true."""
    records, calendar = history(seed)

    @cache
    def learned(monday):
        known = [record for record in records if record.begins < monday and teaches(record, monday)]
        times = learn(
            known, calendars=lambda _path: Calendars(calendar, calendar), rules={(SERVICE, "DE"): RULE}, today=monday
        )
        return {lane.path: lane for lane in times}

    return lambda day: learned(day - day.weekday() * DAY) if day >= FIRST + WARM_UP * DAY else {}


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_asked_for_is_kept(seed):
    arrived, left = kept_shares(seed, sure=0.93, times_on=day_by_day(seed))
    assert arrived == pytest.approx(0.93, abs=0.015)
    assert left == pytest.approx(0.93, abs=0.02)


def test_who_leaves_out_what_has_not_arrived_promises_too_early():
    def has_arrived(record, monday):
        return record.delivered is not None and record.delivered < monday

    all_of_them, _left = kept_shares(1, sure=0.93, times_on=once_a_week(1, teaches=lambda _record, _monday: True))
    only_arrived, _left = kept_shares(1, sure=0.93, times_on=once_a_week(1, teaches=has_arrived))
    assert all_of_them == pytest.approx(0.93, abs=0.015)
    assert only_arrived < 0.90


MONDAY = date(2026, 3, 2)
DENMARK = (SERVICE, "DK")


def record(*, begins=MONDAY, handed=0, delivered=2, ended=None, path=DENMARK):
    """A parcel; days count from its first, None is what has not happened."""
    days = (None if days is None else begins + days * DAY for days in (handed, delivered, ended))
    return OwnRecord(path, begins, *days)


def lanes_of(records, *, today=MONDAY + 60 * DAY, rules=None):
    calendars = Calendars(MONDAY_TO_FRIDAY, MONDAY_TO_FRIDAY)
    found = learn(records, calendars=lambda _path: calendars, rules=rules or {}, today=today)
    return {lane.path: lane for lane in found}


def test_a_delivery_on_a_closed_day_counts_for_the_next_open_one():
    transit = lanes_of([record(delivered=5)] * 300)[DENMARK].transit.curve
    assert transit.done_by(4) < 0.1
    assert transit.done_by(5) > 0.9


def test_a_lane_with_few_parcels_is_thought_to_be_as_the_table_says():
    rule = RuleDays(Days(fewest=1, most=3), Days(fewest=4, most=7))
    lane = lanes_of([record(handed=None, delivered=None)], today=MONDAY + DAY, rules={DENMARK: rule})[DENMARK]
    for curve, days in ((lane.handling.curve, rule.handling), (lane.transit.curve, rule.transit)):
        assert abs(curve.days(0.9) - days.most) <= 1
        assert curve.done_by(days.fewest - 1) < 0.1


def test_own_parcels_speak_louder_than_the_table():
    rule = RuleDays(Days(fewest=1, most=3), Days(fewest=4, most=7))
    lane = lanes_of([record(delivered=1)] * 200, today=MONDAY + 7 * DAY, rules={DENMARK: rule})[DENMARK]
    assert lane.handling.curve.days(0.9) == 0
    assert lane.transit.curve.days(0.9) == 1


def test_a_country_leans_on_the_table_and_not_on_its_neighbours():
    rule = RuleDays(Days(fewest=0, most=1), Days(fewest=8, most=9))
    spain = (SERVICE, "ES")
    records = [record(delivered=1)] * 300 + [record(delivered=None, path=spain)]
    lanes = lanes_of(records, today=MONDAY + 2 * DAY, rules={spain: rule})
    assert lanes[spain].transit.curve.days(0.5) >= 7
    # The warehouse is one: what it does for Denmark is known of Spain.
    assert lanes[spain].handling.curve.days(0.9) == 0


def test_it_says_how_many_ended_and_how_many_are_open():
    records = [
        *[record()] * 3,
        record(delivered=None),
        record(handed=None, delivered=None),
        record(delivered=None, ended=10),
        record(handed=None),  # nobody saw it leave
    ]
    lane = lanes_of(records)[DENMARK]
    assert (lane.handling.ended, lane.handling.open) == (5, 1)
    assert (lane.transit.ended, lane.transit.open) == (3, 1)


@pytest.mark.parametrize(("parcels", "goes_its_own_way"), [(29, False), (30, True)])
def test_a_region_goes_its_own_way_with_enough_parcels(parcels, goes_its_own_way):
    path = (SERVICE, "DE", "BY")
    assert (path in lanes_of([record(path=path)] * parcels)) is goes_its_own_way


def test_what_happens_later_is_not_known_yet():
    early = lanes_of([record(delivered=2), record(delivered=30)] * 50, today=MONDAY + 10 * DAY)[DENMARK]
    unknown = lanes_of([record(delivered=2), record(delivered=None)] * 50, today=MONDAY + 10 * DAY)[DENMARK]
    assert early.transit == unknown.transit
