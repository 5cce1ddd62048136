"""How a push shows that it comes from USPS: `X-HMAC`, an HMAC-SHA256 over the timestamp and the payload, in base64.

Both stand in the envelope, as strings. The key is the secret that was given when subscribing.
"""

from collections.abc import Mapping

from severshop.domain.carriers.fields import read_json
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.signatures import is_hmac


def is_authentic(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Tell whether the envelope carries USPS's signature."""
    try:
        envelope = read_json(body)
    except NotUnderstoodError:
        return False
    timestamp, payload = envelope.get("timestamp"), envelope.get("payload")
    if not isinstance(timestamp, str) or not isinstance(payload, str):
        return False
    message = f"{timestamp}{payload}".encode(errors="replace")
    return is_hmac(headers.get("x-hmac", ""), message=message, secret=secret)
