"""How a push shows that it comes from the carrier. Every comparison takes the same time."""

import base64
import hashlib
import hmac


def is_secret(given: str, secret: str) -> bool:
    """Tell whether a header carries the agreed secret. No secret of ours is like nobody's."""
    return bool(secret) and hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def is_hmac(given: str, *, message: bytes, secret: str) -> bool:
    """Tell whether a header carries the base64 HMAC-SHA256 of the message."""
    expected = base64.b64encode(hmac.digest(secret.encode(), message, hashlib.sha256))
    return bool(secret) and hmac.compare_digest(given.strip().encode(errors="replace"), expected)
