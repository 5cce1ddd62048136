"""The seal: a chain of fingerprints. Pure."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any


def digest(before: str, said: Iterable[Any]) -> str:
    """Return the fingerprint (SHA-256, hex) of the entries on top of that of the seal before; "" for the first."""
    chain = hashlib.sha256(before.encode())
    for entry in said:
        chain.update(json.dumps(entry, sort_keys=True, default=str, separators=(",", ":")).encode())
        chain.update(b"\n")
    return chain.hexdigest()
