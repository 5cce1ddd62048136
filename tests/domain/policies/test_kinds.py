"""Policies as rows: what is written is read again, and the merchant's own count before the shop's."""

import json
from dataclasses import replace
from datetime import date

import pytest

from severshop.domain.policies.kinds import FIRST, Kind, kept, policy_from, values_of
from severshop.domain.policies.models import PolicyRow
from severshop.domain.policies.queries import claims_policy_for, delay_policy_for, forget_policies, returns_policy_for
from severshop.vocabulary.policies import RefundWhen

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(("kind", "policy"), [(kind, policy) for kind in Kind for policy in FIRST[kind]])
def test_a_policy_comes_back_from_json_as_it_was(kind, policy):
    assert policy_from(kind, json.loads(json.dumps(values_of(policy)))) == policy


def test_the_merchants_row_counts_from_its_day_and_in_its_region(db, now):
    first = returns_policy_for("DE", DAY)
    mine = replace(first, region="EU", valid_from=date(2026, 12, 1), return_days=30, refund_when=RefundWhen.FIRST_SCAN)
    PolicyRow.objects.create(
        kind=Kind.RETURNS, region="EU", valid_from=mine.valid_from, values=values_of(mine), made_at=now
    )
    assert returns_policy_for("DE", date(2026, 12, 1)) == mine
    assert returns_policy_for("CH", date(2026, 12, 1)) == first
    assert mine.name == "eu 2026-12-01"


def test_a_region_whose_first_policy_is_yet_to_begin_does_not_hide_the_one_for_everywhere(db, now):
    first = returns_policy_for("DE", DAY)
    mine = replace(first, region="DE", valid_from=date(2027, 1, 1), return_days=60)
    PolicyRow.objects.create(
        kind=Kind.RETURNS, region="DE", valid_from=mine.valid_from, values=values_of(mine), made_at=now
    )
    assert returns_policy_for("DE", DAY) == first
    assert returns_policy_for("DE", date(2027, 1, 1)) == mine


def test_what_is_older_than_every_policy_goes_by_the_first(db):
    assert claims_policy_for("US", date(2019, 1, 1)).valid_from == date(2026, 1, 1)


def test_a_case_keeps_the_name_of_its_policy_and_all_that_it_said(db):
    policy = returns_policy_for("DE", DAY)
    said = json.loads(json.dumps(kept(policy)))
    assert said["name"] == "all 2026-01-01"
    assert policy_from(Kind.RETURNS, said["values"]) == policy


def test_a_change_is_seen_after_a_while_and_at_once_by_who_forgets(db, now, settings, django_assert_num_queries):
    settings.CALENDARS_FRESH_SECONDS = 3600
    with django_assert_num_queries(2):
        first = delay_policy_for("DE", DAY)
        assert delay_policy_for("US", DAY).region == "US"
    mine = replace(first, valid_from=DAY, claim_days=1)
    PolicyRow.objects.create(kind=Kind.DELAYS, region="EU", valid_from=DAY, values=values_of(mine), made_at=now)
    assert delay_policy_for("DE", DAY) is first
    forget_policies()
    assert delay_policy_for("DE", DAY) == mine
    settings.CALENDARS_FRESH_SECONDS = 1e-9
    with django_assert_num_queries(1):
        assert delay_policy_for("DE", DAY) == mine
    PolicyRow.objects.all().delete()
    assert delay_policy_for("DE", DAY) == first
