"""Codes that people type: derived, so that no table and no queue holds one.

Six digits of HMAC-SHA-256 over what it is for and a number used once. A copy of the database tells
no code without `LINK_KEY`.
"""

import hashlib
import hmac
import secrets

from django.conf import settings

DIGITS = 6


def new_nonce() -> str:
    """Return a number used once, 22 characters."""
    return secrets.token_urlsafe(16)


def code_of(subject: bytes, *, nonce: str) -> str:
    """Return the code that a nonce stands for."""
    message = b"code\0" + subject + b"\0" + nonce.encode()
    digest = hmac.new(settings.LINK_KEY.encode(), message, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def is_code(typed: str, subject: bytes, *, nonce: str) -> bool:
    """Tell whether this is the code, in constant time. Spaces and dashes do not count."""
    digits = "".join(char for char in typed if char.isascii() and char.isdecimal())
    return hmac.compare_digest(digits.encode(), code_of(subject, nonce=nonce).encode())
