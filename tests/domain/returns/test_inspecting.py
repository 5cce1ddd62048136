"""What may be said of a pair as a table; what is paid for it as truths that hold whatever was found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.policies.returns import POLICIES
from severshop.domain.returns.inspecting import (
    Due,
    NotSayableError,
    Problem,
    Said,
    Share,
    check_said,
    is_everything,
    may_deduct,
    parts_due,
)
from severshop.vocabulary.policies import Condition
from severshop.vocabulary.refunds import Part, PartKind
from severshop.vocabulary.returning import Finding, ItemCondition, RestockGrade, ReturnReason, Verdict

POLICY = replace(POLICIES[0], conditions=(Condition.TRIED_AS_IN_A_SHOP,))
SILENT = replace(POLICIES[0], conditions=())
SMALL, BROKEN, WRONG = ReturnReason.TOO_SMALL, ReturnReason.DEFECTIVE, ReturnReason.WRONG_ITEM
GOOD = Said(1, ItemCondition.AS_NEW, RestockGrade.SHELF, Verdict.ACCEPTED)
WORN = Said(1, ItemCondition.WORN, RestockGrade.SECOND_CHOICE, Verdict.ACCEPTED, Finding.LOST_VALUE, 2900)
REFUSED = Said(1, ItemCondition.NOT_OURS, RestockGrade.SENT_BACK, Verdict.REFUSED, Finding.NOT_OURS)


def problem(said, *, left=2, reason=SMALL, policy=POLICY, unit_minor=12_900):
    try:
        check_said(said, left=left, reason=reason, unit_minor=unit_minor, policy=policy)
    except NotSayableError as error:
        return error.problem
    return None


@pytest.mark.parametrize(
    ("said", "reason", "why"),
    [
        (GOOD, SMALL, None),
        (GOOD._replace(quantity=2), SMALL, None),
        (GOOD._replace(quantity=3), SMALL, Problem.TOO_MANY),
        (GOOD._replace(quantity=0), SMALL, Problem.TOO_MANY),
        (GOOD._replace(quantity=-1), SMALL, Problem.TOO_MANY),
        (GOOD._replace(condition=ItemCondition.TRIED_ON), SMALL, None),
        (GOOD._replace(condition=ItemCondition.WORN), SMALL, Problem.NOT_FOR_THE_SHELF),
        (GOOD._replace(condition=ItemCondition.DAMAGED), SMALL, Problem.NOT_FOR_THE_SHELF),
        (GOOD._replace(condition=ItemCondition.FAULTY), BROKEN, Problem.NOT_FOR_THE_SHELF),
        (GOOD._replace(condition=ItemCondition.FAULTY, grade=RestockGrade.REPAIR), BROKEN, None),
        (GOOD._replace(condition=ItemCondition.WORN, grade=RestockGrade.SCRAP), SMALL, None),
        (GOOD._replace(grade=RestockGrade.SENT_BACK), SMALL, Problem.ACCEPTED_STAYS),
        (GOOD._replace(finding=Finding.LOST_VALUE), SMALL, Problem.NOTHING_TO_DEDUCT),
        (GOOD._replace(condition=ItemCondition.NOT_OURS), SMALL, Problem.NOT_OURS_IS_REFUSED),
        (GOOD._replace(condition=ItemCondition.NOT_OURS, grade=RestockGrade.SECOND_CHOICE), WRONG, None),
        (GOOD._replace(condition=ItemCondition.NOT_OURS), WRONG, Problem.NOT_FOR_THE_SHELF),
        (WORN, SMALL, None),
        (WORN._replace(deduction_minor=12_900), SMALL, None),
        (WORN._replace(deduction_minor=12_901), SMALL, Problem.DEDUCTS_TOO_MUCH),
        (WORN._replace(quantity=2, deduction_minor=25_800), SMALL, None),
        (WORN, BROKEN, Problem.NOTHING_TO_DEDUCT),
        (WORN._replace(condition=ItemCondition.TRIED_ON), SMALL, Problem.NOTHING_TO_DEDUCT),
        (WORN._replace(condition=ItemCondition.FAULTY), SMALL, Problem.NOTHING_TO_DEDUCT),
        (WORN._replace(condition=ItemCondition.DAMAGED), SMALL, None),
        (WORN._replace(finding=None), SMALL, Problem.SAY_WHY),
        (WORN._replace(finding=Finding.WEAR), SMALL, Problem.SAY_WHY),
        (REFUSED, SMALL, None),
        (REFUSED, WRONG, None),
        (REFUSED._replace(finding=None), SMALL, Problem.SAY_WHY),
        (REFUSED._replace(finding=Finding.LOST_VALUE), SMALL, Problem.SAY_WHY),
        (REFUSED._replace(condition=ItemCondition.WORN), SMALL, Problem.SAY_WHY),
        (REFUSED._replace(finding=Finding.WEAR), BROKEN, Problem.SAY_WHY),
        (REFUSED._replace(grade=RestockGrade.SCRAP), SMALL, Problem.REFUSED_GOES_BACK),
        (REFUSED._replace(deduction_minor=1), SMALL, Problem.NOTHING_TO_DEDUCT),
        (REFUSED._replace(finding=Finding.WEAR, condition=ItemCondition.WORN), BROKEN, None),
        (REFUSED._replace(finding=Finding.WEAR, condition=ItemCondition.WORN), SMALL, Problem.WEAR_IS_NO_REFUSAL),
        (REFUSED._replace(finding=Finding.TOO_LATE, condition=ItemCondition.AS_NEW), SMALL, None),
        (REFUSED._replace(finding=Finding.TOO_LATE, condition=ItemCondition.FAULTY), BROKEN, Problem.FAULT_IS_OURS),
        (REFUSED._replace(finding=Finding.FINAL_SALE, condition=ItemCondition.FAULTY), SMALL, Problem.FAULT_IS_OURS),
        (REFUSED._replace(finding=Finding.FINAL_SALE, condition=ItemCondition.AS_NEW), SMALL, None),
    ],
)
def test_what_may_be_said_of_a_pair(said, reason, why):
    assert problem(said, reason=reason) is why


def test_less_is_paid_only_where_the_policy_has_told_the_shopper_so():
    assert problem(WORN, policy=SILENT) is Problem.NOTHING_TO_DEDUCT
    assert [may_deduct(reason, POLICY) for reason in (SMALL, BROKEN, WRONG)] == [True, False, False]


def due(lines, *, delivery=0, paid=None, paid_minor=0, way_back=0):
    return Due(lines, Share(delivery, delivery // 5), way_back_minor=way_back, paid=paid or {}, paid_minor=paid_minor)


SHARES = {1: Share(25_800, 4_300), 2: Share(12_900, 2_150)}


@pytest.mark.parametrize(
    ("told", "shares", "parts"),
    [
        (due({}), SHARES, ()),
        (due({1: (1, 12_900)}), SHARES, ((1, 1, 12_900, 2_150),)),
        (due({1: (2, 25_800)}, paid={1: (1, 12_900)}, paid_minor=12_900), SHARES, ((1, 1, 12_900, 2_150),)),
        (due({1: (2, 25_800)}, paid={1: (2, 25_800)}, paid_minor=25_800), SHARES, ()),
        (due({1: (1, 10_000)}, paid={1: (1, 12_900)}, paid_minor=12_900), SHARES, ()),
        # a claim has paid back one of the two before
        (due({1: (2, 25_800)}), {1: Share(25_800, 4_300, 12_900)}, ((1, 2, 12_900, 2_150),)),
        (due({2: (1, 12_900)}, delivery=490), SHARES, ((2, 1, 12_900, 2_150), (None, 0, 490, 98))),
        (due({2: (1, 12_900)}, way_back=495), SHARES, ((2, 1, 12_405, 2_068),)),
        (due({2: (1, 400)}, way_back=495), SHARES, ()),
        # worn at first, corrected then: the rest, and no piece a second time
        (due({2: (1, 12_900)}, paid={2: (1, 10_000)}, paid_minor=10_000), SHARES, ((2, 0, 2_900, 484),)),
    ],
)
def test_what_is_paid_back(told, shares, parts):
    shares = {line: share for line, share in shares.items() if line in told.lines} or shares
    if told.paid and told.paid_minor == sum(amount for _units, amount in told.paid.values()):
        shares = {
            line: share._replace(back_minor=max(share.back_minor, told.paid.get(line, (0, 0))[1]))
            for line, share in shares.items()
        }
    found = parts_due(told, shares)
    assert [(part.line, part.quantity, part.amount_minor, part.tax_minor) for part in found] == list(parts)


money = st.integers(0, 30_000)


@given(st.lists(st.tuples(st.integers(1, 3), money, money), min_size=1, max_size=3), money, st.integers(0, 900))
def test_in_however_many_steps_no_more_than_was_paid_goes_back(found, delivery, way_back):
    """Each step finds more of the one line; what is paid in all is what is due at the end, and its tax adds up."""
    price, tax = 60_000, 9_580
    goods_back = delivery_back = tax_back = units_back = 0
    lines = (0, 0)
    parts: list[Part] = []
    for units, amount, _again in found:
        lines = (lines[0] + units, min(lines[1] + amount, price))
        told = Due(
            {1: lines},
            Share(delivery, delivery // 5, delivery_back),
            way_back_minor=way_back,
            paid={1: (units_back, goods_back)},
            paid_minor=goods_back + delivery_back,
        )
        for part in parts_due(told, {1: Share(price, tax, goods_back)}):
            parts.append(part)
            assert part.amount_minor > 0
            assert part.tax_minor >= 0
            if part.kind is PartKind.GOODS:
                goods_back, units_back = goods_back + part.amount_minor, units_back + part.quantity
                tax_back += part.tax_minor
            else:
                delivery_back += part.amount_minor
    assert goods_back <= lines[1]
    assert delivery_back <= delivery
    assert goods_back + delivery_back == max(lines[1] + delivery - way_back, 0)
    assert units_back <= lines[0]
    assert tax_back <= tax


@pytest.mark.parametrize(
    ("sold", "gone", "is_all"),
    [({1: 2}, {1: 2}, True), ({1: 2}, {1: 1}, False), ({1: 2, 2: 1}, {1: 2}, False), ({1: 1}, {1: 2}, True)],
)
def test_whether_all_of_an_order_is_gone(sold, gone, is_all):
    assert is_everything(sold, gone=gone) is is_all
