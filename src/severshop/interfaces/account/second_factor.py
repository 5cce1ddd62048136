"""What allauth asks the shop about passkeys and the second step."""

from collections.abc import Collection
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from severshop.infra.sealing import seal, unseal
from severshop.interfaces.account import words

PURPOSE = "second factor"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A passkey is a way to sign in; the app's code is the second step. Their secrets are kept sealed."""

    error_messages = {**DefaultMFAAdapter.error_messages, **words.WRONG_WITH_KEYS}

    def is_mfa_enabled(self, user: Any, types: Collection[str] | None = None) -> bool:
        """Tell whether somebody has one of these.

        When signing in, allauth asks for app and passkey together: only the app makes a second
        step. Whoever adds a passkey can still sign in as before on a device that has none.
        """
        if types is not None and Authenticator.Type.TOTP in types:
            types = [kind for kind in types if kind != Authenticator.Type.WEBAUTHN]
        return bool(super().is_mfa_enabled(user, types))

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return unseal(encrypted_text, purpose=PURPOSE)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """Return a name for a passkey that was given none."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(n)d") % {"n": count + 1}

    def _get_site_name(self) -> str:
        return str(settings.SHOP_NAME)
