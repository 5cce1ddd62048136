"""Days that are unlike others: special days and peak seasons."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import holidays
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from severshop.domain.promises import form_words as words
from severshop.domain.promises.models import PeakSeason, SpecialDay
from severshop.domain.promises.models.calendars import Whose
from severshop.domain.promises.row_form import MOST_DAYS, Offer, RowForm

LONGEST_SEASON = timedelta(days=366)
REGION = re.compile(r"[A-Z0-9]{1,3}")
REGIONS_NAMED = 4
CLOSED, WORKED = "closed", "worked"
CARRIER = f"{Whose.CARRIER}:"


class SpecialDayForm(RowForm):
    """A day on which somebody does not work, or works though it is a holiday or a weekend."""

    DAY = "day"
    who = forms.ChoiceField(label=_lazy("Whose day"))
    country = forms.ChoiceField(
        label=_lazy("Country"), required=False, help_text=_lazy("For a place; for a carrier where it is only there.")
    )
    region = forms.CharField(
        label=_lazy("Region"), max_length=10, required=False, help_text=_lazy("Its code, as NW in DE-NW; else empty.")
    )
    works = forms.TypedChoiceField(
        label=_lazy("What is different"),
        choices=[(CLOSED, _lazy("Free, though it is no holiday")), (WORKED, _lazy("Worked, though it would be free"))],
        coerce=lambda value: value == WORKED,
        initial=CLOSED,
    )

    class Meta:
        model = SpecialDay
        fields = ("day", "country", "region", "works", "name")
        labels = {"day": _lazy("Day"), "name": _lazy("Name")}
        help_texts = {"name": _lazy("What it is called on these pages: company outing, strike.")}
        widgets = {"day": words.date_input()}

    field_order = ("day", "name", "works", "who", "country", "region")

    def fill(self, offer: Offer) -> None:
        carriers = [(f"{CARRIER}{code}", name) for code, name in offer.carriers]
        everyone = [
            (Whose.WAREHOUSE.value, _("The warehouse")),
            *carriers,
            (Whose.PLACE.value, _("A place: everybody")),
        ]
        words.offer(self, "who", everyone)
        words.offer(self, "country", [("", "–"), *offer.countries])

    def like(self, says: Mapping[str, Any]) -> dict[str, Any]:
        who = f"{CARRIER}{says['carrier']}" if says.get("carrier") else says.get("whose", "")
        return super().like(says) | {"who": who, "works": WORKED if says.get("works") else CLOSED}

    def clean_region(self) -> str:
        return str(self.cleaned_data["region"]).strip().upper()

    def check(self, cleaned: dict[str, Any]) -> None:
        who, country, region = (cleaned.get(name) or "" for name in ("who", "country", "region"))
        if who == Whose.WAREHOUSE and (country or region):
            self.add_error("country", _("The warehouse's days need no place. Leave the country and the region empty."))
        elif who == Whose.PLACE and not country:
            self.add_error("country", _("Choose the country whose day it is."))
        elif who.startswith(CARRIER) and region:
            self.add_error("region", _("A carrier's days hold for a whole country. Leave the region empty."))
        elif region and (wrong := _wrong_region(country, region)):
            self.add_error("region", wrong)
        self.instance.whose, _colon, self.instance.carrier = who.partition(":")

    def key(self) -> dict[str, Any]:
        where = {name: self.cleaned_data[name] for name in ("day", "country", "region")}
        return where | {"whose": self.instance.whose, "carrier": self.instance.carrier}


class PeakSeasonForm(RowForm):
    """Days on which everything takes longer."""

    DAY = "first_day"
    carrier = forms.ChoiceField(label=_lazy("Carrier"), required=False)
    country = forms.ChoiceField(label=_lazy("Where to"), required=False)
    handling_days = words.days_field(_lazy("Working days more in the warehouse"), most=MOST_DAYS)
    transit_days = words.days_field(_lazy("Working days more on the way"), most=MOST_DAYS)

    class Meta:
        model = PeakSeason
        fields = ("name", "first_day", "last_day", "carrier", "country", "handling_days", "transit_days")
        labels = {
            "name": _lazy("Name"),
            "first_day": _lazy("First day"),
            "last_day": _lazy("Last day"),
        }
        widgets = {"first_day": words.date_input(), "last_day": words.date_input()}

    def fill(self, offer: Offer) -> None:
        words.offer(self, "carrier", [("", _("All")), *offer.carriers])
        words.offer(self, "country", [("", _("Everywhere")), *offer.countries])

    def check(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("It ends before it begins. Choose a last day that is not before the first."))
        elif first and last and last - first > LONGEST_SEASON:
            self.add_error("last_day", _("A season lasts a year at most. Choose an earlier last day."))
        if cleaned.get("handling_days") == 0 and cleaned.get("transit_days") == 0:
            self.add_error("handling_days", _("A season that adds no day changes nothing. Add at least one."))

    def key(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "first_day", "carrier", "country")}


class SeasonEndForm(forms.Form):
    """Another last day for a season that is on: what of it is over stays."""

    last_day = forms.DateField(label=_lazy("Last day"), widget=words.date_input())

    def __init__(self, data: Mapping[str, Any] | None, *, says: Mapping[str, Any], today: date) -> None:
        super().__init__(data, initial={"last_day": today})
        self.says, self.today = says, today

    def clean_last_day(self) -> date:
        last: date = self.cleaned_data["last_day"]
        if last < self.today:
            raise ValidationError(_("That day is over. Choose today or a later day."))
        if last - self.says["first_day"] > LONGEST_SEASON:
            raise ValidationError(_("A season lasts a year at most. Choose an earlier last day."))
        return last


def _wrong_region(country: str, region: str) -> str:
    if not country:
        return _("A region needs its country. Choose the country as well.")
    known = holidays.list_supported_countries().get(country, [])
    if not REGION.fullmatch(region) or (known and region not in known):
        examples = ", ".join(known[:REGIONS_NAMED]) or "NW"
        return _("No region of this country has that code. They are written as %(examples)s.") % {"examples": examples}
    return ""
