"""Forms of the second step."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from severshop.infra import clock
from severshop.interfaces.account.forms import APP_DIGITS, dress_code
from severshop.usecases.account.guard_second_step import TooOftenError, admit, forgive, use_code

APP_HINT = _("Six digits from your app, or one of your recovery codes.")
NO_LENGTH = 0
"""An app's code and a recovery code differ in length: who types says when it is complete."""


class _CountedCode:
    """Counts tries of somebody whose password is known already, and takes no code of an app twice."""

    user: Any

    def clean_code(self) -> str:
        now = clock.now()
        try:
            admit(self.user.pk, now=now)
            code = str(super().clean_code())  # type: ignore[misc]
            use_code(self.user.pk, code=code, now=now)
            forgive(self.user.pk)
        except TooOftenError as error:
            name = "rate_limited" if error.subject == "tries" else "incorrect_code"
            raise get_adapter().validation_error(name) from error
        return code


class SecondStepForm(_CountedCode, AuthenticateForm):  # type: ignore[misc]
    """The code of the second step, when signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self, hint=APP_HINT, digits=NO_LENGTH)


class SecondStepAgainForm(_CountedCode, ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self, hint=APP_HINT, digits=NO_LENGTH)


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """A first code, to show that the app has taken the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self, hint=_("Six digits, as the app shows them now."), digits=APP_DIGITS)
