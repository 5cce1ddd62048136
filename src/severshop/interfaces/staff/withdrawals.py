"""Withdrawals that somebody has to see to, each with what it says and the next act as a button."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from severshop.infra import clock
from severshop.interfaces.staff import withdrawal_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import after_act, show, user_id
from severshop.usecases.aftercare.settle_withdrawal import (
    CAN_BE_CARRIED_OUT,
    NotClearError,
    UnknownWithdrawalError,
    carry_out_withdrawal,
    settle_withdrawal,
)
from severshop.usecases.reading.waiting_withdrawals import waiting_withdrawals
from severshop.vocabulary.roles import Role
from severshop.vocabulary.withdrawing import Outcome

MOST = 100


@require_safe
@roles(Role.SUPPORT)
def withdrawal_list(request: HttpRequest) -> HttpResponse:
    """List them, the oldest first: the law's days run from the declaration."""
    context = {"rows": waiting_withdrawals(MOST), "words": withdrawal_words, "can_carry_out": CAN_BE_CARRIED_OUT}
    return show(request, "staff/withdrawals.html", context)


@require_POST
@roles(Role.SUPPORT)
def settle(request: HttpRequest, withdrawal_id: uuid.UUID) -> HttpResponse:
    """Do `do=carry_out`, or write down that it was seen to: `do=done`, `do=answered`."""
    act = request.POST.get("do", "")
    try:
        if act == "carry_out":
            carry_out_withdrawal(withdrawal_id, by=user_id(request), now=clock.now())
            messages.success(request, _("Carried out. What has not left is called off; the rest is to come back."))
        elif act in set(Outcome):
            settle_withdrawal(withdrawal_id, outcome=Outcome(act), by=user_id(request), now=clock.now())
            messages.success(request, _("Noted: it waits no longer."))
        else:
            messages.error(request, _("Nothing was chosen."))
    except UnknownWithdrawalError as error:
        raise Http404 from error
    except NotClearError:
        messages.error(request, _("Only a person can tell what is meant: do it on the order's own screen."))
    return after_act(request, "staff:withdrawals")
