"""E-mail addresses that are to be recognised and not to be read: as a keyed hash."""

import base64
import hashlib
import hmac

from django.conf import settings

_PURPOSE = b"address\0"


def address_hash(email: str) -> str:
    """Return what stands for an address where it must not stand itself, whatever case it is written in."""
    digest = hmac.new(settings.LINK_KEY.encode(), _PURPOSE + email.strip().lower().encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
