"""Paying for a change of an order: at the gateway as in the checkout, and back from there."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from severshop.infra import clock
from severshop.interfaces.aftercare.acting import has_proved, holder_must_prove
from severshop.look import changing as words
from severshop.usecases.aftercare.change_order import Wished
from severshop.usecases.aftercare.pay_change import pay_for_change, stop_paying
from severshop.usecases.aftercare.settle_charges import settle_charge
from severshop.usecases.paying.charge import (
    ActionNeeded,
    Declined,
    GatewayDownError,
    NoCertainAnswerError,
    Outcome,
    Paid,
    Unclear,
)
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.paying_change import PayingView, order_behind, paying_view
from severshop.usecases.refresh_status import shop_zone

GATEWAY_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(settings.GATEWAY_URL))
# The browser follows our redirect to the bank's page, and a form may only lead where the policy says.
MAY_LEAD_TO_GATEWAY: dict[str, Any] = {**settings.SECURE_CSP, "form-action": [CSP.SELF, GATEWAY_ORIGIN]}


def pay(order: OrderRef, wished: Wished, *, seal: str, form: str, method: str, by: uuid.UUID | None) -> HttpResponse:
    """Pay for a change, and lead on from what the gateway said; of what was declined, the overview speaks.

    Raises what `pay_for_change` raises of the change itself.
    """
    outcome: Outcome
    try:
        outcome = pay_for_change(order.id, wished, seal=seal, form=form, method=method, by=by, now=clock.now())
    except NoCertainAnswerError:
        # Another change is being paid, and nobody knows whether it was.
        outcome = Unclear()
    match outcome:
        case Paid() | Declined():
            return _see_other("change", order)
        case ActionNeeded(url):
            return HttpResponseRedirect(url, status=303)
        case Unclear():
            return _see_other("change-paying", order)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def paying(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Say how the payment stands; each look asks the gateway. A POST calls it off."""
    view = paying_view(order.id, now=clock.now())
    if view is None or not view.is_open:
        return _see_other("change", order)
    return _called_off(request, order, view) if request.method == "POST" else _asked(request, order, view)


@never_cache
@require_safe
def back_from_bank(request: HttpRequest, payment: uuid.UUID) -> HttpResponse:
    """Take the shopper back from the gateway: what happened there is asked of the gateway, never of the address.

    The address names no link: who comes has proved to hold the order in this browser, or asks for the link.
    """
    order = order_behind(payment)
    if order is None:
        raise Http404
    if not has_proved(request, order):
        return HttpResponseRedirect(reverse("aftercare:find-order"), status=303)
    outcome = _settled(payment)
    return _see_other("change", order) if isinstance(outcome, Paid | Declined) else _see_other("change-paying", order)


def _asked(request: HttpRequest, order: OrderRef, view: PayingView) -> HttpResponse:
    outcome = _settled(view.payment)
    if isinstance(outcome, Paid | Declined):
        return _see_other("change", order)
    return _page(request, order, view, action_url=outcome.url if isinstance(outcome, ActionNeeded) else "")


def _called_off(request: HttpRequest, order: OrderRef, view: PayingView) -> HttpResponse:
    try:
        stop_paying(view.pending, now=clock.now())
    except NoCertainAnswerError:
        problem = _("The bank does not answer. What is not paid ends by itself, and nothing is changed without you.")
        return _page(request, order, view, action_url=view.action_url, problem=problem, status=503)
    return _see_other("change", order)


def _settled(payment_id: uuid.UUID) -> Outcome:
    try:
        return settle_charge(payment_id, now=clock.now())
    except GatewayDownError:
        return Unclear()


def _page(
    request: HttpRequest, order: OrderRef, view: PayingView, *, action_url: str, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "order": order,
        "paying": view,
        "action_url": action_url,
        "problem": problem,
        "words": words,
        "here": lambda moment: moment.astimezone(shop_zone()),
    }
    return render(request, "aftercare/change_paying.html", context, status=status)


def _see_other(page: str, order: OrderRef) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"aftercare:{page}", args=[order]), status=303)
