"""Parcels leave the house."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.forms import HandOverForm
from severshop.interfaces.staff.page import show, user_id
from severshop.usecases.fulfilling.hand_over import UnknownParcelError
from severshop.usecases.fulfilling.hand_over import hand_over as hand_over_parcels
from severshop.usecases.reading.staff_parcels import parcels_to_hand_over, waiting_parcels
from severshop.vocabulary.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.WAREHOUSE)
def hand_over(request: HttpRequest) -> HttpResponse:
    """List what waits for the carrier, and note what he took."""
    if request.method == "POST":
        form = HandOverForm(request.POST)
        if form.is_valid() and _handed_over(request, form):
            return redirect("staff:hand-over")
        return _asked(request, form, status=400)
    return _asked(request, HandOverForm())


def _asked(request: HttpRequest, form: HandOverForm, *, status: int = 200) -> HttpResponse:
    parcels = parcels_to_hand_over()
    more = waiting_parcels().count() - len(parcels)
    return show(request, "staff/hand-over.html", {"parcels": parcels, "more": more, "form": form}, status=status)


def _handed_over(request: HttpRequest, form: HandOverForm) -> bool:
    try:
        count = hand_over_parcels(form.cleaned_data["parcel"], by=user_id(request), now=clock.now())
    except UnknownParcelError:
        form.add_error("parcel", form.UNKNOWN)
        return False
    sentence = ngettext("%(n)d parcel is handed over.", "%(n)d parcels are handed over.", count)
    messages.success(request, sentence % {"n": count})
    return True
