"""Secrets that the database holds sealed: whoever reads a backup of it does not read them."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class BrokenSealError(Exception):
    """It was sealed with a key that is gone, or changed since."""


def seal(text: str, *, purpose: str) -> str:
    """Return the text so that only this shop, for this purpose, can read it."""
    return _keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return the text that was sealed. Raises `BrokenSealError`.

    The key comes from `SECRET_KEY`; after a change of it, from `SECRET_KEY_FALLBACKS` too.
    """
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise BrokenSealError from error


def _keys(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret, purpose)) for secret in secrets])


def _derived(secret: str | bytes, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"severshop {purpose}".encode())
    return base64.urlsafe_b64encode(derivation.derive(force_bytes(secret)))
