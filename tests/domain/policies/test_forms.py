"""What a merchant may write into the policies: limits, the law's and ours, each error with its mend."""

from dataclasses import replace
from datetime import date

import pytest

from severshop.domain.policies.forms import FORMS, Offer
from severshop.domain.policies.kinds import FIRST, Kind, policy_from, values_of
from severshop.domain.policies.law import LIMITS, places_reached
from severshop.domain.policies.models import PolicyRow
from severshop.domain.policies.rules import in_force
from severshop.vocabulary.policies import Payer, RefundWhen, Remedy

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
OFFER = Offer([(code, code) for code in ("", "EU", "DE", "GB", "US", "CH")], [("socks", "socks"), ("boot", "boots")])


def filled(kind, *, region="EU", known=None, **changes):
    known = known or FIRST[kind]
    form = FORMS[kind](today=TODAY, known=known, offer=OFFER, region=region)
    begun = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    said = {name: value for name, value in (begun | changes).items() if value is not None and value is not False}
    return FORMS[kind](said, today=TODAY, known=known, offer=OFFER, region=region)


def errors(form):
    return {name: " ".join(those) for name, those in form.errors.items()}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("region", ["", "EU", "US", "DE"])
def test_what_holds_can_be_written_again_for_tomorrow(kind, region):
    form = filled(kind, region=region)
    assert form.is_valid(), form.errors
    before, after = form.before(), form.policy()
    assert before == in_force(FIRST[kind], country=region, on=TODAY)
    as_before = values_of(after) | {name: values_of(before)[name] for name in ("region", "valid_from")}
    assert as_before | {"sources": 0} == values_of(before) | {"sources": 0}
    assert after.name == f"{region.lower() or 'all'} 2026-11-25"
    assert policy_from(kind, values_of(after)) == after


@pytest.mark.parametrize(
    ("region", "changes", "field", "mend"),
    [
        ("EU", {"withdrawal_days": 13}, "withdrawal_days", "Directive 2011/83/EU, Art. 9(1)). Write 14 or more."),
        ("DE", {"withdrawal_days": 0}, "withdrawal_days", "By the law of the European Union it is at least 14"),
        ("", {"withdrawal_days": 7}, "withdrawal_days", "Art. 9(1)"),
        ("GB", {"withdrawal_days": 7}, "withdrawal_days", "Consumer Contracts Regulations 2013, reg. 30"),
        ("EU", {"send_back_days": 7}, "send_back_days", "Art. 14(1)"),
        ("EU", {"refund_days": 30}, "refund_days", "at most 14 (Directive 2011/83/EU, Art. 13(1)). Write 14 or less."),
        ("EU", {"refunds_standard_delivery": False}, "refunds_standard_delivery", "Art. 13(2)). Leave it marked."),
        ("EU", {"defect_years": 1}, "defect_years", "Directive (EU) 2019/771, Art. 10(1)"),
        ("EU", {"final_sale": ["socks"]}, "final_sale", "Mark none, or choose another region."),
        ("EU", {"return_days": 10}, "return_days", "less than the days by law"),
        ("EU", {"return_days": 366}, "return_days", "Write 365 or less."),
        ("EU", {"refund_when": "first_scan", "trusted_after_orders": 3}, "trusted_after_orders", "Write 0"),
        ("EU", {"valid_from": "2026-11-24"}, "valid_from", "Choose tomorrow or a later day."),
        ("EU", {"valid_from": "2036-11-24"}, "valid_from", "Choose an earlier day."),
        ("XX", {}, "region", "not one of the available choices"),
        ("EU", {"way_home": "nobody"}, "way_home", "not one of the available choices"),
    ],
)
def test_what_returns_must_not_say(region, changes, field, mend):
    form = filled(Kind.RETURNS, region=region, **changes)
    assert mend in errors(form)[field]


def test_where_no_law_of_ours_counts_the_merchant_is_free_and_names_none():
    changes = {
        "withdrawal_days": 0,
        "return_days": 60,
        "final_sale": ["socks"],
        "refunds_standard_delivery": False,
        "way_outside": "shopper",
        "refund_when": "first_scan",
    }
    form = filled(Kind.RETURNS, region="CH", **changes)
    assert form.is_valid(), form.errors
    policy = form.policy()
    assert (policy.withdrawal_days, policy.return_days, policy.final_sale) == (0, 60, frozenset({"socks"}))
    assert policy.way_back_paid_by["outside"] is Payer.SHOPPER
    assert policy.refund_when is RefundWhen.FIRST_SCAN
    assert policy.sources == {}
    union = filled(Kind.RETURNS, region="EU", return_days=30)
    assert union.is_valid()
    assert union.policy().sources == FIRST[Kind.RETURNS][0].sources


def test_once_the_union_has_its_own_row_everywhere_else_is_free_of_its_law():
    union = replace(FIRST[Kind.RETURNS][0], region="EU")
    kingdom = replace(FIRST[Kind.RETURNS][0], region="GB")
    known = (*FIRST[Kind.RETURNS], union, kingdom)
    assert places_reached("", known=known, on=TODAY) == ("US",)
    assert places_reached("", known=known, on=date(2025, 1, 1)) == ("EU", "GB", "US")
    assert places_reached("FR", known=known, on=TODAY) == ("EU",)
    form = filled(Kind.RETURNS, region="", known=known, withdrawal_days=7)
    assert form.is_valid(), form.errors
    assert form.policy().sources == {}


@pytest.mark.parametrize(
    ("region", "changes", "field", "mend"),
    [
        ("US", {"asks_to_wait": False, "silence_consents_days": 0}, "asks_to_wait", "16 CFR Part 435, § 435.2(b)"),
        ("US", {"silence_consents_days": 31}, "silence_consents_days", "Write 30 or less."),
        ("US", {"refund_days": 8}, "refund_days", "§ 435.1(b)). Write 7 or less."),
        ("EU", {"silence_consents_days": 5}, "silence_consents_days", "Write 0."),
        ("EU", {"silence_union": 3}, "silence_union", "as many as at home, or more"),
        ("EU", {"silence_outside": 5}, "silence_outside", "as many as in the Union, or more"),
        ("EU", {"first_scan_days": 5}, "first_scan_days", "Write fewer days."),
        ("EU", {"silence_home": 0}, "silence_home", "Write 1 or more."),
    ],
)
def test_what_delays_must_not_say(region, changes, field, mend):
    assert mend in errors(filled(Kind.DELAYS, region=region, **changes))[field]


@pytest.mark.parametrize(
    ("changes", "field", "mend"),
    [
        ({"remedies": ["replacement"]}, "remedies", "Mark the refund, too."),
        ({"remedies": []}, "remedies", "required"),
        ({"not_received_within_days": 1}, "not_received_within_days", "It ends before it begins."),
        ({"decides_itself_up_to": "1000.01"}, "decides_itself_up_to", "less than or equal to 1000"),
        ({"decides_itself_up_to": "-1"}, "decides_itself_up_to", "greater than or equal to 0"),
        ({"damaged_within_days": 0}, "damaged_within_days", "Write 1 or more."),
    ],
)
def test_what_claims_must_not_say(changes, field, mend):
    assert mend in errors(filled(Kind.CLAIMS, region="", **changes))[field]


def test_an_amount_is_kept_in_minor_units():
    form = filled(Kind.CLAIMS, region="US", decides_itself_up_to="49.90", remedies=["refund"])
    assert form.is_valid()
    policy = form.policy()
    assert (policy.decides_itself_up_to_minor, policy.remedies) == (4990, (Remedy.REFUND,))
    form = FORMS[Kind.CLAIMS](today=TODAY, known=(*FIRST[Kind.CLAIMS], policy), offer=OFFER, region="US")
    assert str(form.initial["decides_itself_up_to"]) == "49.9"


def test_a_region_and_day_is_written_once(now):
    form = filled(Kind.RETURNS, valid_from="2026-12-01")
    assert form.is_valid()
    policy = form.policy()
    PolicyRow.objects.create(
        kind="returns", region="EU", valid_from=policy.valid_from, values=values_of(policy), made_at=now
    )
    assert "A row for that day exists." in errors(filled(Kind.RETURNS, valid_from="2026-12-01"))["valid_from"]
    assert filled(Kind.RETURNS, region="DE", valid_from="2026-12-01").is_valid()


@pytest.mark.parametrize("kind", Kind)
def test_what_every_shop_starts_with_keeps_to_the_law(kind):
    for policy in FIRST[kind]:
        for place in places_reached(policy.region, known=FIRST[kind], on=TODAY):
            for limit in LIMITS.get((kind, place), ()):
                assert limit.allows(getattr(policy, limit.field)), (policy.name, limit)
                assert limit.source.url.startswith("https://")
