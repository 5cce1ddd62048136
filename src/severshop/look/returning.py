"""The sentences about returns: why something comes back, why it cannot, how far it is and what is next.

The same on the pages of a return, on the order's page and in letters.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.look import formats
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import Finding, ReturnReason, ReturnState, WhyNot


def reason(code: ReturnReason) -> str:
    """Return a reason to choose."""
    return {
        ReturnReason.TOO_SMALL: _("It is too small"),
        ReturnReason.TOO_LARGE: _("It is too large"),
        ReturnReason.COLOUR: _("The colour is not what I thought"),
        ReturnReason.DEFECTIVE: _("It is faulty"),
        ReturnReason.NOT_AS_DESCRIBED: _("It is not as described"),
        ReturnReason.WRONG_ITEM: _("You sent me something else"),
        ReturnReason.UNWANTED: _("I do not want it any more"),
        ReturnReason.OTHER: _("Another reason"),
    }[code]


def why_not(code: WhyNot, *, last_day: date | None = None) -> str:
    """Say why something cannot be sent back."""
    if code is WhyNot.WINDOW_OVER and last_day:
        return _("The time to send it back ended on %(day)s.") % {"day": formats.day(last_day)}
    return {
        WhyNot.NOT_DELIVERED: _("It has not arrived yet."),
        WhyNot.CANCELLED: _("It was cancelled."),
        WhyNot.ALREADY_RETURNED: _("It is in a return already."),
        WhyNot.CLAIMED: _("You told us that something is wrong with it, and that is dealt with by itself."),
        WhyNot.WINDOW_OVER: _("The time to send it back is over."),
        WhyNot.FINAL_SALE: _("It was sold as final."),
    }[code]


def only_faulty(code: WhyNot | None, *, last_day: date | None = None) -> str:
    """Say that it comes back only where the shop answers for it."""
    why = why_not(code or WhyNot.WINDOW_OVER, last_day=last_day)
    rest = _("You can still send it back if it is faulty, not as described, or not what you ordered.")
    return f"{why} {rest}"


def until(last_day: date | None, *, days: int) -> str:
    """Say how long there is to announce a return."""
    if last_day:
        return _("You have until %(day)s to announce it.") % {"day": formats.day(last_day)}
    return ngettext(
        "You have until %(n)d day after the last piece has come to announce it.",
        "You have until %(n)d days after the last piece has come to announce it.",
        days,
    ) % {"n": days}


def way_back(payer: Payer) -> str:
    """Say who pays the way back, before anything is chosen."""
    if payer is Payer.SHOP:
        return _("The way back is free: you get a label, or a code to show where you hand the parcel in.")
    return _(
        "The way back is yours to pay. If it is faulty, not as described or not what you ordered, we pay it and you get"
        " a label."
    )


def state(code: ReturnState) -> str:
    """Name a state in a word or two."""
    return {
        ReturnState.ANNOUNCED: _("Announced"),
        ReturnState.UNDER_WAY: _("On its way back"),
        ReturnState.RECEIVED: _("Back with us"),
        ReturnState.INSPECTED: _("Accepted"),
        ReturnState.REFUNDED: _("Refunded"),
        ReturnState.EXCHANGED: _("Exchanged"),
        ReturnState.REFUSED: _("Not accepted"),
        ReturnState.SENT_BACK: _("Sent back to you"),
        ReturnState.CLOSED: _("Closed"),
        ReturnState.CANCELLED: _("Called off"),
    }[code]


def tone(code: ReturnState) -> str:
    """Tell how loud a state is."""
    if code in {ReturnState.ANNOUNCED, ReturnState.REFUSED}:
        return "warn"
    return "quiet" if code in {ReturnState.CANCELLED, ReturnState.CLOSED, ReturnState.SENT_BACK} else ""


def headline(code: ReturnState, *, by: date | None, has_label: bool) -> str:
    """Say in a few words what matters now."""
    if code is ReturnState.ANNOUNCED:
        if not by:
            return _("Send it back to us")
        told = _("Hand it in by %(day)s") if has_label else _("Send it back by %(day)s")
        return told % {"day": formats.day(by)}
    return {
        ReturnState.UNDER_WAY: _("It is on its way back to us"),
        ReturnState.RECEIVED: _("It is back with us"),
        ReturnState.INSPECTED: _("It is accepted"),
        ReturnState.REFUNDED: _("Your money is paid back"),
        ReturnState.EXCHANGED: _("Your other pair has an order of its own"),
        ReturnState.REFUSED: _("We could not accept it"),
        ReturnState.SENT_BACK: _("It is on its way back to you"),
        ReturnState.CLOSED: _("This return is over: nothing was left to pay back"),
        ReturnState.CANCELLED: _("This return is called off"),
    }[code]


def next_step(code: str, *, by: date | None, has_label: bool, payer: Payer) -> str:
    """Say what is expected next. `code` is that of the public JSON; empty for one that this version does not know."""
    if by is None:
        return _undated(code)
    day = {"day": formats.day(by)}
    if code == "hand_in":
        return _hand_in(day, has_label=has_label, payer=payer)
    dated = {
        "inspect": _("We look at it now. Your money is on its way by %(day)s at the latest."),
        "refund": _("Your money is on its way by %(day)s at the latest."),
    }
    return dated[code] % day if code in dated else _undated(code)


def _undated(code: str) -> str:
    return {
        "arrive": _("As soon as it arrives we take it in and look at it. Nothing is needed from you."),
        "inspect": _("We look at it now."),
        "refund": _("Your money is on its way."),
        "exchange": _("Your other pair leaves next."),
        "send_rest": _("We have paid back what came. The rest is still expected."),
        "collect": _("It waits with us: collect it, or write to us and we send it."),
        "send_back": _("It goes back to you. The return's page says why."),
    }.get(code, "")


def _hand_in(day: dict[str, str], *, has_label: bool, payer: Payer) -> str:
    if has_label:
        return (
            _("Stick the label on the parcel, or show the code at the counter, by %(day)s. The way back is paid.") % day
        )
    if payer is Payer.SHOP:
        return (
            _("Your label is being made: it is here in a few minutes, and comes by e-mail. Hand it in by %(day)s.")
            % day
        )
    return _("Put the slip into the parcel and send it with a carrier of your choice by %(day)s.") % day


def found(thing: str, *, is_accepted: bool, finding: Finding | None, less: str = "") -> str:
    """Say what was found of a thing, such as `1 × Strada Runner`. `less`: what is paid back less for it."""
    facts = {"thing": thing, "less": less}
    if is_accepted:
        told = (
            _("%(thing)s: accepted. %(less)s less is paid back, because it lost value by more than trying it on.")
            if less
            else _("%(thing)s: accepted.")
        )
        return told % facts
    refused = {
        Finding.NOT_OURS: _("%(thing)s: not accepted. It is not what we sent."),
        Finding.WEAR: _("%(thing)s: not accepted. What is said to be a fault comes from wearing it."),
        Finding.FINAL_SALE: _("%(thing)s: not accepted. It was sold as final, and nothing is wrong with it."),
        Finding.TOO_LATE: _("%(thing)s: not accepted. It came back too late."),
    }
    return refused.get(finding or Finding.LOST_VALUE, _("%(thing)s: not accepted.")) % facts


def overdue(by: date) -> str:
    """Say that it should have been handed in, and that it still can be."""
    return _("It was to be handed in by %(day)s. Please do so now, or call it off.") % {"day": formats.day(by)}
