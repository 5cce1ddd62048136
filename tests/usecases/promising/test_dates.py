"""The one function that gives dates: by the tables as they stand, by what was learned, and always something."""

from datetime import UTC, date, datetime, timedelta

import pytest

from severshop.domain.promises.learned import look_again
from severshop.domain.promises.models import (
    AvailabilityDays,
    LearnedLane,
    LearnedTimes,
    PeakSeason,
    SpecialDay,
    WarehouseHours,
)
from severshop.domain.promises.queries import calendars, forget_calendars
from severshop.domain.promises.rules import Days, RuleDays
from severshop.domain.promises.seed import load_calendars
from severshop.usecases.promising.dates import dates_for
from severshop.usecases.promising.terms import terms_for
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RULE = RuleDays(handling=Days(fewest=0, most=1), transit=Days(fewest=1, most=2))
HOME = Route("ups", "standard", "DE", "DE")
SURE = [0.0, 0.5, 1.0]


@pytest.fixture(autouse=True)
def _no_calendars_kept():
    yield
    forget_calendars()


def learn(*, lane: str, handling: list[float], transit: list[float]) -> None:
    times = LearnedTimes.objects.create(made_at=NOW, records=40, open_records=3)
    for stage, chances in (("handling", handling), ("transit", transit)):
        LearnedLane.objects.create(times=times, stage=stage, lane=lane, ended=37, open=3, chances=chances)
    look_again()


def test_by_the_tables_and_the_rule():
    dates = dates_for(HOME, rule=RULE, at=NOW)
    assert (dates.window.earliest, dates.window.latest) == (date(2026, 11, 25), date(2026, 11, 27))
    assert (dates.ships_by, dates.is_guess) == (date(2026, 11, 25), False)
    assert dates.evidence["days_from"] == "rule"
    assert dates.evidence["lane"] == HOME.lanes[0]
    assert dates.evidence["ships_by"] == "2026-11-25"


def test_the_evidence_is_each_orders_own():
    first, second = (dates_for(HOME, rule=RULE, at=NOW + timedelta(minutes=count)) for count in range(2))
    assert first.window == second.window
    assert first.evidence["placed_at"] != second.evidence["placed_at"]


def test_learned_days_go_before_the_rule_and_contain_sourcing():
    AvailabilityDays.objects.create(
        availability=Availability.MADE_TO_ORDER, fewest=20, most=30, valid_from=date(2026, 1, 1), changed_at=NOW
    )
    made = HOME._replace(availability=Availability.MADE_TO_ORDER)
    learn(lane=made.lanes[0], handling=[0.0, 0.0, 1.0], transit=[0.0, 0.5, 1.0])
    dates = dates_for(made, rule=RULE, at=NOW)
    assert (dates.window.earliest, dates.window.latest) == (date(2026, 11, 27), date(2026, 11, 30))
    told = {
        name: dates.evidence[name] for name in ("days_from", "sure", "ended", "open", "learned_lane", "handling_days")
    }
    assert told == {
        "days_from": "learned",
        "sure": 0.93,
        "ended": 37,
        "open": 3,
        "learned_lane": made.lanes[0],
        "handling_days": [2, 2],
    }
    assert dates_for(made, rule=RULE, at=NOW, sure=0.5).window.latest == date(2026, 11, 27)
    assert dates_for(HOME, rule=RULE, at=NOW).evidence["days_from"] == "rule"


@pytest.mark.parametrize(
    ("rows", "way", "because"),
    [
        ([SpecialDay(whose="warehouse", day=date(2026, 11, 25) + timedelta(days=n), name="x") for n in range(800)], HOME, "NoWorkingDayError"),
        ([WarehouseHours(time_zone="Mars/Olympus", valid_from=date(2026, 1, 1), monday="10:00")], HOME, "UnknownTimeZoneError"),
        ([PeakSeason(name="x", first_day=date(2026, 1, 1), last_day=date(2027, 1, 1), handling_days=9999)], HOME, "NoWorkingDayError"),
        ([], HOME._replace(availability=Availability.AT_SUPPLIER), "NoDaysError"),
        ([], HOME._replace(country="XX"), "UnknownPlaceError"),
    ],
)  # fmt: skip
def test_a_calendar_that_cannot_tell_gives_a_wide_range(rows, way, because):
    for row in rows:
        row.changed_at = NOW
    if rows:
        type(rows[0]).objects.bulk_create(rows)
    dates = dates_for(way, rule=RULE, at=NOW)
    assert (dates.is_guess, dates.evidence["because"]) == (True, because)
    assert (dates.window.earliest, dates.window.latest) == (date(2026, 11, 27), date(2027, 1, 5))
    assert dates.evidence["lane"] == way.lanes[0]


def test_a_change_is_seen_after_a_while_and_at_once_by_who_forgets(settings, django_assert_num_queries):
    settings.CALENDARS_FRESH_SECONDS = 3600
    forget_calendars()
    load_calendars(now=NOW)
    before = calendars()
    PeakSeason.objects.create(
        name="sale", first_day=date(2026, 11, 1), last_day=date(2026, 11, 30), handling_days=3, changed_at=NOW
    )
    with django_assert_num_queries(0):
        assert calendars() is before
        terms_for(HOME, RULE, NOW)
    forget_calendars()
    assert calendars() is not before
    assert terms_for(HOME, RULE, NOW).peak_handling == 3
    after = calendars()
    forget_calendars()
    with django_assert_num_queries(7):
        # The rows are read again, and are the same.
        assert calendars() is after


def test_looking_costs_one_small_statement(settings, django_assert_num_queries):
    settings.CALENDARS_FRESH_SECONDS = 1e-9
    before = calendars()
    with django_assert_num_queries(1):
        assert calendars() is before
