"""How a Track Alert message shows that it comes from UPS: the credential agreed when subscribing."""

from collections.abc import Mapping

from severshop.domain.carriers.signatures import is_secret


def is_authentic(headers: Mapping[str, str], _body: bytes, secret: str) -> bool:
    """Tell whether the request carries the agreed credential, as `credential` or as a bearer token."""
    given = headers.get("credential") or headers.get("authorization", "").removeprefix("Bearer ")
    return is_secret(given, secret)
