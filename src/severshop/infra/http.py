"""Calls to other services: always with a time limit, never inside a transaction."""

import httpx
from django.db import connection

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
"""Seconds. Whoever waits for us is a person at a checkout or a worker with others to serve."""


class InsideTransactionError(RuntimeError):
    """A network call was made while a transaction was open: it would hold locks for seconds."""


def client(*, base_url: str, headers: dict[str, str] | None = None, timeout: httpx.Timeout = TIMEOUT) -> httpx.Client:
    """Return an HTTP client with time limits. Use it as a context manager, outside of any transaction."""
    if connection.in_atomic_block and not connection.settings_dict.get("TEST_WRAPS_IN_TRANSACTION"):
        raise InsideTransactionError("end the transaction before you call another service")
    return httpx.Client(base_url=base_url, headers=headers, timeout=timeout, follow_redirects=False)
