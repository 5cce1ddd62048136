"""The owner changes a policy: one row, with who and when in the log; what has begun stays."""

from dataclasses import replace
from datetime import date

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.policies.kept_rows import lines
from severshop.domain.policies.kinds import FIRST, Kind, kept
from severshop.domain.policies.models import PolicyRow
from severshop.domain.policies.queries import returns_policy_for
from severshop.usecases.change_policies import (
    HasBegunError,
    SameDayError,
    UnknownPolicyError,
    add_policy,
    remove_policy,
)
from severshop.vocabulary.roles import Role

TODAY = date(2026, 11, 24)
LATER = date(2026, 12, 1)
MINE = replace(FIRST[Kind.RETURNS][0], region="EU", valid_from=LATER, return_days=30)


@pytest.fixture
def owner(db):
    return make_staff("olga@shop.example", name="Olga", password="a-long-password", roles=[Role.OWNER]).pk


@pytest.fixture
def add(owner, now):
    def make(policy=MINE, *, today=TODAY):
        return add_policy(Kind.RETURNS, policy, because="as others do", today=today, by=owner, now=now)

    return make


def test_a_policy_holds_from_its_day_and_the_log_says_who_wrote_it(add, owner, settings):
    settings.CALENDARS_FRESH_SECONDS = 3600
    old = returns_policy_for("DE", LATER)
    case = kept(old)
    add()
    assert returns_policy_for("DE", TODAY) == old
    assert case["values"]["return_days"] == 0
    entry = noted()[0]
    assert (entry.act, entry.by_id, entry.about) == ("write policy", owner, "returns eu 2026-12-01")


def test_the_writer_sees_it_at_once(add, settings, django_capture_on_commit_callbacks):
    settings.CALENDARS_FRESH_SECONDS = 3600
    returns_policy_for("DE", LATER)
    with django_capture_on_commit_callbacks(execute=True):
        row = add()
    assert returns_policy_for("DE", LATER) == MINE
    assert returns_policy_for("CH", LATER) == FIRST[Kind.RETURNS][0]
    assert PolicyRow.objects.get(pk=row).because == "as others do"


def test_what_is_over_comes_or_holds_is_told_apart(add):
    add()
    union, rest = lines(Kind.RETURNS, today=TODAY)
    assert (union.region, union.now, [one.policy for one in union.coming]) == ("EU", None, [MINE])
    assert union.coming[0].made_by == "Olga"
    assert rest.now.policy == FIRST[Kind.RETURNS][0]
    assert rest.now.id is None
    add(replace(MINE, valid_from=date(2027, 1, 1)))
    (union, _rest) = lines(Kind.RETURNS, today=date(2027, 1, 2))
    assert union.now.policy.valid_from == date(2027, 1, 1)
    assert [one.policy for one in union.past] == [MINE]


def test_a_region_and_day_is_written_once_and_noted_once(add):
    add()
    with pytest.raises(SameDayError):
        add(replace(MINE, return_days=60))
    assert len(noted()) == 1
    assert PolicyRow.objects.get().values["return_days"] == 30


def test_nothing_begins_on_the_day_itself_or_before(add):
    with pytest.raises(HasBegunError):
        add(today=LATER)
    assert not noted()


def test_a_row_goes_until_it_has_begun(add, owner, now):
    row = add()
    with pytest.raises(HasBegunError):
        remove_policy(Kind.RETURNS, row, today=LATER, by=owner, now=now)
    with pytest.raises(UnknownPolicyError):
        remove_policy(Kind.CLAIMS, row, today=TODAY, by=owner, now=now)
    remove_policy(Kind.RETURNS, row, today=TODAY, by=owner, now=now)
    with pytest.raises(UnknownPolicyError):
        remove_policy(Kind.RETURNS, row, today=TODAY, by=owner, now=now)
    assert [entry.act for entry in noted()] == ["remove policy", "write policy"]
