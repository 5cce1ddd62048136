"""What the forms of the calendars share: a form is one row, and a row is written once."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from severshop.domain.promises import form_words as words

MOST_DAYS = 60
FURTHEST = timedelta(days=5 * 366)

type Choices = Sequence[tuple[str, str]]


class Offer(NamedTuple):
    """What can be chosen, as (code, name)."""

    carriers: Choices = ()
    countries: Choices = ()


if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
else:
    AnyModelForm = forms.ModelForm


class RowForm(AnyModelForm):
    """A row of a calendar. `KEY` and the form's day together are there once."""

    KEY: ClassVar[tuple[str, ...]] = ()
    DAY: ClassVar[str] = "valid_from"

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        offer: Offer | None = None,
        like: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        initial = {self.DAY: today + timedelta(days=1)} | (self.like(like) if like else {})
        super().__init__(data, initial=initial, prefix=prefix)
        self.today = today
        self.fill(offer or Offer())

    def fill(self, offer: Offer) -> None:
        """Put into the fields what can be chosen."""

    def like(self, says: Mapping[str, Any]) -> dict[str, Any]:
        """Return what to begin with when a row is to be changed: what it says, but not its day."""
        return {name: says[name] for name in self._meta.fields or () if name != self.DAY and name in says}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_day()
        self.check(cleaned)
        if not self.errors and self._is_taken():
            self.add_error(self.DAY, words.taken())
        return cleaned

    def check_day(self) -> None:
        """Refuse days that are over, and those that are far off."""
        day = self.cleaned_data.get(self.DAY)
        if day and day < self.today:
            self.add_error(self.DAY, _("That day is over. Choose today or a later day."))
        elif day and day > self.today + FURTHEST:
            self.add_error(self.DAY, _("That is more than five years ahead. Choose an earlier day."))

    def check(self, cleaned: dict[str, Any]) -> None:
        """Check what holds of several fields together."""

    def row(self) -> models.Model:
        """Return the row, not saved. Only of a valid form."""
        return self.save(commit=False)  # type: ignore[no-any-return]

    def warnings(self) -> list[str]:
        """Say what is allowed and yet may not be what was meant. Only of a valid form."""
        return []

    def _is_taken(self) -> bool:
        found: bool = self._meta.model.objects.filter(**self.key()).exists()
        return found

    def key(self) -> dict[str, Any]:
        """Return what must not be there twice. Of cleaned fields."""
        return {name: self.cleaned_data[name] for name in (*self.KEY, self.DAY)}


class DaysForm(RowForm):
    """A row that says how many days something takes."""

    def check(self, cleaned: dict[str, Any]) -> None:
        fewest, most = cleaned.get("fewest"), cleaned.get("most")
        if fewest is not None and most is not None and most < fewest:
            self.add_error("most", _("The most must not be less than the fewest. Swap them, or raise this one."))
