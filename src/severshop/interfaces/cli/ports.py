"""The ports of the demo, and the environment that makes its processes find one another."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from severshop.interfaces.cli.errors import MendableError

HIGHEST_PORT = 65_530
"""There must be room for three more above the shop's."""


def read_port(text: str) -> int:
    """Return the port that somebody typed. Raises `ValueError`."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= HIGHEST_PORT):
        raise ValueError(text)
    return int(text)


def port_from_environment() -> int:
    """Return PORT, or 8000. Raises `MendableError` when it is no port."""
    text = os.environ.get("PORT") or "8000"
    try:
        return read_port(text)
    except ValueError as error:
        raise MendableError(f"PORT is {text!r}; write a number from 1 to {HIGHEST_PORT}, such as PORT=8100") from error


@dataclass(frozen=True, slots=True)
class Ports:
    """The shop's port; the others follow it."""

    web: int

    @property
    def gateway(self) -> int:
        return self.web + 1

    @property
    def carrier(self) -> int:
        return self.web + 2

    @property
    def mail(self) -> int:
        return self.web + 3

    def environment(self) -> Mapping[str, str]:
        """Return what every process of the demo is told."""
        return {
            **os.environ,
            "PUBLIC_URL": os.environ.get("PUBLIC_URL") or f"http://localhost:{self.web}",
            # Where the carrier brings its messages: on this machine, whatever address people use.
            "SHOP_URL": f"http://localhost:{self.web}",
            "GATEWAY_URL": f"http://localhost:{self.gateway}",
            "CARRIER_URL": f"http://localhost:{self.carrier}",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.mail),
            "PYTHONUNBUFFERED": "1",
        }

    def require_free(self) -> None:
        """Raise `MendableError` when somebody listens on one of them already."""
        uses = {self.web: "the shop", self.gateway: "the gateway", self.carrier: "the carrier", self.mail: "the mail"}
        for port, use in uses.items():
            if not is_free("127.0.0.1", port):
                raise MendableError(
                    f"port {port}, which {use} needs, is in use. "
                    f"End what listens there, or take other ports: PORT={self.web + 100} make run"
                )


def is_free(host: str, port: int) -> bool:
    """Tell whether one could listen on the port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
