"""Who of the staff did what, and whether the log is as it was written."""

import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from severshop.infra.ids import read_order_number
from severshop.interfaces.staff import audit_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show
from severshop.usecases.reading import audit_log as reading
from severshop.vocabulary.roles import Role

LARGEST = 10**18


class Filters(forms.Form):
    """Whose acts, which, and about which order; everything may be left open."""

    by = forms.TypedChoiceField(label=_lazy("Who"), required=False, coerce=uuid.UUID, empty_value=None)
    act = forms.ChoiceField(label=_lazy("What"), required=False)
    order = forms.CharField(label=_lazy("Order"), required=False, max_length=30)
    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        people = [(str(pk), name) for pk, name in reading.staff()]
        self.fields["by"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]
        self.fields["act"].choices = [("", _("Everything")), *audit_words.acts()]  # type: ignore[attr-defined]

    def clean_order(self) -> uuid.UUID | None:
        """Return the order of the number that was typed."""
        typed = self.cleaned_data["order"].strip()
        if not typed:
            return None
        number = read_order_number(typed)
        found = reading.order_of_number(number) if number else None
        if found is None:
            raise forms.ValidationError(_("There is no order of this number. Look at it once more."))
        return found


@require_safe
@roles(Role.OWNER)
def log(request: HttpRequest) -> HttpResponse:
    """List acts, the newest first.

    `?by=`, `?act=` and `?order=` choose, `?before=` goes on, `?check=1` reads all seals of a long log.
    """
    filters = Filters(request.GET)
    page = reading.LogPage((), None)
    if filters.is_valid():
        said = filters.cleaned_data
        page = reading.log_page(order_id=said["order"], by=said["by"], act=said["act"], before=said["before"])
    kept = {name: request.GET.get(name, "") for name in ("by", "act", "order") if request.GET.get(name)}
    context = {
        "filters": filters,
        "page": page,
        "is_chosen": bool(kept),
        "seals": reading.seals(check=request.GET.get("check") == "1"),
        "older": f"?{urlencode(kept | {'before': page.before})}" if page.before else "",
        "aud": audit_words,
    }
    return show(request, "staff/audit.html", context, status=400 if filters.errors else 200)
