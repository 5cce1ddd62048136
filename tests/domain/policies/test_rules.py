from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from severshop.domain.policies.answers import ANSWERS
from severshop.domain.policies.habits import HABITS, habit_of
from severshop.domain.policies.returns import POLICIES
from severshop.domain.policies.rules import answer_by, withdraw_until
from severshop.vocabulary.policies import Claim

COLOGNE = ZoneInfo("Europe/Berlin")


def weekday(day):
    return day.weekday() < 5


def test_every_policy_names_the_law_for_every_claim():
    for policy in POLICIES:
        assert set(policy.sources) == set(Claim)
        assert policy.withdrawal_days >= 14, "the law gives fourteen days"
        assert policy.refund_days <= 14
        assert all(source.url.startswith("https://eur-lex.europa.eu/") for source in policy.sources.values())


@pytest.mark.parametrize(
    ("arrived", "closed", "last"),
    [
        (date(2026, 11, 26), set(), date(2026, 12, 10)),
        (date(2026, 11, 28), set(), date(2026, 12, 14)),  # would end on a Saturday
        (date(2026, 12, 11), {date(2026, 12, 25)}, date(2026, 12, 28)),  # on a holiday before a weekend
    ],
)
def test_the_day_of_arrival_does_not_count_and_the_last_day_is_a_working_day(arrived, closed, last):
    until = withdraw_until(arrived, policy=POLICIES[0], is_open=lambda day: weekday(day) and day not in closed)
    assert until == last


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (datetime(2026, 11, 24, 8, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 24, 15, 30, tzinfo=UTC), date(2026, 11, 26)),  # half past four in Cologne
        (datetime(2026, 11, 27, 8, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 28, 8, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_a_question_is_answered_on_the_next_working_day(asked, answered):
    by = answer_by(asked, policy=ANSWERS, zone=COLOGNE, is_open=weekday)
    assert by == datetime.combine(answered, time(18), tzinfo=COLOGNE)


def test_what_a_carrier_is_said_to_do_has_a_page_that_says_so():
    assert all(habit.source.startswith("https://") and habit.read_on for habit in HABITS.values())
    assert habit_of("nobody").source == ""
