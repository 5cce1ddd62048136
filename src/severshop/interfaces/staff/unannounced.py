"""Boxes that nobody announced: taken in for an order, or kept until somebody finds out whose they are."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from severshop.domain.returns.desk import stray
from severshop.infra import clock
from severshop.infra.ids import uuid7
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.orders import order_or_404
from severshop.interfaces.staff.page import show, user_id
from severshop.interfaces.staff.return_forms import StrayForm, UnannouncedForm
from severshop.interfaces.staff.returns import QUERY_LENGTH, RECEIVES
from severshop.usecases.reading.staff_lists import find_orders
from severshop.usecases.returning.receive import (
    Box,
    NothingInItError,
    TooManyError,
    UnknownReturnError,
    can_have_come,
    receive_stray,
    take_unannounced,
)
from severshop.vocabulary.returning import ReturnReason


@require_POST
@roles(*RECEIVES)
def keep_stray(request: HttpRequest) -> HttpResponse:
    """Write down a box of which nobody knows whose it is."""
    form = StrayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what is in it: somebody else has to recognise it."))
        return redirect("staff:returns")
    said = form.cleaned_data
    box = Box(
        tracking_number="".join(said["tracking_number"].split()).upper().replace("\x00", ""),
        note=said["note"].replace("\x00", ""),
    )
    receive_stray(box, form=str(said["form"]), by=user_id(request), now=clock.now())
    messages.success(request, _("Written down. Find its order by its number or what is in it, then take it in."))
    return redirect("staff:returns")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*RECEIVES)
def unannounced(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Ask what came of an order, and make a return of it. `stray`: the box that it was in, where one was kept."""
    order = order_or_404(order_id)
    box = _stray(request)
    most = can_have_come(order.story)
    form = UnannouncedForm(
        request.POST if request.method == "POST" else None, most=most, preset=False, initial={"form": uuid7()}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            case = take_unannounced(
                order_id,
                form.units(),
                reason=ReturnReason(said["reason"]),
                box=Box(note=said["note"].replace("\x00", "")),
                stray_id=box,
                form=str(said["form"]),
                by=user_id(request),
                now=clock.now(),
            )
        except NothingInItError:
            form.add_error(None, _("Say how many of what came."))
        except (TooManyError, UnknownReturnError):
            form.add_error(None, _("Somebody was faster: it has been taken in meanwhile. Look again."))
        else:
            messages.success(request, _("Taken in as a return: it can be looked at now."))
            return redirect("staff:return", return_id=case.id)
    context = {"order": order, "form": form, "most": most, "stray": stray(box) if box else None}
    return show(request, "staff/return-unannounced.html", context, status=400 if form.errors else 200)


def _stray(request: HttpRequest) -> uuid.UUID | None:
    said = request.POST.get("stray", "") or request.GET.get("stray", "")
    if not said:
        return None
    try:
        return uuid.UUID(said)
    except ValueError as error:
        raise Http404 from error


@require_safe
@roles(*RECEIVES)
def stray_order(request: HttpRequest, stray_id: uuid.UUID) -> HttpResponse:
    """Lead from a box to the order that it is said to be of."""
    found = find_orders(request.GET.get("q", "").strip()[:QUERY_LENGTH]).rows
    if len(found) != 1:
        messages.error(request, _("No order, or not one alone, has this number."))
        return redirect("staff:returns")
    way = reverse("staff:unannounced-return", kwargs={"order_id": found[0].order.id})
    return redirect(f"{way}?stray={stray_id}")
