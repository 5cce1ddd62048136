"""What somebody types who withdraws from a contract: no more than the law lets a shop ask for."""

from django import forms
from django.utils.translation import gettext_lazy

LONGEST_WORDS = 500


class NameForm(forms.Form):
    """The name. From the order's own page nothing else has to be typed."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class WithdrawForm(NameForm):
    """Name, order and address for the receipt. A number that is none of ours is taken in as well."""

    number = forms.CharField(
        label=gettext_lazy("Order number"),
        max_length=60,
        help_text=gettext_lazy("It stands in your confirmation and looks like BS-7K3M-94Q3."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("The receipt goes there at once."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Only a part of it? Which?"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("Leave it empty for the whole order. No reason is needed."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
