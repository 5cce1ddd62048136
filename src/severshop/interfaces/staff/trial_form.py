"""The form with which a change of the calendars is tried out: which order is looked at."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from severshop.domain.promises.form_words import availabilities
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.look.formats import country
from severshop.usecases.promising.try_change import Trial
from severshop.vocabulary.availability import Availability

FURTHEST = timedelta(days=3 * 366)


class TrialForm(forms.Form):
    """When it is placed, by the warehouse's clock, where to, and where its articles are."""

    at = forms.DateTimeField(
        label=_lazy("An order placed at"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_lazy("By the warehouse's clock. Leave it empty for the first order that the change meets."),
    )
    availability = forms.ChoiceField(label=_lazy("Its articles are"), choices=availabilities, required=False)
    to = forms.MultipleChoiceField(label=_lazy("Where to"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Mapping[str, Any] | None, *, usual: Trial, at: datetime | None = None) -> None:
        begins = {"to": list(usual.countries), "availability": usual.availability}
        super().__init__(data, initial=begins | {"at": at.replace(tzinfo=None) if at else None})
        known = sorted(((where.country, country(where.country)) for where in destinations()), key=lambda one: one[1])
        self.fields["to"].choices = known  # type: ignore[attr-defined]

    def clean_at(self) -> datetime | None:
        typed: datetime | None = self.cleaned_data["at"]
        if typed is None:
            return None
        at = typed.replace(tzinfo=ZoneInfo(settings.SHOP_TIME_ZONE))
        if abs(at - clock.now()) > FURTHEST:
            raise ValidationError(_("That is more than three years away. Choose a nearer day."))
        return at

    def moment(self) -> datetime | None:
        """Return the moment that was asked for, if any."""
        return self.cleaned_data["at"] if self.is_bound else None

    def trial(self, usual: Trial) -> Trial:
        """Return the orders to look at; what was not chosen is as usual."""
        if not self.is_bound:
            return usual
        data = self.cleaned_data
        chosen = data["availability"]
        return Trial(tuple(data["to"]) or usual.countries, Availability(chosen) if chosen else usual.availability)
