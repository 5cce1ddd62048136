"""Another tracking number for a parcel: the one it has was wrong or replaced, or a further one joins it."""

import uuid
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.fulfilment.queries import ParcelRecord, parcel
from severshop.infra import clock
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.orders import order_or_404
from severshop.interfaces.staff.packing import said_of_number
from severshop.interfaces.staff.page import show, user_id
from severshop.usecases.fulfilling.add_leg import add_leg
from severshop.usecases.fulfilling.correct_number import Was, correct_number
from severshop.usecases.fulfilling.pack import NumberInUseError, NumberInvalidError
from severshop.vocabulary.roles import Role


class What(StrEnum):
    """What the number that is typed is to the parcel."""

    WRONG = "wrong"
    REPLACED = "replaced"
    FURTHER = "further"
    RETURN = "return"


class NumberForm(forms.Form):
    """A number, whose it is, and what it is to the parcel."""

    what = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[
            (What.WRONG, gettext_lazy("The number was wrong")),
            (What.REPLACED, gettext_lazy("It got another label on its way")),
            (What.FURTHER, gettext_lazy("Another carrier takes it on")),
            (What.RETURN, gettext_lazy("It comes back to us")),
        ],
    )
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"))
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=60, strip=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].choices = [(code, carrier.name) for code, carrier in CARRIERS.items()]  # type: ignore[attr-defined]
        self.fields["tracking_number"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.WAREHOUSE, Role.SUPPORT)
def number(request: HttpRequest, parcel_id: uuid.UUID) -> HttpResponse:
    """Ask for a parcel's other number, and follow it."""
    found = parcel(parcel_id)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _asked(request, found, NumberForm(initial={"carrier": found.carrier, "what": What.WRONG}))
    form = NumberForm(request.POST)
    if form.is_valid() and _kept(request, found, form):
        messages.success(request, _("The number is followed from now on."))
        return redirect("staff:order", order_id=found.order_id)
    return _asked(request, found, form, status=400)


def _asked(request: HttpRequest, of: ParcelRecord, form: NumberForm, *, status: int = 200) -> HttpResponse:
    context = {"order": order_or_404(of.order_id), "parcel": of, "form": form}
    return show(request, "staff/number.html", context, status=status)


def _kept(request: HttpRequest, of: ParcelRecord, form: NumberForm) -> bool:
    """Do what the form says; put what is wrong into the form."""
    what, carrier, typed = (form.cleaned_data[name] for name in ("what", "carrier", "tracking_number"))
    by, now = user_id(request), clock.now()
    try:
        if what in {What.WRONG, What.REPLACED}:
            correct_number(of.id, carrier=carrier, tracking_number=typed, was=Was(what), by=by, now=now)
        else:
            is_return = what == What.RETURN
            add_leg(of.id, carrier=carrier, tracking_number=typed, is_return=is_return, by=by, now=now)
    except NumberInvalidError as error:
        form.add_error("tracking_number", said_of_number(error))
        return False
    except NumberInUseError:
        form.add_error(
            "tracking_number", _("Another parcel travels under this number already. Correct that one first.")
        )
        return False
    return True
