"""The page that asks for the code, and what follows from the right one."""

from urllib.parse import urlencode

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.infra.origins import origin_of
from severshop.interfaces.aftercare.acting import has_proved, keep_proof
from severshop.usecases.aftercare.prove_holder import (
    NoCodeError,
    TooOftenError,
    WrongCodeError,
    ask_for_code,
    confirm,
)
from severshop.usecases.reading.link_holder import OrderRef

log = structlog.get_logger()


@require_http_methods(["GET", "HEAD", "POST"])
def code_page(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Offer to send a code, and take it. A POST with `code` proves; one without asks for a new code."""
    onward = _onward(request, order)
    if request.method == "POST":
        return _confirm(request, order, onward=onward) if "code" in request.POST else _ask(request, order, onward)
    if has_proved(request, order):
        return HttpResponseRedirect(onward, status=303)
    return _page(request, order, onward=onward, is_sent="sent" in request.GET)


def _ask(request: HttpRequest, order: OrderRef, onward: str) -> HttpResponse:
    try:
        ask_for_code(order.id, origin=origin_of(request.META), now=clock.now())
    except TooOftenError as error:
        return _too_often(request, order, error, onward=onward)
    asked = urlencode({"sent": "yes", "next": onward})
    return HttpResponseRedirect(f"{reverse('aftercare:code', args=[order])}?{asked}", status=303)


def _confirm(request: HttpRequest, order: OrderRef, *, onward: str) -> HttpResponse:
    try:
        proof = confirm(order.id, code=request.POST["code"][:40], now=clock.now())
    except WrongCodeError as error:
        log.info("wrong code for an order", order=str(order.id), left=error.left)
        return _page(request, order, onward=onward, is_sent=error.left > 0, problem=_wrong(error.left), status=422)
    except NoCodeError:
        problem = _("This code no longer works. Please ask for a new one.")
        return _page(request, order, onward=onward, is_sent=False, problem=problem, status=422)
    except TooOftenError as error:
        return _too_often(request, order, error, onward=onward)
    response = HttpResponseRedirect(onward, status=303)
    keep_proof(response, proof)
    return response


def _onward(request: HttpRequest, order: OrderRef) -> str:
    """Return where to go afterwards: only ever to a page of the same order."""
    wanted = str(request.POST.get("next") or request.GET.get("next", ""))
    own = f"/order/{order.token}/"
    is_own = wanted.startswith(own) and wanted.isascii() and ".." not in wanted and "\\" not in wanted
    return wanted if is_own and wanted != reverse("aftercare:code", args=[order]) else f"{own}documents/"


def _wrong(left: int) -> str:
    if left <= 0:
        return _("That was not the code, and it has been tried too often. Please ask for a new one.")
    text = ngettext(
        "That is not the code. You can try %(left)d more time.",
        "That is not the code. You can try %(left)d more times.",
        left,
    )
    return text % {"left": left}


def _too_often(request: HttpRequest, order: OrderRef, error: TooOftenError, *, onward: str) -> HttpResponse:
    seconds = int((error.until - clock.now()).total_seconds()) + 1
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "This was asked for too often. Please try again in %(minutes)d minute.",
        "This was asked for too often. Please try again in %(minutes)d minutes.",
        minutes,
    )
    problem = sentence % {"minutes": minutes}
    response = _page(request, order, onward=onward, is_sent=False, problem=problem, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _page(
    request: HttpRequest, order: OrderRef, *, onward: str, is_sent: bool, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"order": order, "onward": onward, "is_sent": is_sent, "problem": problem}
    return render(request, "aftercare/code.html", context, status=status)
