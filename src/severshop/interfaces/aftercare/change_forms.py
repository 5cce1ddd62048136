"""What a shopper types to change an order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from severshop.infra.postal import AddressForm, phone_field
from severshop.usecases.aftercare.change_order import NewAddress, NewContact


class NewPlaceForm(AddressForm):
    """Where else it is to go. Another country can be named, and is refused in words."""

    def address(self) -> NewAddress:
        """Return what was typed. Only for a valid form."""
        return NewAddress(**{name: self.cleaned_data[name] for name in self.fields})


class NewContactForm(forms.Form):
    """Where else to write to, and whom to call."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("Every message about this order goes there, and the link that you have now ends."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = phone_field()

    def contact(self) -> NewContact:
        """Return what was typed. Only for a valid form."""
        typed: dict[str, Any] = self.cleaned_data
        return NewContact(email=typed["email"], phone=typed["phone"])
