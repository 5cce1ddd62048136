"""The forms of the desk where returns come in."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.returns.desk_records import DeskLine, Found
from severshop.domain.returns.inspecting import REFUSALS, SELLABLE, Said
from severshop.infra.pictures import LARGEST_FILE, Picture, PictureRefusedError, redrawn
from severshop.interfaces.staff import return_words
from severshop.usecases.returning.inspect import MOST_PHOTOS
from severshop.vocabulary.returning import (
    AfterRefusal,
    Finding,
    ItemCondition,
    RestockGrade,
    ReturnReason,
    Verdict,
)

LONGEST_NOTE = 500
ACCEPTED = "accepted"
UNCHOSEN = ("", "–")
"""Nobody takes a worn pair for a new one by pressing a button too soon."""
GRADES = (RestockGrade.SHELF, RestockGrade.SECOND_CHOICE, RestockGrade.REPAIR, RestockGrade.SCRAP)


class UnitsForm(forms.Form):
    """How many of each line are there; `most` says how many can be, by the line's position."""

    note = forms.CharField(label=gettext_lazy("A word about the box"), max_length=LONGEST_NOTE, required=False)
    form = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, most: dict[int, int], preset: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for position, count in most.items():
            self.fields[f"units-{position}"] = forms.IntegerField(
                label=_("Pieces"), min_value=0, max_value=count, initial=count if preset else 0
            )

    def units(self) -> dict[int, int]:
        """Return what was said to be there, by the line's position."""
        return {
            int(name.removeprefix("units-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("units-")
        }

    def bound(self, position: int) -> forms.BoundField:
        """Return the field of a line."""
        return self[f"units-{position}"]


class ReceiveForm(UnitsForm):
    """What came of a return. `seen`: how many receipts there were when the page was made."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class UnannouncedForm(UnitsForm):
    """What came of an order that nobody had announced."""

    reason = forms.ChoiceField(label=gettext_lazy("Why, as far as the box says"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code.value, return_words.reason(code)) for code in ReturnReason]
        self.fields["reason"] = forms.ChoiceField(
            label=_("Why, as far as the box says"), choices=choices, initial=ReturnReason.OTHER.value
        )


class StrayForm(forms.Form):
    """A box of which nobody knows whose it is."""

    tracking_number = forms.CharField(label=gettext_lazy("Number on its label"), max_length=60, required=False)
    note = forms.CharField(label=gettext_lazy("What is in it"), max_length=LONGEST_NOTE)
    form = forms.UUIDField(widget=forms.HiddenInput)


class InspectForm(forms.Form):
    """What was found of some pieces of a line."""

    quantity = forms.IntegerField(min_value=1)
    condition = forms.ChoiceField()
    verdict = forms.ChoiceField()
    grade = forms.ChoiceField(required=False)
    deduction = forms.DecimalField(required=False, min_value=Decimal(0), max_value=Decimal(1_000_000), decimal_places=2)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2}))
    form = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, line: DeskLine, may_deduct: bool, most: int, wrong: Found | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs | {"prefix": f"line-{line.position}"})
        said = {
            "quantity": forms.IntegerField(label=_("Pieces"), min_value=1, max_value=most, initial=most),
            "condition": forms.ChoiceField(label=_("How it is"), choices=_conditions(line)),
            "verdict": forms.ChoiceField(label=_("What follows"), choices=_verdicts()),
            "grade": forms.ChoiceField(
                label=_("Where it goes, if accepted"), choices=[(one.value, return_words.grade(one)) for one in GRADES]
            ),
        }
        self.fields.update(said)
        self.fields["note"].label = _("What the shopper is told")
        self.fields["deduction"].label = _("Taken off for lost value, for all these pieces")
        if not may_deduct:
            del self.fields["deduction"]
        if wrong:
            self.initial.update(_as_typed(wrong))

    def said(self) -> Said:
        """Return what was found, in the desk's own words."""
        typed = self.cleaned_data
        condition = ItemCondition(typed["condition"])
        note = typed["note"].replace("\x00", "")
        if typed["verdict"] != ACCEPTED:
            finding = Finding(typed["verdict"])
            # What is not ours is nothing else.
            condition = ItemCondition.NOT_OURS if finding is Finding.NOT_OURS else condition
            return Said(
                typed["quantity"], condition, RestockGrade.SENT_BACK, Verdict.REFUSED, finding=finding, note=note
            )
        deduction = int((typed.get("deduction") or 0) * 100)
        return Said(
            typed["quantity"],
            condition,
            RestockGrade(typed["grade"]),
            Verdict.ACCEPTED,
            finding=Finding.LOST_VALUE if deduction else None,
            deduction_minor=deduction,
            note=note,
        )


class WentForm(forms.Form):
    """Where refused pieces went."""

    done = forms.ChoiceField()
    carrier = forms.ChoiceField(required=False)
    number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done"] = forms.ChoiceField(choices=[(one.value, one.value) for one in AfterRefusal])
        self.fields["carrier"] = forms.ChoiceField(
            label=_("Carrier"), required=False, choices=[(code, known.name) for code, known in CARRIERS.items()]
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the number of what was sent."""
        typed = super().clean() or self.cleaned_data
        if typed.get("done") == AfterRefusal.SENT.value and not (typed.get("number") and typed.get("carrier")):
            self.add_error("number", _("Say with whom it went, and under which number."))
        return typed


def photos(request: HttpRequest) -> Sequence[Picture]:
    """Return the photos that came along, drawn anew. Raises `PictureRefusedError`."""
    files = [file for file in request.FILES.getlist("photos") if isinstance(file, UploadedFile)]
    if len(files) > MOST_PHOTOS or any((file.size or 0) > LARGEST_FILE for file in files):
        raise PictureRefusedError("too_large")
    return [redrawn(file.read()) for file in files]


def _conditions(line: DeskLine) -> list[tuple[str, str]]:
    # What is not ours is a reason to refuse, but where we sent the wrong thing ourselves.
    known: list[ItemCondition] = [one for one in ItemCondition if one is not ItemCondition.NOT_OURS]
    if line.reason is ReturnReason.WRONG_ITEM:
        known.append(ItemCondition.NOT_OURS)
    return [UNCHOSEN, *((one.value, return_words.condition(one)) for one in known)]


def _verdicts() -> list[tuple[str, str]]:
    refusals = [one for one in Finding if one in REFUSALS]
    told = [(one.value, _("Refuse: %(why)s") % {"why": return_words.finding(one)}) for one in refusals]
    return [UNCHOSEN, (ACCEPTED, _("Accept: pay it back")), *told]


def _as_typed(found: Found) -> dict[str, Any]:
    is_accepted = found.verdict is Verdict.ACCEPTED
    return {
        "quantity": found.quantity,
        "condition": found.condition.value,
        "verdict": ACCEPTED if is_accepted or not found.finding else found.finding.value,
        "grade": found.grade.value if is_accepted else _usual(found.condition),
        "deduction": (Decimal(found.deduction_minor) / 100).quantize(Decimal("0.01"))
        if found.deduction_minor
        else None,
        "note": found.note,
    }


def _usual(condition: ItemCondition) -> str:
    return (RestockGrade.SHELF if condition in SELLABLE else RestockGrade.SCRAP).value
