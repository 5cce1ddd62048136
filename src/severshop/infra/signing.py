"""Signatures over a moment and a body: what is forged or replayed is refused."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
HEADER = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def is_signed(header: str, body: bytes, *, secret: str, now: datetime, tolerance: timedelta = TOLERANCE) -> bool:
    """Tell whether `t=<unix seconds>,v1=<hex>` is the HMAC-SHA-256 of `<t>.<body>` and not older than the tolerance."""
    match = HEADER.fullmatch(header)
    if match is None:
        return False
    signed = hmac.new(secret.encode(), match[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    is_fresh = abs(now.timestamp() - int(match[1])) <= tolerance.total_seconds()
    return hmac.compare_digest(signed, match[2]) and is_fresh
