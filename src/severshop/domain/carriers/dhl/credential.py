"""How a push of DHL's shows that it comes from DHL: the header and token that the subscription asked for."""

from collections.abc import Mapping
from typing import Final

from severshop.domain.carriers.signatures import is_secret

HEADER: Final = "dhl-hook-token"
"""DHL sends whatever header the subscription names (`hook.authentication`); name this one there."""


def is_authentic(headers: Mapping[str, str], _body: bytes, secret: str) -> bool:
    """Tell whether the request carries the agreed token, in `dhl-hook-token` or as a bearer token."""
    return is_secret(headers.get(HEADER) or headers.get("authorization", "").removeprefix("Bearer "), secret)
