"""Forms about accounts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from severshop.domain.customers.models import User


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
