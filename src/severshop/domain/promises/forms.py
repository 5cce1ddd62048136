"""What a merchant writes into the calendars, checked. Each form is one row; what is wrong is said with its mend.

Names of carriers and countries come from the caller: this room knows neither.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from severshop.domain.promises import form_words as words
from severshop.domain.promises.day_forms import PeakSeasonForm, SpecialDayForm
from severshop.domain.promises.kept_rows import Kind
from severshop.domain.promises.models import AvailabilityDays, CarrierWeek, CustomsDays, WarehouseHours
from severshop.domain.promises.models.calendars import WEEK
from severshop.domain.promises.row_form import MOST_DAYS, DaysForm, Offer, RowForm
from severshop.domain.promises.rules import is_left_out

__all__ = ("FORMS", "Offer", "RowForm")

CLOCK_CHANGES_WITHIN_DAYS = 2 * 366


class HoursForm(RowForm):
    """The warehouse's week: until when an order is turned to on the day itself."""

    time_zone = forms.CharField(
        label=_lazy("Time zone"), max_length=60, help_text=_lazy("As computers name it: Europe/Berlin.")
    )

    class Meta:
        model = WarehouseHours
        fields = ("valid_from", "time_zone", *WEEK)
        labels = {"valid_from": words.VALID_FROM, **words.WEEKDAYS}
        widgets = {
            "valid_from": words.date_input(),
            **{day: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for day in WEEK},
        }

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name not in time_zones():
            raise ValidationError(_("There is no time zone of this name. Write it as in Europe/Berlin."))
        return name

    def check(self, cleaned: dict[str, Any]) -> None:
        if not any(cleaned.get(day) or day in self.errors for day in WEEK):
            self.add_error("monday", _("The week has no working day. Give at least one day a time."))

    def warnings(self) -> list[str]:
        """Name the days on which the clocks are put forward over a cut-off."""
        zone, first = ZoneInfo(self.cleaned_data["time_zone"]), self.cleaned_data["valid_from"]
        span = (first + timedelta(days=count) for count in range(CLOCK_CHANGES_WITHIN_DAYS))
        cutoffs = [(day, self.cleaned_data[WEEK[day.weekday()]]) for day in span]
        missing = [(day, at) for day, at in cutoffs if at and is_left_out(at, day=day, time_zone=zone)]
        return [words.left_out(*missing[0])] if missing else []


class AvailabilityForm(DaysForm):
    """Days that an article needs before the warehouse can turn to it."""

    KEY = ("availability",)
    availability = forms.ChoiceField(label=_lazy("Articles"), choices=words.availabilities)
    fewest = words.days_field(_lazy("Fewest working days"), most=MOST_DAYS)
    most = words.days_field(_lazy("Most working days"), most=MOST_DAYS)

    class Meta:
        model = AvailabilityDays
        fields = ("availability", "valid_from", "fewest", "most")
        labels = {"valid_from": words.VALID_FROM}
        widgets = {"valid_from": words.date_input()}


class CustomsForm(DaysForm):
    """Days that customs take on the way to a country."""

    KEY = ("country",)
    country = forms.ChoiceField(label=_lazy("Where to"))
    fewest = words.days_field(_lazy("Fewest working days"), most=MOST_DAYS)
    most = words.days_field(_lazy("Most working days"), most=MOST_DAYS)

    class Meta:
        model = CustomsDays
        fields = ("country", "valid_from", "fewest", "most")
        labels = {"valid_from": words.VALID_FROM}
        widgets = {"valid_from": words.date_input()}

    def fill(self, offer: Offer) -> None:
        words.offer(self, "country", offer.countries)


class CarrierWeekForm(RowForm):
    """On which days of the week a carrier collects and delivers."""

    KEY = ("carrier", "country")
    carrier = forms.ChoiceField(label=_lazy("Carrier"))
    country = forms.ChoiceField(label=_lazy("Where"), required=False)
    collects = words.WeekdaysField(label=_lazy("Collects from the warehouse"))
    delivers = words.WeekdaysField(label=_lazy("Delivers"))
    works_on_public_holidays = forms.BooleanField(label=_lazy("Works on public holidays too"), required=False)

    class Meta:
        model = CarrierWeek
        fields = ("carrier", "country", "valid_from", "collects", "delivers", "works_on_public_holidays")
        labels = {"valid_from": words.VALID_FROM}
        widgets = {"valid_from": words.date_input()}

    def fill(self, offer: Offer) -> None:
        words.offer(self, "carrier", offer.carriers)
        words.offer(self, "country", [("", _("Everywhere without a week of its own")), *offer.countries])


@cache
def time_zones() -> frozenset[str]:
    """Return the names of the time zones that this machine knows."""
    return frozenset(available_timezones())


FORMS: Mapping[Kind, type[RowForm]] = {
    Kind.HOURS: HoursForm,
    Kind.CARRIERS: CarrierWeekForm,
    Kind.AVAILABILITY: AvailabilityForm,
    Kind.CUSTOMS: CustomsForm,
    Kind.SEASONS: PeakSeasonForm,
    Kind.DAYS: SpecialDayForm,
}
"""The form of each calendar."""
