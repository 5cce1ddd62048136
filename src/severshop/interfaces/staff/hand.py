"""Parcels that need a hand: the list, and its acts."""

import uuid
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from severshop.domain.support.rules import LONGEST_TEXT
from severshop.domain.watch.hand import Act, Urgency
from severshop.infra import clock
from severshop.interfaces.staff import hand_words
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.orders import order_or_404
from severshop.interfaces.staff.page import show, user_id
from severshop.interfaces.staff.paging import CARRIER, page_number
from severshop.usecases.aftercare.cases import EmptyTextError
from severshop.usecases.aftercare.write_first import FirstWords, write_first
from severshop.usecases.investigating.close_investigation import (
    UnknownInvestigationError,
    close_investigation,
    mark_asked,
)
from severshop.usecases.investigating.open_investigation import (
    NothingToAskError,
    UnknownParcelError,
    open_investigation,
)
from severshop.usecases.reading.needs_a_hand import needs_a_hand
from severshop.usecases.reading.order_watch import investigation_page, open_investigation_of
from severshop.vocabulary.roles import Role
from severshop.vocabulary.watching import Outcome


class WriteForm(forms.Form):
    """What is written to a shopper. `form` is made when the form is shown: the same form sent twice is one letter."""

    text = forms.CharField(
        label=gettext_lazy("Your letter"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_TEXT}),
    )
    parcel = forms.IntegerField(required=False, min_value=1, max_value=999, widget=forms.HiddenInput)
    form = forms.UUIDField(widget=forms.HiddenInput)


@require_safe
@roles(*ANY_ROLE)
def needs_hand(request: HttpRequest) -> HttpResponse:
    """List what needs a hand: all, of a level, of a carrier."""
    level, carrier = request.GET.get("level", ""), request.GET.get("carrier", "")
    if (level and level not in set(Urgency)) or not CARRIER.fullmatch(carrier):
        raise Http404
    found = needs_a_hand(
        now=clock.now(), urgency=Urgency(level) if level else None, carrier=carrier, page=page_number(request)
    )
    context = {
        "page": found,
        "level": level,
        "carrier": carrier,
        "levels": [urgency for urgency in Urgency if found.by_urgency[urgency] or urgency == level],
        "carriers": sorted(set(found.by_carrier) | ({carrier} if carrier else set())),
        "Act": Act,
        "hand_words": hand_words,
        "with_": lambda **changed: _query(request, **changed),
    }
    return show(request, "staff/needs-a-hand.html", context)


@require_POST
@roles(Role.SUPPORT)
def investigate(request: HttpRequest, parcel_id: uuid.UUID) -> HttpResponse:
    """Open an investigation, and show what the carrier is to be told."""
    try:
        is_new = open_investigation(parcel_id, by=user_id(request), now=clock.now())
    except UnknownParcelError as error:
        raise Http404 from error
    except NothingToAskError:
        messages.info(request, _("The parcel has arrived: there is nothing left to ask."))
        return redirect("staff:needs-a-hand")
    if is_new:
        messages.success(request, _("The investigation is open. Send the carrier what stands here, and note it."))
    else:
        messages.info(request, _("An investigation of this parcel was open already: here it is."))
    found = open_investigation_of(parcel_id)
    # Somebody may have closed it meanwhile.
    return redirect("staff:investigation", investigation_id=found) if found else redirect("staff:needs-a-hand")


@require_safe
@roles(*ANY_ROLE)
def investigation(request: HttpRequest, investigation_id: uuid.UUID) -> HttpResponse:
    """Show what the carrier is told, how far the asking is, and how it ends."""
    found = investigation_page(investigation_id)
    if found is None:
        raise Http404
    context = {
        "found": found,
        "record": found.record,
        "outcomes": list(Outcome),
        "hand_words": hand_words,
        "told_at": hand_words.moment_said,
        "milestone_said": hand_words.milestone_said,
    }
    return show(request, "staff/investigation.html", context)


@require_POST
@roles(Role.SUPPORT)
def asked(request: HttpRequest, investigation_id: uuid.UUID) -> HttpResponse:
    """Note that the carrier was asked."""
    try:
        is_new = mark_asked(investigation_id, by=user_id(request), now=clock.now())
    except UnknownInvestigationError as error:
        raise Http404 from error
    if is_new:
        messages.success(request, _("Noted: the carrier has been asked."))
    return redirect("staff:investigation", investigation_id=investigation_id)


@require_POST
@roles(Role.SUPPORT)
def close(request: HttpRequest, investigation_id: uuid.UUID) -> HttpResponse:
    """Close an investigation with what came of it."""
    outcome = request.POST.get("outcome", "")
    if outcome not in set(Outcome):
        messages.error(request, _("Say first what came of it."))
        return redirect("staff:investigation", investigation_id=investigation_id)
    try:
        is_new = close_investigation(investigation_id, outcome=Outcome(outcome), by=user_id(request), now=clock.now())
    except UnknownInvestigationError as error:
        raise Http404 from error
    if is_new:
        messages.success(request, _("The investigation is closed."))
    else:
        messages.info(request, _("It was closed already. What it was closed with stays."))
    return redirect("staff:investigation", investigation_id=investigation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.SUPPORT)
def write(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Write to an order's shopper; it opens a case."""
    order = order_or_404(order_id)
    if request.method != "POST":
        form = WriteForm(initial={"form": uuid.uuid4(), "parcel": request.GET.get("parcel", "")[:3]})
        return show(
            request, "staff/write.html", {"order": order, "form": form, "languages_by_code": dict(settings.LANGUAGES)}
        )
    form = WriteForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        parcel = told["parcel"] if told["parcel"] in {own.position for own in order.records.values()} else None
        words = FirstWords(order_id=order_id, text=told["text"], form=str(told["form"]), parcel=parcel)
        try:
            case_id = write_first(words, by=user_id(request), now=clock.now())
        except EmptyTextError:
            form.add_error("text", _("A letter needs words."))
        else:
            messages.success(request, _("The letter is on its way. What the shopper answers comes in here."))
            return redirect("staff:case", case_id=case_id)
    return show(
        request,
        "staff/write.html",
        {"order": order, "form": form, "languages_by_code": dict(settings.LANGUAGES)},
        status=400,
    )


def _query(request: HttpRequest, **changed: object) -> str:
    """Return the address of the list with other filters; another filter begins at the first page."""
    kept = {name: request.GET.get(name, "") for name in ("level", "carrier")} | changed
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"?{query}" if query else request.path
