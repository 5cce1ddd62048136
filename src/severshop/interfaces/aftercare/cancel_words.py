"""What the page to cancel says: whether it can be, what became of it, and where the money is."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.domain.payments.books import RefundRecord
from severshop.domain.payments.refunds import RefundState
from severshop.look import formats
from severshop.usecases.reading.cancelling import CancelView, Ended
from severshop.vocabulary.cancelling import CancelReason, RequestState, WhyRefused
from severshop.vocabulary.refunds import Part, PartKind


def reason(code: CancelReason) -> str:
    """Return a reason to choose."""
    return {
        CancelReason.NOT_SAID: _("I would rather not say"),
        CancelReason.BY_MISTAKE: _("Ordered by mistake"),
        CancelReason.CHANGED_MIND: _("I changed my mind"),
        CancelReason.TOO_LATE: _("It comes too late"),
        CancelReason.CHEAPER_ELSEWHERE: _("Cheaper somewhere else"),
        CancelReason.WRONG_ADDRESS: _("It goes to the wrong address"),
        CancelReason.OTHER: _("Another reason"),
        CancelReason.WITHDRAWAL: _("Withdrawn from the contract"),
    }[code]


def headline(view: CancelView) -> str:
    """Say in a few words how it stands."""
    newest = view.requests[0].request.state if view.requests else None
    if newest is RequestState.OPEN:
        return _("You asked us to cancel")
    if view.left:
        return _("Cancel this order") if not view.requests else _("Cancel more of this order")
    if newest is RequestState.GRANTED:
        return _("Your order is cancelled") if _is_all_cancelled(view) else _("A part of your order is cancelled")
    return _("It has left: it cannot be cancelled any more")


def lead(view: CancelView) -> str:
    """Say what happens next, or what can be done instead."""
    newest = view.requests[0].request.state if view.requests else None
    if newest is RequestState.OPEN:
        return _(
            "A person in the warehouse looks at it now and takes it out if it has not left. You hear from us by e-mail"
            " either way; nothing else is needed from you."
        )
    if view.left and view.begun:
        return _(
            "The warehouse has begun with it. Choose what should not come: a person takes it out if it has not left,"
            " and you hear from us either way."
        )
    if view.left:
        return _("Nobody has begun to pack it, so it is cancelled at once. You need not say why.")
    if newest is RequestState.GRANTED:
        return _("Below is what was called off and where your money is.")
    return _("Once it has arrived you can send it back. Or refuse it at the door: then it comes back to us by itself.")


def ended(one: Ended) -> str:
    """Say what became of a request."""
    request = one.request
    if request.state is RequestState.OPEN:
        return _("Asked for; a person decides")
    if request.state is RequestState.GRANTED:
        return _("Cancelled")
    if request.why_refused is WhyRefused.HANDED_OVER:
        return _("Not cancelled: it had left before anybody could stop it")
    return _("Not cancelled")


def tone(one: Ended) -> str:
    """Tell how loud it is."""
    tones = {RequestState.OPEN: "warn", RequestState.GRANTED: "", RequestState.REFUSED: "quiet"}
    return tones[one.request.state]


def money(one: Ended, *, card: str) -> str:
    """Say where the money of a request is; empty where there is none."""
    return of_refund(one.refund, back_on=one.back_on, card=card) if one.refund else ""


def of_refund(refund: RefundRecord, *, back_on: date | None, card: str) -> str:
    """Say where the money of a refund is. `back_on`: by when it is back, while it is on its way."""
    facts = {
        "amount": formats.money(refund.amount_minor, refund.currency),
        "day": formats.day(back_on) if back_on else "",
        "card": card,
    }
    if refund.state is RefundState.WAITING:
        return _("%(amount)s: a second person looks at it first. It should be back with you by %(day)s.") % facts
    if refund.state in {RefundState.FAILED, RefundState.REFUSED}:
        return (
            _("%(amount)s: it could not be sent yet. A person here looks at it, and you need not do anything.") % facts
        )
    if refund.state is RefundState.OVERTAKEN:
        return _("%(amount)s: your bank has taken the money back already.") % facts
    if card:
        return _("%(amount)s go back to your card (%(card)s). Most banks show it by %(day)s.") % facts
    return _("%(amount)s go back the way that you paid. Most banks show it by %(day)s.") % facts


def part(one: Part, names: dict[int, str]) -> str:
    """Name a part of what goes back."""
    if one.kind is PartKind.DELIVERY:
        return _("Delivery")
    if one.kind is PartKind.DUTIES:
        return _("Duties")
    return f"{one.quantity} × {names.get(one.line or 0, '')}" if one.quantity else names.get(one.line or 0, _("Goods"))


def pieces(count: int) -> str:
    """`2 pieces`."""
    return ngettext("%(n)d piece", "%(n)d pieces", count) % {"n": count}


def _is_all_cancelled(view: CancelView) -> bool:
    gone: dict[int, int] = {}
    for one in view.requests:
        for position, quantity in one.request.cancelled.items():
            gone[position] = gone.get(position, 0) + quantity
    return all(gone.get(line.position, 0) >= line.quantity for line in view.lines)
