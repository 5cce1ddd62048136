"""What the forms of the policies share: a form is one row, held to the law of where it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from severshop.domain.policies.delays import UNION
from severshop.domain.policies.kept_rows import is_taken
from severshop.domain.policies.kinds import Kind, Policy
from severshop.domain.policies.law import Limit, limits, places_reached
from severshop.domain.policies.rules import in_force
from severshop.vocabulary.policies import ClaimsPolicy

FURTHEST = timedelta(days=5 * 366)
LONGEST_REASON = 200

type Choices = Sequence[tuple[str, str]]


class Offer(NamedTuple):
    """What can be chosen, as (code, name)."""

    regions: Choices = ()
    kinds: Choices = ()


def days_field(label: Any, *, least: int = 0, most: int, help_text: Any = "", required: bool = True) -> forms.Field:
    """Return a field for a number of days."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        help_text=help_text,
        error_messages={
            "min_value": _lazy("Write %(limit_value)s or more."),
            "max_value": _lazy("Write %(limit_value)s or less."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class PolicyForm(forms.Form):
    """A policy of one region from a day on. What no field asks for stays as it holds there."""

    KIND: ClassVar[Kind]
    region = forms.ChoiceField(label=_lazy("Orders to"), required=False)
    valid_from = forms.DateField(
        label=_lazy("Placed from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_lazy("Orders that were placed before keep what held on their day."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        known: Sequence[Policy],
        offer: Offer | None = None,
        region: str = "",
    ) -> None:
        self.today, self.known = today, known
        tomorrow = today + timedelta(days=1)
        begin = in_force(known, country=region, on=tomorrow)  # type: ignore[type-var]
        super().__init__(data, initial={"region": region, "valid_from": tomorrow} | self.figures_of(begin))
        self.fields["because"] = forms.CharField(
            label=_("Why"), max_length=LONGEST_REASON, required=False, help_text=_("For you and your colleagues.")
        )
        self.fields["region"].choices = list((offer or Offer()).regions)  # type: ignore[attr-defined]
        self.fill(offer or Offer())

    def fill(self, offer: Offer) -> None:
        """Put into the fields what can be chosen."""

    @classmethod
    def figures_of(cls, policy: Any) -> dict[str, Any]:
        """Return the values of the fields that say what a policy says."""
        return {name: getattr(policy, name) for name in cls.base_fields if hasattr(policy, name) and name not in _KEY}

    def figures(self) -> dict[str, Any]:
        """Return what the fields say by the names of the policy. Only of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {*_KEY, "because"}}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_day()
        self.check(cleaned)
        if "region" in cleaned and "valid_from" in cleaned:
            self._check_law(cleaned["region"], cleaned["valid_from"])
            if not self.errors and is_taken(self.KIND, cleaned["region"], cleaned["valid_from"]):
                self.add_error(
                    "valid_from", _("A row for that day exists. Change the day, or remove that row before it begins.")
                )
        return cleaned

    def check(self, cleaned: dict[str, Any]) -> None:
        """Check what holds of several fields together."""

    def before(self) -> Any:
        """Return what would hold without this row. Only of a valid form."""
        said = self.cleaned_data
        return in_force(self.known, country=said["region"], on=said["valid_from"])  # type: ignore[type-var]

    def policy(self) -> Any:
        """Return the policy that was written. Only of a valid form."""
        base, said = self.before(), self.cleaned_data
        region = said["region"]
        changes = {"region": region, "valid_from": said["valid_from"], **self.figures()}
        if not isinstance(base, ClaimsPolicy):
            changes["sources"] = base.sources if self._keeps_law(base, region) else {}
        return replace(base, **changes)

    def _check_day(self) -> None:
        day = self.cleaned_data.get("valid_from")
        if day and day <= self.today:
            self.add_error(
                "valid_from", _("Orders of that day were placed by what held then. Choose tomorrow or a later day.")
            )
        elif day and day > self.today + FURTHEST:
            self.add_error("valid_from", _("That is more than five years ahead. Choose an earlier day."))

    def _check_law(self, region: str, on: date) -> None:
        asked = limits(self.KIND, places_reached(region, known=self.known, on=on))
        for field, those in asked.items():
            if field not in self.cleaned_data:
                continue
            broken = next((one for one in those if not one[1].allows(self.cleaned_data[field])), None)
            if broken:
                self.add_error(field, said_of(*broken))

    def _keeps_law(self, base: Any, region: str) -> bool:
        """Tell whether the sources of what held are sources of this one, too."""
        if region == base.region and region:
            return True
        if region == "EU" or region in UNION:
            return base.region in {"", "EU"}
        figures = self.figures()
        european = limits(self.KIND, ["EU"])
        return not region and all(
            limit.allows(figures.get(name)) for name, those in european.items() for _where, limit in those
        )


def said_of(place: str, limit: Limit) -> str:
    """Say what the law of a place asks for, and what to write instead."""
    words = {
        "place": {"EU": _("the European Union"), "GB": _("the United Kingdom"), "US": _("the United States")}[place],
        "article": f"{limit.source.law}, {limit.source.article}",
        "least": limit.least,
        "most": limit.most,
    }
    if limit.least is not None:
        sentence = _("By the law of %(place)s it is at least %(least)s (%(article)s). Write %(least)s or more.")
    elif limit.most is not None:
        sentence = _("By the law of %(place)s it is at most %(most)s (%(article)s). Write %(most)s or less.")
    elif limit.must:
        sentence = _("The law of %(place)s asks for this (%(article)s). Leave it marked.")
    else:
        sentence = _("The law of %(place)s does not allow this (%(article)s). Mark none, or choose another region.")
    return sentence % words


_KEY = frozenset({"region", "valid_from"})
