"""What somebody types who lost the link to an order."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from severshop.infra.ids import read_order_number


class FindOrderForm(forms.Form):
    """Order number and e-mail address. The number is read as people write it."""

    number = forms.CharField(
        label=gettext_lazy("Order number"),
        max_length=40,
        help_text=gettext_lazy("It stands in your confirmation and looks like BS-7K3M-94Q3."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("The address that you gave when you ordered."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_number(self) -> str:
        """Return the number in its proper form."""
        number = read_order_number(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(
                _("No order has this number. Please compare it with your confirmation, letter by letter."),
                code="invalid",
            )
        return number
