"""Cancelling an order or a part of it of the shop's own accord: choose, see what goes back, mean it."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.orders import order_or_404
from severshop.interfaces.staff.page import show, today, user_id
from severshop.usecases.aftercare.cancel_order import (
    NotCancellableError,
    NothingChosenError,
    RequestOpenError,
    Wish,
    cancel_for_shop,
)
from severshop.usecases.reading.cancelling import CancelView, Preview, cancel_view, preview
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.roles import Role

LONGEST_NOTE = 200


class CancelForm(forms.Form):
    """How many of each line, and what the shopper is told. `form` was made when the page was."""

    note = forms.CharField(
        label=gettext_lazy("Why, for the shopper to read"),
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    form = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, view: CancelView, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for line in view.lines:
            if line.left:
                self.fields[f"units-{line.position}"] = forms.IntegerField(
                    label=", ".join(part for part in (line.name, line.variant) if part),
                    min_value=0,
                    max_value=line.left,
                    required=False,
                    initial=line.left,
                )

    def units(self, view: CancelView) -> dict[int, int]:
        """Return the chosen units by the line's position."""
        said = {line.position: self.cleaned_data.get(f"units-{line.position}") for line in view.lines}
        return {position: count for position, count in said.items() if count}


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.WAREHOUSE, Role.SUPPORT)
def cancel(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Ask what is to be cancelled and why; a POST shows what goes back, one with `meant=yes` does it."""
    order = order_or_404(order_id)
    view = cancel_view(order_id, today=today())
    if request.method != "POST":
        return _page(request, order, view, CancelForm(view, initial={"form": uuid.uuid4()}))
    form = CancelForm(view, request.POST)
    if not form.is_valid():
        return _page(request, order, view, form, status=400)
    try:
        units, said = form.units(view), form.cleaned_data
        if request.POST.get("meant") != "yes":
            shown = preview(order_id, units, view=view, today=today())
            return _page(request, order, view, form, shown=shown)
        wish = Wish(order_id=order_id, units=units, reason=CancelReason.OTHER, form=str(said["form"]))
        cancel_for_shop(wish, note=said["note"], by=user_id(request), now=clock.now())
    except NothingChosenError:
        messages.error(request, _("Choose at least one piece."))
    except (NotCancellableError, RequestOpenError):
        messages.error(request, _("Something has changed since you opened this page. This is how it stands now."))
    else:
        messages.success(request, _("Cancelled. The shopper is told why, and the money goes back."))
        return redirect("staff:order", order_id=order_id)
    return redirect("staff:cancel-order", order_id=order_id)


def _page(
    request: HttpRequest,
    order: object,
    view: CancelView,
    form: CancelForm,
    *,
    shown: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"order": order, "view": view, "form": form, "shown": shown}
    return show(request, "staff/cancel.html", context, status=status)
