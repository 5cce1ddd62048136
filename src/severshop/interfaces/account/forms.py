"""allauth's forms with our labels, and with what browsers and phones need in order to help."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from severshop.infra.ids import uuid7
from severshop.usecases.account.even_out import look_again, look_as_a_sign_up_does

NOBODY_AT = "nobody.invalid"

E_MAIL = _("E-mail")
CODE_DIGITS = 8
APP_DIGITS = 6
PASSWORD_HINT = _("At least 10 characters, and none of the well-known ones.")
CODE_HINT = _("Eight digits, from the mail that we just sent. They work for 15 minutes.")


def dress(form: forms.Form, name: str, *, label: Any = None, hint: Any = "", **attributes: str) -> None:
    """Give a field of allauth's our label and attributes, and take away its placeholder."""
    field = form.fields[name]
    if label is not None:
        field.label = label
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


def dress_email(form: forms.Form, name: str, *, autocomplete: str, label: Any = E_MAIL) -> None:
    """Make a field one for an e-mail address."""
    dress(form, name, label=label, autocomplete=autocomplete, spellcheck="false", autocapitalize="none")
    form.fields[name].widget.attrs.setdefault("maxlength", "254")


def dress_code(form: forms.Form, *, hint: Any = CODE_HINT, digits: int = CODE_DIGITS) -> None:
    """Make the field one for a code that phones can fill in by themselves, and that is sent when it is complete."""
    dress(form, "code", label=_("Code"), hint=hint, autocomplete="one-time-code", inputmode="numeric", maxlength="20")
    form.fields["code"].widget.attrs.update({"class": "code", "data-length": str(digits)})


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "webauthn" lets the browser offer passkeys within the field.
        dress_email(self, "login", autocomplete="username webauthn")
        dress(self, "password", label=_("Password"))


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]
    """An address, and a password for who wants one."""

    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_email(self, "email", autocomplete="username")
        hint = _("At least 10 characters. Leave it empty, and we mail you a code each time you sign in.")
        dress(self, "password1", label=_("Password"), hint=hint, autocomplete="new-password")

    def signup(self, request: Any, user: Any) -> None:
        """Ask for nothing more."""

    def try_save(self, request: Any) -> Any:
        """Make the account; where there is one, do the same work and take it back, so that no clock tells."""
        if self.account_already_exists:
            self._make_and_take_back(request)
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # The button was pressed twice, and the other press was quicker.
            self.account_already_exists = True
            return super().try_save(request)

    def _make_and_take_back(self, request: Any) -> None:
        typed = self.cleaned_data["email"]
        with transaction.atomic():
            self.account_already_exists = False
            self.cleaned_data["email"] = f"{uuid7()}@{NOBODY_AT}"
            try:
                look_as_a_sign_up_does(self.save(request))
            finally:
                self.account_already_exists = True
                self.cleaned_data["email"] = typed
            transaction.set_rollback(True)


class AskForCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """The address to which a code goes."""

    _user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_email(self, "email", autocomplete="username")

    def clean_email(self) -> str:
        """Find whose address it is. People who work here are not found: they have their own door."""
        email = super().clean_email()
        look_again(email)
        if self._user is not None and self._user.is_staff:
            self._user = None
        return str(email)


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The address of the account whose password is lost."""

    users: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_email(self, "email", autocomplete="username")

    def clean_email(self) -> str:
        """Find whose address it is; see `AskForCodeForm`."""
        email = super().clean_email()
        look_again(email)
        self.users = [user for user in self.users if not user.is_staff]
        return str(email)


class SignInCodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that was mailed to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self)


class ProveAddressForm(allauth_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code that was mailed to an address, to show that it can be read there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self)


class ResetCodeForm(allauth_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """The code that was mailed to set a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self)


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, after a code. Once: browsers show what is typed, and a lost one is easily reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        dress(self, "password1", label=_("New password"), hint=PASSWORD_HINT, autocomplete="new-password")


class SetPasswordForm(allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        dress(self, "password1", label=_("Password"), hint=PASSWORD_HINT, autocomplete="new-password")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password of today, and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        dress(self, "oldpassword", label=_("Your password of today"), autocomplete="current-password")
        dress(self, "password1", label=_("New password"), hint=PASSWORD_HINT, autocomplete="new-password")

    def clean_oldpassword(self) -> str:
        """Check it like a sign-in: counted, so that an open session is no place to guess."""
        password = str(self.cleaned_data.get("oldpassword", ""))
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class PasswordAgainForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, "password", label=_("Password"), autocomplete="current-password")


class ChangeAddressForm(allauth_forms.AddEmailForm):  # type: ignore[misc]
    """The address to change to. It counts once a code that was mailed there has come back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_email(self, "email", autocomplete="email", label=_("New e-mail address"))
