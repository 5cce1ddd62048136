"""What the shop does about what the watch found, by policy."""

from collections.abc import Sequence
from datetime import datetime

from severshop.usecases.watching.changes import Change


def follow(changes: Sequence[Change], *, now: datetime) -> None:
    """Do what the policy says about each change, in the caller's transaction, its orders locked by the caller."""
