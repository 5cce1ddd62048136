"""The last look, the payment, and what becomes of it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from severshop.domain.payments.rules import METHODS
from severshop.infra import clock
from severshop.interfaces.storefront import cookies, words
from severshop.interfaces.storefront.basket import basket_view, sold_out_sentence
from severshop.interfaces.storefront.checkout import placed, see_other, with_checkout
from severshop.interfaces.storefront.forms import PaymentForm
from severshop.interfaces.storefront.page import show
from severshop.look import paying
from severshop.usecases.buying import checkout, place_order
from severshop.usecases.buying.checkout import Review
from severshop.usecases.buying.outcomes import (
    ActionNeeded,
    Declined,
    Incomplete,
    OfferChanged,
    Outcome,
    Placed,
    SoldOut,
    Unclear,
)

GATEWAY_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(settings.GATEWAY_URL))
# The browser follows our redirect to the bank's page, and a form may only lead where the policy says.
MAY_LEAD_TO_GATEWAY: dict[str, Any] = {**settings.SECURE_CSP, "form-action": [CSP.SELF, GATEWAY_ORIGIN]}


@never_cache
@csp_override(MAY_LEAD_TO_GATEWAY)
@require_http_methods(["GET", "HEAD", "POST"])
@with_checkout
def payment(request: HttpRequest, found: Review) -> HttpResponse:
    """Show everything once more; a POST pays. Sent again, it leads to the same order."""
    if request.method != "POST":
        return _page(request, found, form=PaymentForm(initial={"method": METHODS[0]}))
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    if form.cleaned_data["checkout"] != found.checkout_id:
        messages.warning(request, _("That page was from an earlier basket. Nothing was charged; please look again."))
        return see_other("payment")
    outcome = place_order.place(
        found.checkout_id, method=form.cleaned_data["method"], seal=form.cleaned_data["seal"], now=clock.now()
    )
    return _answer(request, found, form=form, outcome=outcome)


@never_cache
@require_safe
@with_checkout
def back_from_bank(request: HttpRequest, found: Review) -> HttpResponse:
    """Take the shopper back from the gateway: what happened there is asked of the gateway, never of the address."""
    return _after(request, found)


@never_cache
@require_safe
@with_checkout
def waiting(request: HttpRequest, found: Review) -> HttpResponse:
    """Say that the bank has not answered; each look asks again."""
    return _after(request, found, is_waiting=True)


def _after(request: HttpRequest, found: Review, *, is_waiting: bool = False) -> HttpResponse:
    outcome = place_order.settle(found.checkout_id, now=clock.now())
    if isinstance(outcome, Placed):
        return placed(request, found)
    if isinstance(outcome, Unclear):
        return show(request, "waiting.html", review=found) if is_waiting else see_other("waiting")
    if isinstance(outcome, Declined):
        messages.warning(request, paying.decline_sentence(outcome.code))
    if isinstance(outcome, ActionNeeded):
        messages.warning(
            request, _("The second step at the bank is not finished. You can try again or take another card.")
        )
    return see_other("payment")


def _answer(request: HttpRequest, found: Review, *, form: PaymentForm, outcome: Outcome) -> HttpResponse:
    match outcome:
        case Placed():
            return placed(request, found)
        case ActionNeeded(url):
            return HttpResponseRedirect(url, status=303)
        case Unclear():
            return see_other("waiting")
        case SoldOut(skus):
            return basket_view(request, problem=sold_out_sentence(skus), status=409)
        case Incomplete(missing):
            messages.warning(request, words.missing_sentence(missing))
            return see_other("basket" if {"lines", "articles"} & set(missing) else "address")
        case OfferChanged(what):
            problem = words.changed_sentence(what)
        case Declined(code):
            problem = paying.decline_sentence(code)
    fresh = checkout.review(found.checkout_id, now=clock.now())
    return _page(request, fresh, form=form, problem=problem, status=409)


def _page(
    request: HttpRequest, found: Review, *, form: PaymentForm, problem: str = "", status: int = 200
) -> HttpResponse:
    if found.offer is None:
        return _to_what_is_missing(request, found.missing)
    chosen = form["method"].value()
    return show(
        request,
        "payment.html",
        review=found,
        offer=found.offer,
        form=form,
        chosen=chosen,
        methods=METHODS,
        paying=paying,
        problem=problem,
        status=status,
    )


def _to_what_is_missing(request: HttpRequest, missing: tuple[str, ...]) -> HttpResponse:
    if "delivery" in missing and len(missing) == 1:
        return see_other("delivery")
    if {"lines", "articles"} & set(missing):
        cookies_gone = see_other("basket")
        messages.warning(request, words.missing_sentence(missing))
        cookies.forget_checkout(cookies_gone)
        return cookies_gone
    return see_other("address")
