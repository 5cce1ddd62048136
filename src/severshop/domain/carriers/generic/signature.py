"""How a generic message shows who sent it: `signature: t=<unix seconds>,v1=<hex>` over `<t>.<body>`."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

FORM: Final = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def is_authentic(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Tell whether the signature is the HMAC-SHA-256 of the moment and the body under the secret.

    The moment is signed but not compared with a clock, which no adapter has: a message that is
    sent again is the same bytes, and so the same message.
    """
    match = FORM.fullmatch(headers.get("signature", ""))
    if match is None:
        return False
    signed = hmac.new(secret.encode(), match[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(signed, match[2])
