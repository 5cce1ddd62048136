"""What somebody writes to us."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from severshop.domain.support.rules import LONGEST_TEXT


class WriteForm(forms.Form):
    """A text. `form` is made when the form is shown, so that the same form sent twice is one message."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_TEXT}),
    )
    form = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class OrderQuestionForm(WriteForm):
    """A question about an order, or about one of its parcels."""

    parcel = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, parcels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parcel"].choices = [("", _("The whole order")), *parcels]  # type: ignore[attr-defined]


class QuestionForm(WriteForm):
    """A question of somebody whom we do not know. People do not see `website`: it is for what fills in everything."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We answer there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    field_order = ("email", "text", "website", "form")
