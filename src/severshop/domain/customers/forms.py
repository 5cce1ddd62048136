"""Forms about accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from severshop.domain.customers.models import User
from severshop.domain.customers.rules import HomeAddress, WornSize
from severshop.domain.customers.sizes import SYSTEMS, WEARERS, WIDTHS, read_size
from severshop.infra import postal
from severshop.infra.postal import phone_field, refuse_unseen


class StaffSignInForm(AuthenticationForm):
    """E-mail and password. Says the same of an unknown e-mail, a wrong password and an account that is no staff."""

    error_messages = {
        "invalid_login": _("This e-mail and password do not belong together. Please check both."),
        "inactive": _("This e-mail and password do not belong together. Please check both."),
    }
    username = forms.EmailField(label=_("E-mail"), max_length=254)

    def clean_username(self) -> str:
        """Return the address as accounts are kept: in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not (isinstance(user, User) and user.is_staff):
            raise self.get_invalid_login_error()


class DetailsForm(forms.Form):
    """What somebody is called, and how the shop speaks to them."""

    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        required=False,
        validators=[refuse_unseen],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As my browser asks")), *settings.LANGUAGES],
        help_text=_("Of these pages when you are signed in, and of every message we send you."),
    )


class SizeForm(forms.Form):
    """The size that somebody buys for one wearer; nothing typed, nothing kept."""

    size = forms.CharField(
        label=_("Size"), max_length=8, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    system = forms.ChoiceField(
        label=pgettext_lazy("of shoe sizes", "System"), choices=[(system, system.upper()) for system in SYSTEMS]
    )
    width = forms.ChoiceField(
        label=pgettext_lazy("of a foot", "Width"),
        required=False,
        choices=list(
            zip(
                ("", *WIDTHS),
                (
                    pgettext_lazy("width of a foot", "Not said"),
                    pgettext_lazy("width of a foot", "Narrow"),
                    pgettext_lazy("width of a foot", "Regular"),
                    pgettext_lazy("width of a foot", "Wide"),
                ),
                strict=True,
            )
        ),
    )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("size") and "system" in typed:
            size = read_size(typed["size"], system=typed["system"])
            if size is None:
                self.add_error("size", ValidationError(_("No shoe has this size. Please compare the system."), "size"))
            typed["size"] = size or ""
        return typed

    def worn(self, wearer: str) -> WornSize | None:
        """Return what was typed for a wearer. Only for a valid form."""
        if not self.cleaned_data["size"]:
            return None
        return WornSize(wearer=wearer, **self.cleaned_data)


def size_forms(data: Any, *, initial: dict[str, dict[str, str]]) -> dict[str, SizeForm]:
    """Return a form for each wearer."""
    return {
        wearer: SizeForm(data, prefix=wearer, initial=initial.get(wearer, {"system": SYSTEMS[0]})) for wearer in WEARERS
    }


class SavedAddressForm(postal.AddressForm):
    """An address for the next orders, and the number for the courier."""

    phone = phone_field()
    is_default = forms.BooleanField(label=_("Begin the checkout with this address"), required=False)

    def address(self) -> HomeAddress:
        """Return what was typed. Only for a valid form."""
        return HomeAddress(**{name: self.cleaned_data[name] for name in self.fields if name != "is_default"})
