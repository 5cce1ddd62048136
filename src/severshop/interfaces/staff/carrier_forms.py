"""Forms of the carrier table: a line, and what to try it out with."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from severshop.domain.carriers.registry import CARRIERS, carrier_name
from severshop.domain.shipping.queries import destinations, option_codes
from severshop.domain.shipping.rules import CarrierRule, Zone
from severshop.interfaces.staff import carrier_words
from severshop.look.formats import country
from severshop.look.status.words import delivery_option_word
from severshop.usecases.fulfilling.edit_carriers import NewCarrierRule

HEAVIEST = 1_000_000
"""A ton, in grams: more is no parcel."""
LAST_PRIORITY = 9_999

type Choices = list[tuple[str, str]]


class RuleForm(forms.Form):
    """A line of the carrier table."""

    priority = forms.IntegerField(
        label=_lazy("Priority"),
        help_text=_lazy("The lowest number is read first."),
        min_value=1,
        max_value=LAST_PRIORITY,
    )
    place = forms.ChoiceField(label=_lazy("Where to"))
    option = forms.ChoiceField(label=_lazy("Delivery"), required=False)
    weight_from_grams = forms.IntegerField(
        label=_lazy("Weight from, grams"), min_value=0, max_value=HEAVIEST, required=False
    )
    weight_to_grams = forms.IntegerField(
        label=_lazy("Weight to, grams"),
        help_text=_lazy("Included. Leave it empty for however heavy."),
        min_value=0,
        max_value=HEAVIEST,
        required=False,
    )
    carrier = forms.ChoiceField(label=_lazy("Carrier"))

    def __init__(self, *args: Any, rule: CarrierRule | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(rule) if rule else {"weight_from_grams": 0})
        super().__init__(*args, **kwargs)
        _offer(self, "place", [*_zones(), *_countries(rule.country if rule else "")])
        _offer(self, "option", [("", _("Any")), *_options(rule.option if rule else "")])
        _offer(self, "carrier", [(code, carrier_name(code)) for code in CARRIERS])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = cleaned.get("weight_from_grams") or 0, cleaned.get("weight_to_grams")
        if most is not None and most < least:
            self.add_error("weight_to_grams", _("Not less than where the line begins."))
        return cleaned

    def line(self) -> NewCarrierRule:
        """Return the line. Only of a valid form."""
        data, place = self.cleaned_data, self.cleaned_data["place"]
        is_zone = place in set(Zone)
        return NewCarrierRule(
            priority=data["priority"],
            zone=place if is_zone else "",
            country="" if is_zone else place,
            option=data["option"],
            weight_from_grams=data["weight_from_grams"] or 0,
            weight_to_grams=data["weight_to_grams"],
            carrier=data["carrier"],
        )


class TryForm(forms.Form):
    """A parcel that the carrier table is tried out with."""

    country = forms.ChoiceField(label=_lazy("Where to"))
    option = forms.ChoiceField(label=_lazy("Delivery"))
    weight = forms.IntegerField(label=_lazy("Weight, grams"), min_value=0, max_value=HEAVIEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "country", _countries(""))
        _offer(self, "option", _options(""))


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _initial(rule: CarrierRule) -> dict[str, Any]:
    return {
        "priority": rule.priority,
        "place": rule.country or rule.zone,
        "option": rule.option,
        "weight_from_grams": rule.weight_from_grams,
        "weight_to_grams": rule.weight_to_grams,
        "carrier": rule.carrier,
    }


def _zones() -> Choices:
    return [(zone.value, carrier_words.zone(zone)) for zone in Zone]


def _countries(also: str) -> Choices:
    # A line may speak of a country that the shop ships to no more: it stays as it is.
    codes = dict.fromkeys([*(where.country for where in destinations()), *([also] if also else [])])
    return sorted(((code, country(code)) for code in codes), key=lambda choice: choice[1])


def _options(also: str) -> Choices:
    codes = dict.fromkeys([*option_codes(), *([also] if also else [])])
    return [(code, delivery_option_word(code)) for code in codes]
