"""Packing an order into parcels, and the slip that goes into the box."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from severshop.domain.carriers.registry import CARRIERS, carrier_name, likely_carriers
from severshop.domain.fulfilment.queries import parcel
from severshop.domain.fulfilment.rules import Step, TooManyError, UnpackableError
from severshop.infra import clock
from severshop.infra.ids import uuid7
from severshop.infra.languages import supported
from severshop.interfaces.staff import carrier_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.forms import BUY, TYPED, PackForm
from severshop.interfaces.staff.orders import order_or_404
from severshop.interfaces.staff.page import show, today, user_id
from severshop.interfaces.staff.words import step_refused
from severshop.look import formats
from severshop.look.papers.label import label_pdf
from severshop.usecases.fulfilling import pack as packing
from severshop.usecases.fulfilling.buy_label import LABELS_FROM, NoLabelError, NoLabelsHereError, buy_label
from severshop.usecases.fulfilling.choose_carrier import Proposal, propose_for_order
from severshop.usecases.fulfilling.facts import StepNotPossibleError
from severshop.usecases.reading.parcel_papers import label_of
from severshop.usecases.reading.staff_order import StaffOrder
from severshop.vocabulary.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.WAREHOUSE)
def pack(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Ask what goes into a parcel, and pack it."""
    order = order_or_404(order_id)
    if request.method != "POST":
        return _asked(request, order, _form(order))
    form = _form(order, request)
    if _is_packed_already(order, form):
        return redirect("staff:order", order_id=order_id)
    if Step.PACK not in order.steps:
        messages.error(request, step_refused(Step.PACK, order.work))
        return redirect("staff:order", order_id=order_id)
    if form.is_valid() and _packed(request, order, form):
        messages.success(request, _("Packed. It waits for the carrier now."))
        return redirect("staff:order", order_id=order_id)
    return _asked(request, order, form, status=400)


@require_safe
@roles(Role.WAREHOUSE)
def slip(request: HttpRequest, parcel_id: uuid.UUID) -> HttpResponse:
    """Show the slip that goes into the box, in the order's language. It names no prices: it may be a gift."""
    found = parcel(parcel_id)
    if found is None:
        raise Http404
    order = order_or_404(found.order_id)
    language = supported(order.language) or settings.LANGUAGE_CODE
    with translation.override(language):
        response = show(request, "staff/slip.html", {"order": order, "parcel": found})
    response.headers["Content-Language"] = language
    return response


@require_safe
@roles(Role.WAREHOUSE)
def label(request: HttpRequest, parcel_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - views are called so
    """Give the parcel's label as a PDF, ready to print."""
    found = parcel(parcel_id)
    if found is None:
        raise Http404
    # Read by carriers and customs anywhere, whoever prints it.
    with translation.override("en"):
        drawn = label_pdf(label_of(order_or_404(found.order_id), found, today=today()))
    name = f"label-{found.tracking_number}.pdf"
    return HttpResponse(
        drawn,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(as_attachment=False, filename=name) or "inline"},
    )


def _form(order: StaffOrder, request: HttpRequest | None = None) -> PackForm:
    choice = _proposal(order).choice
    carrier = choice.carrier if choice else next(iter(CARRIERS))
    return PackForm(
        request.POST if request else None,
        lines=order.story.order.lines,
        left=order.left,
        carriers=[(code, known.name) for code, known in CARRIERS.items()],
        initial={"parcel_id": uuid7(), "carrier": carrier, "label": BUY if carrier in LABELS_FROM else TYPED},
    )


def _proposal(order: StaffOrder) -> Proposal:
    return propose_for_order(order.story.order.id, items=order.left)


def _asked(request: HttpRequest, order: StaffOrder, form: PackForm, *, status: int = 200) -> HttpResponse:
    if Step.PACK not in order.steps:
        messages.error(request, step_refused(Step.PACK, order.work))
        return redirect("staff:order", order_id=order.story.order.id)
    context = {
        "order": order,
        "form": form,
        "proposal": _proposal(order),
        "labels_from": [carrier_name(code) for code in CARRIERS if code in LABELS_FROM],
        "carrier_words": carrier_words,
    }
    return show(request, "staff/pack.html", context, status=status)


def _is_packed_already(order: StaffOrder, form: PackForm) -> bool:
    # The second press of a button finds everything packed: that is no mistake of anybody's.
    return str(form["parcel_id"].value()) in {str(parcel_id) for parcel_id in order.records}


def _packed(request: HttpRequest, order: StaffOrder, form: PackForm) -> bool:
    """Pack what the form says; put what is wrong into the form."""
    order_id, data = order.story.order.id, form.cleaned_data
    parcel_id, carrier = data["parcel_id"], data["carrier"]
    try:
        number = data["tracking_number"]
        if data["label"] == BUY:
            number = buy_label(order_id, parcel_id=parcel_id, items=form.items(), carrier=carrier)
        packing.pack(
            order_id,
            parcel_id=parcel_id,
            items=form.items(),
            carrier=carrier,
            tracking_number=number,
            by=user_id(request),
            now=clock.now(),
        )
    except _REFUSALS as error:
        form.add_error(*_said(error, form))
        return False
    return True


_REFUSALS = (
    NoLabelError,
    UnpackableError,
    StepNotPossibleError,
    packing.NumberInvalidError,
    packing.NumberInUseError,
    packing.ParcelExistsError,
)


def _said(error: Exception, form: PackForm) -> tuple[str | None, str]:
    """Return which field is wrong, and the sentence that says so."""
    match error:
        case NoLabelError() | packing.NumberInvalidError() | packing.NumberInUseError():
            return _said_of_label(error)
        case TooManyError(line=uuid.UUID() as line_id, left=left) if line_id in form.quantity_names:
            return form.quantity_names[line_id], _("Only %(left)d left to pack.") % {"left": left}
        case StepNotPossibleError():
            return None, step_refused(error.step, error.work)
        case packing.ParcelExistsError():
            return None, _("This form belongs to another order. Please open the page again.")
        case _:
            return None, _("Put at least one thing into the parcel.")


def _said_of_label(error: NoLabelError | packing.NumberInvalidError | packing.NumberInUseError) -> tuple[str, str]:
    facts = {"carrier": carrier_name(error.carrier)}
    match error:
        case NoLabelsHereError():
            return "label", _("Labels of %(carrier)s are not to be had here: type the number of one.") % facts
        case NoLabelError():
            sentence = _("%(carrier)s gave no label just now. Nothing was packed: try again, or type a number.")
            return "label", sentence % facts
        case packing.NumberInvalidError():
            return "tracking_number", said_of_number(error)
        case _:
            return "tracking_number", _("Another parcel travels under this number already.")


def said_of_number(error: packing.NumberInvalidError) -> str:
    """Say what is wrong with a number, and whose it could be."""
    facts = {"carrier": carrier_name(error.carrier)}
    if others := likely_carriers(error.number):
        facts["others"] = formats.listed(others[:2], either=True)
        return _("This looks like a number of %(others)s, not of %(carrier)s. Choose the carrier on the label.") % facts
    return _("This is no tracking number of %(carrier)s. Please check every digit.") % facts
