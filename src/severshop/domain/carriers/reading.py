"""What a carrier's message says, in the shop's words. Every adapter returns these and raises this."""

from dataclasses import dataclass

from severshop.vocabulary.scans import Scan


class NotUnderstoodError(Exception):
    """The bytes are not a message of this carrier, or lack what makes one. The text says what is missing."""


@dataclass(frozen=True, slots=True)
class UnmappedCode:
    """A code that no table of ours maps: kept and counted, never guessed."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ParcelNews:
    """What one message says about one parcel."""

    tracking_number: str
    scans: tuple[Scan, ...]
    unmapped: tuple[UnmappedCode, ...] = ()
