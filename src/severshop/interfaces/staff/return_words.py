"""The words of the desk where returns come in."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.domain.returns.desk_records import DeskReturn
from severshop.domain.returns.inspecting import Problem
from severshop.look.returning import state as state_word
from severshop.look.status.words import Pill
from severshop.vocabulary.returning import (
    AnnouncedBy,
    ExchangeEnd,
    Finding,
    ItemCondition,
    RestockGrade,
    ReturnReason,
    ReturnState,
)


def pill(code: ReturnState) -> Pill:
    """Return the word for how far a return is, as the desk says it."""
    if code is ReturnState.SENT_BACK:
        return Pill(_("Sent back to the shopper"), "quiet")
    waits = {ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.REFUSED}
    over = {ReturnState.REFUNDED, ReturnState.EXCHANGED}
    return Pill(state_word(code), "warn" if code in waits else "good" if code in over else "quiet")


def next_act(case: DeskReturn) -> str:
    """Say what is to be done with a return that is in the house."""
    if case.to_inspect:
        return ngettext("Look at %(n)s piece", "Look at %(n)s pieces", case.to_inspect) % {"n": case.to_inspect}
    if case.can_complete:
        return _("Act on what was found")
    if case.has_refused_to_move:
        return _("Send back or keep")
    return _("Open")


def kept(end: ExchangeEnd | None) -> str:
    """Say what became of a pair that is wanted in exchange; it is kept as long as nothing ended that."""
    if end is None:
        return _("kept on the shelf")
    return {
        ExchangeEnd.SENT: _("sent in an order of its own"),
        ExchangeEnd.CALLED_OFF: _("let go: the return was called off"),
        ExchangeEnd.REFUSED: _("let go: what came was refused, or nothing came"),
        ExchangeEnd.OVERDUE: _("let go: nothing was handed in for too long; money instead"),
        ExchangeEnd.CHANGED_MIND: _("let go: the shopper would rather have money"),
        ExchangeEnd.SOLD_OUT: _("sold out when it was wanted after all; money instead"),
    }[end]


def reason(code: ReturnReason) -> str:
    """Say why it comes back, as the shopper chose it."""
    return {
        ReturnReason.TOO_SMALL: _("too small"),
        ReturnReason.TOO_LARGE: _("too large"),
        ReturnReason.COLOUR: _("the colour"),
        ReturnReason.DEFECTIVE: _("faulty"),
        ReturnReason.NOT_AS_DESCRIBED: _("not as described"),
        ReturnReason.WRONG_ITEM: _("not what was ordered"),
        ReturnReason.UNWANTED: _("not wanted any more"),
        ReturnReason.OTHER: _("another reason"),
    }[code]


def announced_by(code: str) -> str:
    """Say through which door it was announced."""
    return {
        AnnouncedBy.SHOPPER.value: _("announced by the shopper"),
        AnnouncedBy.WITHDRAWAL.value: _("follows from a withdrawal"),
        AnnouncedBy.STAFF.value: _("came unannounced"),
    }[code]


def condition(code: ItemCondition) -> str:
    """Say how a pair was found."""
    return {
        ItemCondition.AS_NEW: _("As new"),
        ItemCondition.TRIED_ON: _("Tried on"),
        ItemCondition.WORN: _("Worn"),
        ItemCondition.DAMAGED: _("Damaged"),
        ItemCondition.FAULTY: _("Faulty when we sent it"),
        ItemCondition.NOT_OURS: _("Not what the order says"),
    }[code]


def grade(code: RestockGrade) -> str:
    """Say where a pair goes."""
    return {
        RestockGrade.SHELF: _("On the shelf, to be sold again"),
        RestockGrade.SECOND_CHOICE: _("Second choice"),
        RestockGrade.REPAIR: _("Repair"),
        RestockGrade.SCRAP: _("Scrap"),
        RestockGrade.SENT_BACK: _("Back to the shopper"),
    }[code]


def finding(code: Finding) -> str:
    """Say why something is refused, or why less is paid back."""
    return {
        Finding.NOT_OURS: _("it is not what we sent"),
        Finding.WEAR: _("what is said to be a fault comes from wearing it"),
        Finding.FINAL_SALE: _("it was sold as final, and nothing is wrong with it"),
        Finding.TOO_LATE: _("it came back too late"),
        Finding.LOST_VALUE: _("it lost value by more than trying it on"),
    }[code]


def problem(code: Problem) -> str:
    """Say why something cannot be said of a pair, and what can."""
    return {
        Problem.TOO_MANY: _("So many are not waiting to be looked at: somebody may have been faster. Look again."),
        Problem.NOT_OURS_IS_REFUSED: _(
            "It is not what the order says: refuse it, and say that it is not what we sent."
        ),
        Problem.SAY_WHY: _("Say why it is refused, or why less is paid back; it must fit how it was found."),
        Problem.WEAR_IS_NO_REFUSAL: _("Nobody said that it is faulty: accept it, and take off what it lost in value."),
        Problem.FAULT_IS_OURS: _("It was faulty when we sent it: it cannot be refused for being late or final sale."),
        Problem.REFUSED_GOES_BACK: _("What is refused stays the shopper’s: it goes back to them."),
        Problem.ACCEPTED_STAYS: _("What is paid back stays here: say where it goes."),
        Problem.NOT_FOR_THE_SHELF: _("Only what is as new or was tried on can be sold again as new."),
        Problem.NOTHING_TO_DEDUCT: _(
            "Nothing can be taken off here: not for what was only tried on, not for a fault of ours, and only where the"
            " policy has told the shopper so."
        ),
        Problem.DEDUCTS_TOO_MUCH: _("More would be taken off than these pieces cost."),
        Problem.HAS_LEFT: _("It has been sent back to the shopper: what stands here is what they were told."),
        Problem.ON_THE_SHELF: _("It is on the shelf and may be sold by now: only its money can be corrected."),
    }[code]
