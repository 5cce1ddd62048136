"""Which sureness was chosen when, and by whom; and the form that chooses."""

from datetime import datetime
from typing import NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from severshop.domain.promises.models import Sureness

LEAST, MOST = 80, 99
"""In hundredths. Below, one date in five is broken; above, a year would have to be promised."""


class Chosen(NamedTuple):
    """A sureness, when it was chosen, and by whom (empty: somebody who is gone)."""

    sure: float
    at: datetime
    by: str


class SurenessForm(forms.Form):
    """How many of a hundred promised dates shall be kept."""

    sure = forms.IntegerField(
        label=_lazy("Of 100 promised dates, how many shall be kept?"),
        min_value=LEAST,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"type": "range", "step": "1"}),
    )

    def chosen(self) -> float:
        """Return the sureness, 0 to 1. Only of a valid form."""
        return float(self.cleaned_data["sure"]) / 100


def least_and_most() -> tuple[float, float]:
    """Return between which ends a sureness can be chosen, 0 to 1."""
    return LEAST / 100, MOST / 100


def chosen_before(*, most: int = 10) -> tuple[Chosen, ...]:
    """Return what was chosen, the newest first."""
    rows = Sureness.objects.select_related("changed_by").order_by("-changed_at", "-pk")[:most]
    return tuple(Chosen(row.sure, row.changed_at, _name(row.changed_by)) for row in rows)


def _name(user: object | None) -> str:
    return (getattr(user, "name", "") or str(user)) if user else ""
