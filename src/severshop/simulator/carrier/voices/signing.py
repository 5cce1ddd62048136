"""Signatures, as the carriers describe them."""

import hashlib
import hmac


def digest(secret: str, signed: bytes) -> bytes:
    """Return the HMAC-SHA-256 of the bytes under the secret."""
    return hmac.new(secret.encode(), signed, hashlib.sha256).digest()
