"""The delay policies: every figure has its place, every law its source, and what follows for one order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.policies.consent import Asked, is_to_be_cancelled, question
from severshop.domain.policies.delays import POLICIES, UNION
from severshop.domain.policies.rules import in_force
from severshop.domain.shipping.rules import Zone
from severshop.vocabulary.policies import DelayClaim
from severshop.vocabulary.watching import Answer

DAY = date(2026, 11, 24)
PROMISED = date(2026, 11, 25)
AMERICA = in_force(POLICIES, country="US", on=DAY)


@pytest.mark.parametrize(
    ("country", "region"),
    [("US", "US"), ("DE", "EU"), ("DK", "EU"), ("GR", "EU"), ("GB", "GB"), ("CH", ""), ("JP", ""), ("", "")],
)
def test_an_order_goes_by_the_nearest_region(country, region):
    assert in_force(POLICIES, country=country, on=DAY).region == region


def test_an_order_keeps_the_policy_of_its_day():
    newer = replace(AMERICA, valid_from=date(2027, 1, 1), claim_days=1)
    both = (*POLICIES, newer)
    assert in_force(both, country="US", on=date(2026, 12, 31)) is AMERICA
    assert in_force(both, country="US", on=date(2027, 1, 1)) is newer
    assert newer.name == "us 2027-01-01"
    assert in_force(POLICIES, country="CH", on=DAY).name == "all 2026-01-01"


def test_what_was_placed_before_the_first_entry_goes_by_the_first():
    assert in_force(POLICIES, country="US", on=date(2019, 5, 1)) is AMERICA


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_every_policy_has_every_figure_and_names_the_law_for_what_a_law_asks(policy):
    assert set(policy.silence_days) == {zone.value for zone in Zone}
    assert policy.silence_days["home"] <= policy.silence_days["union"] <= policy.silence_days["outside"]
    assert 0 < policy.first_scan_days <= policy.silence_days["home"]
    assert policy.refund_days <= 7, "16 CFR 435.1(b): seven working days"
    assert policy.asks_to_wait is (DelayClaim.CHOICE in policy.sources)
    assert bool(policy.silence_consents_days) is policy.asks_to_wait
    if policy.region:
        assert (policy.additional_days is not None) is (DelayClaim.END in policy.sources)
        assert all(source.url.startswith("https://") and source.article for source in policy.sources.values())


def test_the_union_has_its_members():
    assert len(UNION) == 27
    assert not UNION & {"GB", "CH", "NO", "US"}


@pytest.mark.parametrize(
    ("revised", "asked_before", "expected"),
    [
        # a first delay of thirty days at most: silence is a yes, until it leaves
        (PROMISED + timedelta(days=1), False, Asked(True, PROMISED + timedelta(days=1))),
        (PROMISED + timedelta(days=30), False, Asked(True, PROMISED + timedelta(days=30))),
        # a longer one, or one that nobody can name: a yes is needed within thirty days
        (PROMISED + timedelta(days=31), False, Asked(False, PROMISED + timedelta(days=30))),
        (None, False, Asked(False, PROMISED + timedelta(days=30))),
        # a further one, however short: a yes is needed before the day that was promised last
        (PROMISED + timedelta(days=9), True, Asked(False, PROMISED + timedelta(days=4))),
        (None, True, Asked(False, PROMISED + timedelta(days=4))),
    ],
)
def test_what_silence_says_in_america(revised, asked_before, expected):
    last = PROMISED + timedelta(days=4) if asked_before else PROMISED
    asked = question(AMERICA, ships_by=last, revised=revised, promised=PROMISED, asked_before=asked_before)
    assert asked == expected


@pytest.mark.parametrize("country", ["DE", "GB", "CH"])
def test_elsewhere_nothing_is_asked(country):
    policy = in_force(POLICIES, country=country, on=DAY)
    assert question(policy, ships_by=PROMISED, revised=None, promised=PROMISED, asked_before=False) is None


@given(days=st.integers(1, 400), before=st.booleans(), known=st.booleans())
def test_silence_agrees_to_nothing_but_a_short_first_delay(days, before, known):
    revised = PROMISED + timedelta(days=days) if known else None
    asked = question(AMERICA, ships_by=PROMISED, revised=revised, promised=PROMISED, asked_before=before)
    assert asked is not None
    assert asked.silence_is_consent is (known and not before and days <= 30)


@pytest.mark.parametrize(
    ("answer", "consents", "today", "ends"),
    [
        (Answer.CANCEL, True, DAY, True),
        (Answer.CANCEL, False, DAY - timedelta(days=9), True),
        (Answer.WAIT, False, DAY + timedelta(days=9), False),
        (None, True, DAY + timedelta(days=9), False),
        (None, False, DAY, False),  # the last day is still theirs
        (None, False, DAY + timedelta(days=1), True),
    ],
)
def test_when_an_order_is_to_be_cancelled(answer, consents, today, ends):
    assert is_to_be_cancelled(answer=answer, silence_is_consent=consents, answer_on=DAY, today=today) is ends
