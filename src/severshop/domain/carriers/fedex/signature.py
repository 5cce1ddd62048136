"""How a webhook shows that it comes from FedEx: `fdx-signature`, an HMAC-SHA256 of the body, in base64.

The key is the security token of the webhook's project. FedEx's page shows base64 in its Java sample and speaks of
hex beside it; base64 is what is checked here.
"""

from collections.abc import Mapping

from severshop.domain.carriers.signatures import is_hmac


def is_authentic(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Tell whether the body carries FedEx's signature."""
    return is_hmac(headers.get("fdx-signature", ""), message=body, secret=secret)
