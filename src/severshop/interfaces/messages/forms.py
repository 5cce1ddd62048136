"""What somebody ticks."""

from collections.abc import Iterable
from typing import Any

from babel.core import get_global
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from severshop.domain.notifications.channels import MILESTONES, Choices, chosen
from severshop.domain.shipping.queries import destinations
from severshop.look.formats import country as country_name
from severshop.look.mail.words import milestone_words

Choice = tuple[str, Any]


class MessagesForm(forms.Form):
    """Which news on which channel, and when not."""

    mail = forms.MultipleChoiceField(required=False)
    push = forms.MultipleChoiceField(required=False)
    calendar = forms.BooleanField(required=False)
    is_quiet = forms.BooleanField(required=False)
    quiet_from = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.ChoiceField(label=gettext_lazy("On the clock of"), required=False)

    def __init__(self, data: QueryDict | None, *, choices: Choices, here: str) -> None:
        """Begin with what is chosen; `here` is the zone that holds when none is."""
        super().__init__(data, initial=_initial(choices))
        milestones = [(kind.value, milestone_words(kind.value)[0]) for kind in MILESTONES]
        for name in ("mail", "push"):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = milestones
        zones = self.fields["zone"]
        if isinstance(zones, forms.ChoiceField):
            zones.choices = _zones(here=here, kept=choices.zone)

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the milestones as the page lists them: its value, its word, and when it comes."""
        return [(kind.value, *milestone_words(kind.value)) for kind in MILESTONES]

    def chosen(self) -> Choices:
        """Return what was ticked. Only once the form is valid."""
        data = self.cleaned_data
        return Choices(
            mail=chosen(data["mail"]),
            push=chosen(data["push"]),
            calendar=data["calendar"],
            is_quiet=data["is_quiet"],
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
            zone=data["zone"],
        )


def _initial(choices: Choices) -> dict[str, Any]:
    return {
        "mail": [kind.value for kind in choices.mail],
        "push": [kind.value for kind in choices.push],
        "calendar": choices.calendar,
        "is_quiet": choices.is_quiet,
        "quiet_from": choices.quiet_from,
        "quiet_until": choices.quiet_until,
        "zone": choices.zone,
    }


def _zones(*, here: str, kept: str) -> list[Choice]:
    """Return where parcels go to, by country, and first of all where this one goes."""
    first = [("", _("%(city)s, where the parcel goes") % {"city": _city(here)})]
    of_country = get_global("territory_zones")
    groups = sorted(
        (country_name(there.country), [(zone, _city(zone)) for zone in _real(of_country.get(there.country, ()))])
        for there in destinations()
    )
    known = {zone for _country, zones in groups for zone, _name in zones}
    more = [(kept, _city(kept))] if kept and kept not in known else []
    return [*first, *more, *((name, zones) for name, zones in groups if zones)]


def _real(zones: Iterable[str]) -> list[str]:
    return sorted(zone for zone in zones if "/" in zone and not zone.startswith("Etc/"))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
