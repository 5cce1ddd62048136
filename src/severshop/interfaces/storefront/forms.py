"""Choices that shoppers send, checked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from severshop.domain.baskets.rules import MOST_OF_ONE
from severshop.domain.payments.rules import METHODS


class ChangeForm(forms.Form):
    """How many of an article the basket should hold."""

    sku = forms.CharField(max_length=60)
    quantity = forms.IntegerField(min_value=0, max_value=MOST_OF_ONE)


class DeliveryForm(forms.Form):
    """How it should come."""

    option = forms.ChoiceField(label=_("Delivery"), error_messages={"required": _("Please choose how it should come.")})

    def __init__(self, *args: Any, options: Sequence[str], **kwargs: Any) -> None:
        """`options`: the ways to ship to the address."""
        super().__init__(*args, **kwargs)
        option = self.fields["option"]
        if isinstance(option, forms.ChoiceField):
            option.choices = [(code, code) for code in options]


class PaymentForm(forms.Form):
    """How it is paid, and the seal of what was seen when "pay" was pressed."""

    method = forms.ChoiceField(
        label=_("Card"),
        choices=[(method, method) for method in METHODS],
        error_messages={"required": _("Please choose a card.")},
    )
    checkout = forms.UUIDField(required=False)
    seal = forms.CharField(max_length=200, required=False)


class EmailForm(forms.Form):
    """The right e-mail address."""

    email = forms.EmailField(
        label=_("The right e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
