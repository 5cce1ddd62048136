"""The keys that sign what goes to browsers."""

import os
from collections.abc import Mapping
from pathlib import Path

from severshop.infra.webpush.vapid import new_keys

FILE = "push.key"
SETTING = "VAPID_PRIVATE_KEY"


def print_push_keys() -> None:
    """Print a fresh pair, as lines for an environment file."""
    keys = new_keys()
    print(f"{SETTING}={keys.private}")
    print(f"# its public key, for whoever asks: {keys.public}")


def demo_push_key(var: Path) -> Mapping[str, str]:
    """Return the demo's key as an environment variable: the given one, else its own, made once and kept."""
    if given := os.environ.get(SETTING):
        return {SETTING: given}
    path = var / FILE
    if not path.exists():
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(new_keys().private)
    return {SETTING: path.read_text().strip()}
