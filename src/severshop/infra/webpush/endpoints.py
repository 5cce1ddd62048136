"""Where a browser asks us to send: a stranger's address, so that it must not lead into our own network.

Checked twice: its form when it is given, and what its name leads to each time when it is used.
The connection then goes to the very address that was checked, whatever the name says a moment later.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST = 2048
HTTPS = 443
OURS = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".test")
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
TRANSLATED = tuple(ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
"""Addresses that stand for others: behind them may be anybody."""


class EndpointRefusedError(ValueError):
    """It is no address of a push service on the public internet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to connect to, and what to ask for there."""

    url: str
    """With the checked address in place of the name."""
    host: str
    """For the Host header."""
    name: str
    """For the certificate."""


def check_form(endpoint: str, *, local_allowed: bool) -> None:
    """Raise `EndpointRefusedError` unless it is an https address of the public internet by its form.

    `local_allowed` is for the demo and for tests: a push service on this machine, over http.
    """
    _read(endpoint, local_allowed=local_allowed)


def resolve(endpoint: str, *, local_allowed: bool) -> Target:
    """Return where the endpoint leads to now. Raises `EndpointRefusedError`, and `OSError` when the name is unknown."""
    parts = _read(endpoint, local_allowed=local_allowed)
    name = parts.hostname or ""
    port = parts.port or (HTTPS if parts.scheme == "https" else 80)
    found = [str(info[4][0]) for info in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    is_ours = local_allowed and name in LOCAL_HOSTS
    if not found or not (is_ours or all(_is_public(address) for address in found)):
        raise EndpointRefusedError("it leads into a network of our own")
    address = f"[{found[0]}]" if ":" in found[0] else found[0]
    url = parts._replace(netloc=f"{address}:{port}").geturl()
    return Target(url=url, host=parts.netloc, name=name)


def _read(endpoint: str, *, local_allowed: bool) -> SplitResult:
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise EndpointRefusedError("no address")
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise EndpointRefusedError("no address") from error
    name = parts.hostname or ""
    if parts.username is not None or parts.fragment or not name:
        raise EndpointRefusedError("no address of a push service")
    if local_allowed and name in LOCAL_HOSTS and parts.scheme in {"http", "https"}:
        return parts
    if parts.scheme != "https" or port not in {None, HTTPS}:
        raise EndpointRefusedError("not https")
    if not _may_be_public(name):
        raise EndpointRefusedError("it leads into a network of our own")
    return parts


def _may_be_public(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        last = name.rstrip(".").rpartition(".")[2]
        # A name that ends in a number would be read as an address by some resolvers: 0x7f.1, 127.1.
        return "." in name and not last.isdigit() and not last.startswith("0x") and not name.rstrip(".").endswith(OURS)
    return _is_public(name)


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
