"""How a push of DHL's shows that it comes from DHL: the header and token that the subscription asked for."""

import hmac
from collections.abc import Mapping

HEADER = "dhl-hook-token"
"""DHL sends whatever header the subscription names (`hook.authentication`); name this one there."""


def is_authentic(headers: Mapping[str, str], _body: bytes, secret: str) -> bool:
    """Tell whether the request carries the agreed token, in `dhl-hook-token` or as a bearer token."""
    given = headers.get(HEADER) or headers.get("authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(given.encode(), secret.encode())
