"""What a buyer types at the checkout, checked."""

from django import forms
from django.utils.translation import gettext_lazy

from severshop.domain.baskets.rules import Contact, DeliveryAddress
from severshop.infra import postal
from severshop.infra.postal import phone_field


class ContactForm(forms.Form):
    """How to reach the buyer."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("The confirmation and the link to your order go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = phone_field()

    def contact(self) -> Contact:
        """Return what was typed. Only for a valid form."""
        return Contact(email=self.cleaned_data["email"], phone=self.cleaned_data["phone"])


class AddressForm(postal.AddressForm):
    """Where to."""

    def address(self) -> DeliveryAddress:
        """Return what was typed. Only for a valid form."""
        return DeliveryAddress(**{name: self.cleaned_data[name] for name in self.fields})
