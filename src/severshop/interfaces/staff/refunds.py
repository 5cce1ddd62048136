"""Money that goes back: what the finance people approve, what failed, and what banks took. And requests to cancel."""

import uuid
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from severshop.infra import clock
from severshop.interfaces.staff import refund_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import after_act, show, user_id
from severshop.usecases.aftercare import cancel_order
from severshop.usecases.paying.refund import (
    MoreThanLeftError,
    NotPaidHereError,
    NotPossibleError,
    SamePersonError,
    UnknownRefundError,
    decide_refund,
    give_back,
    try_again,
)
from severshop.usecases.paying.see_chargeback import see_chargeback
from severshop.usecases.reading.order_money import money_lists
from severshop.vocabulary.cancelling import RequestState
from severshop.vocabulary.roles import Role

LONGEST_NOTE = 200


class GiveBackForm(forms.Form):
    """How much goes back out of goodwill, and why. `form` was made when the page was."""

    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), min_value=Decimal("0.01"), max_value=Decimal(1_000_000), decimal_places=2
    )
    note = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_NOTE)
    form = forms.UUIDField(widget=forms.HiddenInput)


@require_safe
@roles(Role.FINANCE)
def refund_list(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, what failed, what banks took, and what is under way."""
    return show(
        request, "staff/refunds.html", {"lists": money_lists(), "money_words": refund_words, "me": request.user}
    )


@require_POST
@roles(Role.FINANCE)
def decide(request: HttpRequest, refund_id: uuid.UUID) -> HttpResponse:
    """Approve or refuse a refund that somebody else asked for."""
    approved = _said(request, "approve", "refuse")
    try:
        decide_refund(refund_id, approved=approved, by=user_id(request), now=clock.now())
    except UnknownRefundError as error:
        raise Http404 from error
    except SamePersonError:
        messages.error(request, _("You asked for this refund yourself: somebody else has to decide."))
    except NotPossibleError:
        messages.error(request, _("Somebody has decided it meanwhile."))
    else:
        done = _("Approved: it goes to the gateway now.") if approved else _("Refused: nothing goes back for it.")
        messages.success(request, done)
    return after_act(request, "staff:refunds")


@require_POST
@roles(Role.FINANCE)
def again(request: HttpRequest, refund_id: uuid.UUID) -> HttpResponse:
    """Try once more what the gateway did not pay."""
    try:
        try_again(refund_id, by=user_id(request), now=clock.now())
    except UnknownRefundError as error:
        raise Http404 from error
    except NotPossibleError:
        messages.error(request, _("Only what has failed can be tried again."))
    except MoreThanLeftError:
        messages.error(request, refund_words.more_than_left())
    else:
        messages.success(request, _("It is asked for once more, as a refund of its own."))
    return after_act(request, "staff:refunds")


@require_POST
@roles(Role.FINANCE)
def chargeback_seen(request: HttpRequest, provider_ref: str) -> HttpResponse:
    """Take note of a chargeback."""
    if not see_chargeback(provider_ref, by=user_id(request), now=clock.now()):
        messages.info(request, _("Somebody has taken note of it before."))
    return after_act(request, "staff:refunds")


@require_POST
@roles(Role.SUPPORT)
def give(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Pay something back out of goodwill."""
    form = GiveBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say an amount above zero, with two decimals at most, and why."))
        return redirect("staff:order", order_id=order_id)
    said = form.cleaned_data
    try:
        written = give_back(
            order_id,
            amount_minor=int(said["amount"] * 100),
            note=said["note"],
            form=str(said["form"]),
            by=user_id(request),
            now=clock.now(),
        )
    except NotPaidHereError:
        messages.error(request, _("This shop holds no payment of the order."))
    except MoreThanLeftError:
        messages.error(request, refund_words.more_than_left())
    else:
        messages.success(request, refund_words.asked_for(written))
    return redirect("staff:order", order_id=order_id)


@require_POST
@roles(Role.WAREHOUSE, Role.SUPPORT)
def decide_cancellation(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Grant or refuse a request to cancel."""
    granted = _said(request, "grant", "refuse")
    note = " ".join(request.POST.get("note", "").split())[:LONGEST_NOTE].replace("\x00", "")
    try:
        decided = cancel_order.decide(request_id, granted=granted, note=note, by=user_id(request), now=clock.now())
    except cancel_order.UnknownRequestError as error:
        raise Http404 from error
    if decided.state is RequestState.GRANTED:
        messages.success(request, _("Cancelled. The shopper is told, and the money goes back."))
    elif granted:
        messages.error(
            request, _("It could not be cancelled: it has left, or somebody refused it. The shopper is told.")
        )
    else:
        messages.success(request, _("Refused. The shopper is told."))
    return after_act(request, "staff:order", order_id=decided.order_id)


def _said(request: HttpRequest, yes: str, no: str) -> bool:
    """Tell which of two buttons was pressed."""
    pressed = request.POST.get("do", "")
    if pressed not in {yes, no}:
        raise Http404
    return pressed == yes
