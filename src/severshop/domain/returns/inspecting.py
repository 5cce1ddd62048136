"""What may be said of a pair that came back, and what is paid for it. Pure.

What the law leaves to the shop is narrow: a mind may be changed after trying on (Directive 2011/83/EU Art. 9); what
lost value by more than that is taken back for less money, not refused (Art. 14(2)), and only where the policy told
the shopper so. Less is never paid for what the shop answers for.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from severshop.vocabulary.policies import Condition, ReturnsPolicy
from severshop.vocabulary.refunds import Part, PartKind, cut_to
from severshop.vocabulary.returning import OUR_FAULT, Finding, ItemCondition, RestockGrade, ReturnReason, Verdict

REFUSALS: Final = frozenset({Finding.NOT_OURS, Finding.WEAR, Finding.FINAL_SALE, Finding.TOO_LATE})
SELLABLE: Final = frozenset({ItemCondition.AS_NEW, ItemCondition.TRIED_ON})
LESS_WORTH: Final = frozenset({ItemCondition.WORN, ItemCondition.DAMAGED})


class Said(NamedTuple):
    """What an inspector says of some units of a line. The deduction is for all of them, in minor units."""

    quantity: int
    condition: ItemCondition
    grade: RestockGrade
    verdict: Verdict
    finding: Finding | None = None
    deduction_minor: int = 0
    note: str = ""


class Problem(StrEnum):
    """Why something cannot be said of a pair."""

    TOO_MANY = "too_many"
    NOT_OURS_IS_REFUSED = "not_ours_is_refused"
    SAY_WHY = "say_why"
    WEAR_IS_NO_REFUSAL = "wear_is_no_refusal"
    FAULT_IS_OURS = "fault_is_ours"
    REFUSED_GOES_BACK = "refused_goes_back"
    ACCEPTED_STAYS = "accepted_stays"
    NOT_FOR_THE_SHELF = "not_for_the_shelf"
    NOTHING_TO_DEDUCT = "nothing_to_deduct"
    DEDUCTS_TOO_MUCH = "deducts_too_much"
    ON_THE_SHELF = "on_the_shelf"
    HAS_LEFT = "has_left"


class NotSayableError(ValueError):
    """It cannot be said of a pair; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def check_said(said: Said, *, left: int, reason: ReturnReason, unit_minor: int, policy: ReturnsPolicy) -> None:
    """Raise `NotSayableError` unless this can be said. `left`: units that were received and not inspected."""
    if not 0 < said.quantity <= left:
        raise NotSayableError(Problem.TOO_MANY)
    problem = _of_refused(said, reason) if said.verdict is Verdict.REFUSED else _of_accepted(said, reason)
    if problem is None and said.deduction_minor:
        problem = _of_deduction(said, reason, worth=unit_minor * said.quantity, policy=policy)
    if problem:
        raise NotSayableError(problem)


def may_deduct(reason: ReturnReason, policy: ReturnsPolicy) -> bool:
    """Tell whether less may be paid for what lost value: the policy must have said so, and the fault not be ours."""
    return reason not in OUR_FAULT and Condition.TRIED_AS_IN_A_SHOP in policy.conditions


def _of_refused(said: Said, reason: ReturnReason) -> Problem | None:
    if said.finding not in REFUSALS:
        return Problem.SAY_WHY
    if said.grade is not RestockGrade.SENT_BACK:
        return Problem.REFUSED_GOES_BACK
    if (said.finding is Finding.NOT_OURS) != (said.condition is ItemCondition.NOT_OURS):
        return Problem.SAY_WHY
    if said.finding is Finding.WEAR and reason not in OUR_FAULT:
        return Problem.WEAR_IS_NO_REFUSAL
    if said.finding in {Finding.FINAL_SALE, Finding.TOO_LATE} and said.condition is ItemCondition.FAULTY:
        return Problem.FAULT_IS_OURS
    return None


def _of_accepted(said: Said, reason: ReturnReason) -> Problem | None:
    # What we sent by mistake is not what was ordered, and comes back as such: that is found to be ours.
    if said.condition is ItemCondition.NOT_OURS and reason is not ReturnReason.WRONG_ITEM:
        return Problem.NOT_OURS_IS_REFUSED
    if said.grade is RestockGrade.SENT_BACK:
        return Problem.ACCEPTED_STAYS
    if said.grade is RestockGrade.SHELF and said.condition not in SELLABLE:
        return Problem.NOT_FOR_THE_SHELF
    if said.finding and not said.deduction_minor:
        return Problem.NOTHING_TO_DEDUCT
    return None


def _of_deduction(said: Said, reason: ReturnReason, *, worth: int, policy: ReturnsPolicy) -> Problem | None:
    if said.verdict is Verdict.REFUSED or said.condition not in LESS_WORTH or not may_deduct(reason, policy):
        return Problem.NOTHING_TO_DEDUCT
    if said.finding is not Finding.LOST_VALUE:
        return Problem.SAY_WHY
    return Problem.DEDUCTS_TOO_MUCH if said.deduction_minor > worth else None


class Share(NamedTuple):
    """A line of the order and its money, in minor units: what was paid for it, and what of that went back already."""

    amount_minor: int
    tax_minor: int
    back_minor: int = 0


class Due(NamedTuple):
    """What a return pays back. `lines`: by line, units and minor units in all; `paid`: what it paid by line before."""

    lines: Mapping[int, tuple[int, int]]
    delivery: Share
    way_back_minor: int = 0
    paid: Mapping[int, tuple[int, int]] = {}
    paid_minor: int = 0
    """In all, before."""


def parts_due(due: Due, shares: Mapping[int, Share]) -> tuple[Part, ...]:
    """Return what is to be paid back now: all that is due, less what was paid before and the way back.

    A line never pays back more than was paid for it. Its tax follows its money, and adds up to the cent.
    """
    wanted = []
    for line, (units, amount) in sorted(due.lines.items()):
        share, (units_before, before) = shares[line], due.paid.get(line, (0, 0))
        more = min(amount - before, share.amount_minor - share.back_minor)
        if more > 0:
            wanted.append(_part(PartKind.GOODS, share, more, line=line, quantity=max(units - units_before, 0)))
    if due.delivery.amount_minor > due.delivery.back_minor:
        wanted.append(_part(PartKind.DELIVERY, due.delivery, due.delivery.amount_minor - due.delivery.back_minor))
    whole = sum(amount for _units, amount in due.lines.values()) + due.delivery.amount_minor - due.way_back_minor
    return cut_to(tuple(wanted), whole - due.paid_minor)


def is_everything(sold: Mapping[int, int], *, gone: Mapping[int, int]) -> bool:
    """Tell whether all units of all lines came back or were never sent. Both by line."""
    return all(gone.get(line, 0) >= quantity for line, quantity in sold.items())


def _part(kind: PartKind, share: Share, amount: int, *, line: int | None = None, quantity: int = 0) -> Part:
    before, after = share.back_minor, share.back_minor + amount
    tax = share.tax_minor * after // share.amount_minor - share.tax_minor * before // share.amount_minor
    return Part(kind, amount_minor=amount, tax_minor=tax, line=line, quantity=quantity)
