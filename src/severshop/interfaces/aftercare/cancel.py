"""Cancelling an order or a part of it: choose, look at what goes back, mean it, and see what became of it."""

import uuid
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.interfaces.aftercare import cancel_words
from severshop.interfaces.aftercare.acting import holder_must_prove
from severshop.usecases.aftercare.cancel_order import (
    NotCancellableError,
    NothingChosenError,
    RequestOpenError,
    Wish,
    ask_to_cancel,
)
from severshop.usecases.reading.cancelling import CancelView, cancel_view, preview
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.cancelling import CancelReason

CHOICES = tuple(reason for reason in CancelReason if reason is not CancelReason.WITHDRAWAL)


@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def cancel(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Ask what is to be cancelled; a POST shows what goes back for it, one with `meant=yes` does it."""
    view = cancel_view(order.id, today=_today())
    if request.method != "POST":
        return _page(request, order, view)
    try:
        units, reason, form = _chosen(request, view)
        if request.POST.get("meant") == "yes":
            ask_to_cancel(Wish(order_id=order.id, units=units, reason=reason, form=form), now=clock.now())
            return HttpResponseRedirect(reverse("aftercare:cancel", args=[order]), status=303)
        if view.is_open:
            raise RequestOpenError(order.id)
        shown = preview(order.id, units, view=view, today=_today())
    except NothingChosenError:
        return _page(request, order, view, problem=_("Choose at least one piece."), status=422)
    except (NotCancellableError, RequestOpenError):
        # It left, or somebody asked in another window, since the page was shown.
        fresh = cancel_view(order.id, today=_today())
        problem = _("Something has changed since you opened this page. This is how it stands now.")
        return _page(request, order, fresh, problem=problem, status=409)
    context = {"order": order, "view": view, "shown": shown, "reason": reason, "form": form, "words": cancel_words}
    return render(request, "aftercare/cancel_review.html", context)


def _chosen(request: HttpRequest, view: CancelView) -> tuple[dict[int, int], CancelReason, str]:
    """Return the units, the reason and the form's name. What is no number of pieces counts as none."""
    units = {line.position: _number(request.POST.get(f"units-{line.position}", "")) for line in view.lines}
    said = request.POST.get("reason", "")
    reason = CancelReason(said) if said in CHOICES else CancelReason.NOT_SAID
    try:
        form = str(uuid.UUID(request.POST.get("form", "")))
    except ValueError:
        form = str(uuid.uuid4())
    return units, reason, form


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits a column


def _today() -> date:
    return clock.now().astimezone(shop_zone()).date()


def _page(
    request: HttpRequest, order: OrderRef, view: CancelView, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "order": order,
        "view": view,
        "problem": problem,
        "form": str(uuid.uuid4()),
        "reasons": [(reason.value, cancel_words.reason(reason)) for reason in CHOICES],
        "words": cancel_words,
        "here": lambda moment: moment.astimezone(shop_zone()),
        "headline": cancel_words.headline(view),
        "lead": cancel_words.lead(view),
    }
    return render(request, "aftercare/cancel.html", context, status=status)
