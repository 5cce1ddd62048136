"""When something is in trouble, as a table; and that nothing changes between what is said to change."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.promises.learning.curves import Curve
from severshop.domain.promises.opening import OpenDays
from severshop.domain.watch.chances import Patience
from severshop.domain.watch.rules import (
    LAST_CALL,
    LEVELS,
    MORNING,
    Parcel,
    Part,
    Where,
    fails_at,
    is_watched,
    judge,
    watch_moment_after,
    worst,
)
from severshop.vocabulary.watching import Level, Trouble
from tests.domain.watch.ways import WEEK, ZONE, grounds

TUESDAY = date(2026, 11, 24)
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
GROUNDS = grounds()


def on(day, hour=7, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE)


def december(day):
    return date(2026, 12, day)


def parcel(*, shipped=TUESDAY, heard=None, deadline=FRIDAY, **more):
    return Parcel(shipped, heard or shipped, deadline, **more)


def said(subject, moment, of=GROUNDS):
    verdict = judge(subject, of, now=moment)
    return verdict.level, verdict.trouble


CALM = (None, None)
CASES = {
    "just shipped": (parcel(), TUESDAY, CALM),
    # left(3) / left(2) = 0.08 / 0.2
    "the day of its promise": (parcel(), FRIDAY, CALM),
    "the promised days are over on Saturday": (parcel(), FRIDAY + timedelta(days=1), CALM),
    "and told on Monday": (parcel(), MONDAY, (Level.DELAYED, Trouble.SLOW)),
    # left(2) / left(2): nothing comes any more before Thursday is over, so Friday morning.
    "promised for Thursday": (parcel(deadline=date(2026, 11, 26)), FRIDAY, (Level.DELAYED, Trouble.SLOW)),
    "no scan for two working days": (
        parcel(where=Where.UNSCANNED, deadline=december(8)),
        FRIDAY,
        (Level.AT_RISK, Trouble.NOT_SCANNED),
    ),
    "scanned, and none since": (parcel(deadline=december(8)), FRIDAY, CALM),
    "silent for four working days": (
        parcel(heard=TUESDAY, deadline=december(8)),
        december(1),
        (Level.AT_RISK, Trouble.SILENT),
    ),
    "heard of on Friday": (parcel(heard=FRIDAY, deadline=december(8)), december(1), CALM),
    # left(4) = 0.03 is more than 2 %, left(5) = 0.015 is less.
    "silent, and nearly all had arrived": (parcel(deadline=december(8)), december(2), (Level.LOST, Trouble.SILENT)),
    "at customs it may take longer": (
        parcel(where=Where.CUSTOMS, since=TUESDAY, deadline=december(30)),
        december(2),
        CALM,
    ),
    # left(6) = 0.005 is less than 1 %.
    "and hardly any had to wait longer": (
        parcel(where=Where.CUSTOMS, since=TUESDAY, deadline=december(30)),
        december(3),
        (Level.AT_RISK, Trouble.SLOW),
    ),
    "longer than customs usually take": (
        parcel(where=Where.CUSTOMS, since=TUESDAY, heard=december(8), deadline=december(30)),
        december(9),
        (Level.AT_RISK, Trouble.CUSTOMS),
    ),
    "out on Tuesday, and Wednesday is over": (
        parcel(where=Where.ROUND, since=TUESDAY, deadline=december(8)),
        date(2026, 11, 26),
        (Level.AT_RISK, Trouble.NOT_BROUGHT),
    ),
    "out on Tuesday": (parcel(where=Where.ROUND, since=TUESDAY, deadline=december(8)), date(2026, 11, 25), CALM),
    "its carrier says it is late": (
        parcel(says=Level.DELAYED, says_from=TUESDAY),
        TUESDAY,
        (Level.DELAYED, Trouble.CARRIER_SAYS),
    ),
    "its carrier says so from Wednesday on": (
        parcel(says=Level.DELAYED, says_from=date(2026, 11, 25)),
        TUESDAY,
        CALM,
    ),
    "its carrier gave it up": (parcel(says=Level.LOST, says_from=TUESDAY), FRIDAY, (Level.LOST, Trouble.CARRIER_SAYS)),
    "without a promise": (parcel(deadline=None), FRIDAY, CALM),
    "not left by the promised day": (
        Part(TUESDAY, deadline=december(8), ships_by=FRIDAY),
        MONDAY,
        (Level.AT_RISK, Trouble.NOT_HANDED_OVER),
    ),
    "not left on the promised day": (Part(TUESDAY, deadline=december(8), ships_by=FRIDAY), FRIDAY, CALM),
    "cannot come in time any more": (
        Part(TUESDAY, deadline=date(2026, 11, 26), ships_by=FRIDAY),
        date(2026, 11, 26),
        (Level.DELAYED, Trouble.NOT_HANDED_OVER),
    ),
}


@pytest.mark.parametrize(("subject", "day", "expected"), CASES.values(), ids=CASES)
def test_troubles(subject, day, expected):
    assert said(subject, on(day)) == expected


@pytest.mark.parametrize("hour", [0, 6])
def test_before_the_morning_the_day_before_holds(hour):
    assert said(parcel(), on(MONDAY, hour, 59)) == CALM


def test_where_the_law_asks_the_shopper_hears_before_the_promised_day_of_leaving_is_over():
    american = grounds(patience=Patience(10, 2, 10, asks_to_wait=True))
    part = Part(TUESDAY, deadline=december(30), ships_by=FRIDAY)
    assert said(part, on(FRIDAY, LAST_CALL.hour - 1, 59), american) == CALM
    assert said(part, on(FRIDAY, LAST_CALL.hour), american) == (Level.DELAYED, Trouble.NOT_HANDED_OVER)
    sunday = part._replace(ships_by=MONDAY - timedelta(days=1))
    assert said(sunday, on(FRIDAY, LAST_CALL.hour), american) == (Level.DELAYED, Trouble.NOT_HANDED_OVER)


def test_the_evidence_says_what_had_arrived_and_from_how_many_it_is_known():
    verdict = judge(parcel(deadline=december(8)), GROUNDS, now=on(december(2)))
    assert verdict.evidence == {
        "late": 0.0,
        "arrived_by_now": 0.985,
        "ended": 312,
        "lane": "DE/ups/standard/in_stock|DE",
        "waited_days": 5,
        "since": "2026-11-24",
        "deadline": "2026-12-08",
        "silent_days": 5,
        "heard": "2026-11-24",
        "where": "moving",
    }


def test_of_what_has_not_left_the_evidence_says_how_many_had():
    verdict = judge(Part(TUESDAY, date(2026, 11, 26), FRIDAY), GROUNDS, now=on(FRIDAY))
    assert (verdict.evidence["left_by_now"], verdict.evidence["late"]) == (0.8, 1.0)
    assert verdict.evidence["ships_by"] == "2026-11-27"


def test_where_all_is_well_there_is_nothing_to_show():
    assert judge(parcel(), GROUNDS, now=on(TUESDAY)).evidence == {}


def test_a_moment_without_a_zone_is_no_moment():
    with pytest.raises(ValueError, match="zone"):
        judge(parcel(), GROUNDS, now=datetime(2026, 11, 24, 7))


def test_a_calendar_that_ends_ends_what_can_be_foreseen():
    short = OpenDays.of_week(first=date(2026, 11, 1), last=FRIDAY)
    assert judge(parcel(), grounds(moving=short, warehouse=short), now=on(TUESDAY)).next_at is None


def test_the_worst_of_nothing_is_nothing():
    assert worst(iter([])) is worst(iter([None])) is None
    assert worst(iter([Level.AT_RISK, Level.LOST, None])) is Level.LOST


def test_flags_are_raised_on_working_days_from_the_morning_on():
    assert [is_watched(on(day, hour), GROUNDS) for day, hour in ((FRIDAY, 6), (FRIDAY, 7), (december(5), 12))] == [
        False,
        True,
        False,
    ]
    assert watch_moment_after(on(FRIDAY, 6), GROUNDS) == on(FRIDAY)
    assert watch_moment_after(on(FRIDAY), GROUNDS) == on(MONDAY)


shares = st.lists(st.floats(0, 1), min_size=1, max_size=30)
curves = shares.map(lambda some: Curve(tuple(sorted(some))))
days = st.dates(date(2026, 10, 1), date(2026, 12, 31))
patiences = st.builds(Patience, *[st.integers(1, 12)] * 3, st.booleans())
some_grounds = st.builds(lambda one, other, patience: grounds(handling=one, transit=other, patience=patience),
                         curves, curves, patiences)  # fmt: skip
parts = st.builds(Part, days, st.none() | days, st.none() | days)
parcels = st.builds(
    lambda shipped, silent, *rest: Parcel(shipped, shipped + timedelta(days=silent), *rest),
    days, st.integers(0, 20), st.none() | days, st.sampled_from(Where), days,
    st.none() | st.sampled_from((Level.DELAYED, Level.LOST)), days,
)  # fmt: skip


def moments(first, *, count):
    """Every moment at which the watch may look: the mornings and afternoons of working days."""
    for back in range(count):
        day = first + timedelta(days=back)
        if day in WEEK:
            yield from (on(day), on(day, LAST_CALL.hour))


@given(parts | parcels, some_grounds)
def test_nothing_changes_before_the_moment_at_which_it_is_said_to(subject, of):
    before = judge(subject, of, now=on(date(2026, 9, 30)))
    for moment in moments(date(2026, 10, 1), count=150):
        verdict = judge(subject, of, now=moment)
        if before.next_at is None or moment < before.next_at:
            assert (verdict.level, verdict.trouble) == (before.level, before.trouble)
        else:
            assert moment == before.next_at
            assert (verdict.level, verdict.trouble) != (before.level, before.trouble)
            assert LEVELS[verdict.level] >= LEVELS[before.level]
        if verdict.next_at:
            assert verdict.next_at > moment
            assert verdict.next_at.date() in WEEK
            assert verdict.next_at.time() in ({MORNING, LAST_CALL} if of.patience.asks_to_wait else {MORNING})
        before = verdict


@given(parts | parcels, some_grounds, st.integers(0, 120))
def test_what_has_happened_already_is_the_same_whenever_it_is_asked(subject, of, later):
    day = date(2026, 10, 1) + timedelta(days=later)
    at = fails_at(subject, of, ZONE)
    is_late = LEVELS[judge(subject, of, now=on(day)).level] >= LEVELS[Level.DELAYED]
    assert is_late == (at is not None and at <= on(day))


@given(days, curves, curves, st.integers(0, 20))
def test_more_time_never_makes_it_late_sooner(shipped, handling, transit, more):
    of = grounds(handling=handling, transit=transit)
    for subject in (Part(shipped, shipped + timedelta(days=5)), parcel(shipped=shipped, deadline=shipped)):
        longer = subject._replace(deadline=subject.deadline + timedelta(days=more))
        one, other = fails_at(subject, of, ZONE), fails_at(longer, of, ZONE)
        assert one is not None
        # What is lost counts as well, and does not depend on any promise.
        assert other is None or one <= other
