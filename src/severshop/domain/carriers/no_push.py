"""For carriers that only answer when they are asked."""

from collections.abc import Mapping


def never_authentic(_headers: Mapping[str, str], _body: bytes, _secret: str) -> bool:
    """Tell that no push comes from this carrier: whoever sends one is somebody else."""
    return False
