"""Where on the network somebody asks from."""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

NETWORK_BITS = 64
"""Of an IPv6 address: the rest is the household's own to choose."""

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def origin_of(meta: Mapping[str, Any]) -> str:
    """Return whom a limit counts against: the IPv4 address, or the IPv6 network, that a request comes from.

    `X-Forwarded-For` is believed only as far as the proxies named in `TRUSTED_PROXIES` wrote it:
    anybody can send that header.
    """
    for address in _nearest_first(meta):
        if address is None:
            return "unknown"
        if not _is_our_proxy(address):
            return _network(address)
    return "unknown"


def _nearest_first(meta: Mapping[str, Any]) -> Iterator[Address | None]:
    yield _read(meta.get("REMOTE_ADDR", ""))
    for hop in reversed(meta.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        yield _read(hop)


def _read(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None


def _is_our_proxy(address: Address) -> bool:
    return any(address in ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES)


def _network(address: Address) -> str:
    if address.version == 6:  # noqa: PLR2004 - the version's name
        return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))
    return str(address)
