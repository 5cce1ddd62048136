"""Forms around what a browser answers for a passkey. allauth trusts its shape; anybody can send another one."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.utils.translation import gettext_lazy as _

from severshop.interfaces.account.forms import dress

LONGEST_NAME = 60
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)
"""What the reading of a forged answer ends in."""


@contextmanager
def read_with_care() -> Iterator[None]:
    """Refuse what cannot be read, instead of failing at it."""
    try:
        yield
    except UNREADABLE as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """What the browser made, and a name for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        dress(self, "name", label=_("A name for it"), hint=_("So that you know it later: my phone, work laptop."))
        self.fields["name"].widget.attrs.update(maxlength=str(LONGEST_NAME), autocomplete="off")

    def clean_name(self) -> str:
        """Return the name, as long as a list can show."""
        return str(super().clean_name())[:LONGEST_NAME]

    def clean_credential(self) -> dict[str, Any]:
        """Let nothing pass that is not even of the right shape: allauth would keep an empty one unread."""
        credential = self.cleaned_data["credential"]
        if not (isinstance(credential, dict) and credential.get("response")):
            raise get_adapter().validation_error("incorrect_code")
        return credential

    def clean(self) -> dict[str, Any]:
        """Check what the browser made against what it was asked for."""
        with read_with_care():
            return dict(super().clean())


class PasskeySignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey's answer, from whoever holds it."""

    def clean_credential(self) -> Any:
        """Return which passkey it is."""
        with read_with_care():
            return super().clean_credential()


class PasskeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The same once more, before something that matters."""

    def clean_credential(self) -> Any:
        """Return which passkey it is."""
        with read_with_care():
            return super().clean_credential()


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, "name", label=_("Name"), autocomplete="off", maxlength=str(LONGEST_NAME))

    def clean_name(self) -> str:
        """Return the name, as long as a list can show."""
        return str(self.cleaned_data["name"])[:LONGEST_NAME]
