"""The one list of what waits for a decision: each with its evidence, its age and the next act as a button."""

from collections.abc import Collection
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from severshop.domain.customers.rules import may
from severshop.infra import clock
from severshop.interfaces.staff import claim_words, refund_words, return_words, waiting_words, withdrawal_words
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.page import here, show
from severshop.usecases.aftercare.settle_withdrawal import CAN_BE_CARRIED_OUT
from severshop.usecases.reading.waiting_list import counts, waiting_list
from severshop.vocabulary.roles import Role
from severshop.vocabulary.waiting import Heap

MOST = 50
"""So many rows are shown at once: each is looked at by a person."""

DECIDES: Final = {
    Heap.CANCELLATIONS: {Role.WAREHOUSE, Role.SUPPORT},
    Heap.WITHDRAWALS: {Role.SUPPORT},
    Heap.RETURNS_AT_DOOR: {Role.RETURNS, Role.WAREHOUSE},
    Heap.RETURNS_HERE: {Role.RETURNS},
    Heap.STRAYS: {Role.RETURNS, Role.WAREHOUSE},
    Heap.CLAIMS: {Role.SUPPORT},
    Heap.REFUNDS: {Role.FINANCE},
    Heap.FAILED_REFUNDS: {Role.FINANCE},
    Heap.CHARGEBACKS: {Role.FINANCE},
}
"""Who decides what: nobody sees what waits for others."""


@require_safe
@roles(*ANY_ROLE)
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits for whoever is signed in; `?heap=` chooses a kind of it."""
    mine = heaps_of(getattr(request, "staff_roles", frozenset()))
    chosen = request.GET.get("heap", "")
    if chosen and chosen not in mine:
        raise Http404
    here_today = here(clock.now()).date()
    known = counts(mine)
    wanted = [Heap(chosen)] if chosen else mine
    context = {
        "rows": waiting_list(wanted, today=here_today, limit=MOST),
        "counts": known,
        "of_chosen": sum(known[heap] for heap in wanted),
        "all": sum(known.values()),
        "chosen": chosen,
        "me": request.user,
        "Heap": Heap,
        "waiting_words": waiting_words,
        "money_words": refund_words,
        "withdrawal_words": withdrawal_words,
        "return_words": return_words,
        "claim_words": claim_words,
        "can_carry_out": CAN_BE_CARRIED_OUT,
    }
    return show(request, "staff/waiting.html", context)


def heaps_of(held: Collection[Role]) -> list[Heap]:
    """Return what somebody with these roles decides."""
    return [heap for heap in Heap if may(held, needed=DECIDES[heap])]
