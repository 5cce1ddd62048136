"""Words and fields that the forms of the calendars share."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from severshop.vocabulary.availability import Availability

VALID_FROM = _lazy("Holds from")
WEEKDAYS = {
    "monday": _lazy("Monday"),
    "tuesday": _lazy("Tuesday"),
    "wednesday": _lazy("Wednesday"),
    "thursday": _lazy("Thursday"),
    "friday": _lazy("Friday"),
    "saturday": _lazy("Saturday"),
    "sunday": _lazy("Sunday"),
}
TOO_MANY_DAYS = _lazy("At most %(limit_value)s working days: what takes longer cannot be promised.")
NO_DAY_CHOSEN = _lazy("A week without working days delivers nothing. Mark at least one day.")


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week as boxes to mark; their value is a text of ISO numbers in order, "12345"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        choices = [(str(number), name) for number, name in enumerate(WEEKDAYS.values(), start=1)]
        super().__init__(choices=choices, error_messages={"required": NO_DAY_CHOSEN}, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return list(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return "".join(sorted(set(super().clean(value))))


def days_field(label: Any, *, most: int, required: bool = True) -> forms.IntegerField:
    """Return a field for a number of working days."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        required=required,
        error_messages={"max_value": TOO_MANY_DAYS},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def availabilities() -> list[tuple[str, str]]:
    """Return where an article may be when it is bought, with its name."""
    return [(one.value, availability(one)) for one in Availability]


def availability(one: Availability) -> str:
    """Say where articles are when they are bought."""
    return {
        Availability.IN_STOCK: _("In stock"),
        Availability.AT_SUPPLIER: _("At the supplier"),
        Availability.MADE_TO_ORDER: _("Made to order"),
    }[one]


def taken() -> str:
    """Say that there is such a row already."""
    return _("A row for that day exists. Change the day.")


def left_out(day: date, at: time) -> str:
    """Say that a cut-off does not exist on a day."""
    sentence = _("On %(day)s the clocks skip %(time)s: that day, orders are in time until the clocks are put forward.")
    return sentence % {"day": date_format(day, "j F Y"), "time": at.strftime("%H:%M")}


def date_input() -> forms.DateInput:
    """Return the browser's own field for a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def offer(form: forms.BaseForm, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Put choices into a field."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]
