"""Which way a parcel goes."""

from enum import StrEnum


class Way(StrEnum):
    OUT = "out"
    """From us to the shopper."""
    BACK = "back"
    """From the shopper to us."""
