"""Calls to other services: always with a time limit, never inside a transaction."""

import ssl
from functools import cache

import httpx
from django.db import connections

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
"""Seconds. Whoever waits for us is a person at a checkout or a worker with others to serve."""


class InsideTransactionError(RuntimeError):
    """A network call was made while a transaction was open: it would hold locks for seconds."""


def client(*, base_url: str, headers: dict[str, str] | None = None) -> httpx.Client:
    """Return an HTTP client with time limits, for use as a context manager.

    Every request it makes is refused with `InsideTransactionError` while a transaction is open.
    """
    return httpx.Client(
        base_url=base_url,
        headers=headers,
        timeout=TIMEOUT,
        verify=_certificates(),
        follow_redirects=False,
        event_hooks={"request": [_refuse_inside_transaction]},
    )


@cache
def _certificates() -> ssl.SSLContext:
    """Return whom to believe. Reading them takes longer than a call, so it is done once a process."""
    return httpx.create_ssl_context()


def _refuse_inside_transaction(_request: httpx.Request) -> None:
    for connection in connections.all(initialized_only=True):
        # The block that a test is wrapped in is not the code's own; Django marks it as such.
        if not all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise InsideTransactionError("end the transaction before you call another service")
