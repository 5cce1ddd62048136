"""Forms of the work screens."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from severshop.domain.orders.queries import LineCard

BUY = "buy"
TYPED = "typed"


class PackForm(forms.Form):
    """What goes into a parcel, and which label goes on it.

    The parcel's id is made when the form is shown, so that the same form sent twice is one parcel.
    """

    parcel_id = forms.UUIDField(widget=forms.HiddenInput)
    carrier = forms.ChoiceField(label=_("Carrier"))
    label = forms.ChoiceField(
        label=_("Label"),
        choices=[(BUY, _("Get a label from the carrier")), (TYPED, _("Type the number of a label"))],
        initial=BUY,
    )
    tracking_number = forms.CharField(label=_("Tracking number"), required=False, max_length=60, strip=True)

    def __init__(
        self,
        *args: Any,
        lines: Iterable[LineCard],
        left: Mapping[uuid.UUID, int],
        carriers: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].choices = list(carriers)  # type: ignore[attr-defined]
        self.quantity_names: dict[uuid.UUID, str] = {}
        for line in lines:
            if most := left.get(line.id, 0):
                self.quantity_names[line.id] = name = f"quantity_{line.id}"
                self.fields[name] = self._quantity_field(line, most)

    def quantity(self, line_id: uuid.UUID) -> forms.BoundField | None:
        """Return the field that asks how many of a line go in, if any are left."""
        name = self.quantity_names.get(line_id)
        return self[name] if name else None

    def items(self) -> dict[uuid.UUID, int]:
        """Return what goes in, by line. Only of a valid form."""
        return {line_id: self.cleaned_data[name] or 0 for line_id, name in self.quantity_names.items()}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("label") == TYPED and not cleaned.get("tracking_number"):
            self.add_error("tracking_number", gettext("Type the number that is on the label."))
        return cleaned

    @staticmethod
    def _quantity_field(line: LineCard, most: int) -> forms.IntegerField:
        return forms.IntegerField(
            label=gettext("How many of %(name)s, %(variant)s") % {"name": line.name, "variant": line.variant},
            min_value=0,
            max_value=most,
            initial=most,
            required=False,
            error_messages={
                "max_value": gettext("Only %(limit_value)s left to pack."),
                "min_value": gettext("Not less than nothing."),
                "invalid": gettext("Type a whole number."),
            },
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )


class HandOverForm(forms.Form):
    """Which parcels were given to the carrier: as many as were marked."""

    UNKNOWN = _("One of the parcels is not there any more. Please look again.")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["parcel"] = forms.Field(label=_("Parcels"), required=False)
        self.marked = data.getlist("parcel") if data else []

    def clean(self) -> dict[str, Any]:
        if not self.marked:
            self.add_error("parcel", gettext("Mark at least one parcel."))
            return self.cleaned_data
        try:
            self.cleaned_data["parcel"] = frozenset(uuid.UUID(key) for key in self.marked)
        except ValueError:
            self.add_error("parcel", self.UNKNOWN)
        return self.cleaned_data
