"""What a carrier's message says, in the shop's words. Every adapter returns these and raises this."""

from datetime import date
from typing import NamedTuple

from severshop.vocabulary.milestones import Reason
from severshop.vocabulary.scans import Scan


class NotUnderstoodError(Exception):
    """The bytes are not a message of this carrier, or lack what makes one. The text says what is missing."""


class UnmappedCode(NamedTuple):
    """A code that no table of ours maps: kept and counted, never guessed."""

    code: str
    text: str


class ProofOfDelivery(NamedTuple):
    """How a parcel was delivered. `how` may be shown to everybody; the name and the link are for staff only."""

    how: Reason = Reason.NONE
    name: str = ""
    link: str = ""


class ParcelNews(NamedTuple):
    """What one message says about one parcel: a single scan or its whole history."""

    tracking_number: str
    scans: tuple[Scan, ...]
    unmapped: tuple[UnmappedCode, ...] = ()
    estimated_delivery: date | None = None
    proof: ProofOfDelivery | None = None


class CarrierError(NamedTuple):
    """What the carrier says it cannot tell: an unknown number, a wrong credential of ours, a fault of theirs."""

    code: str
    text: str
    tracking_number: str = ""


class Reading(NamedTuple):
    """One message, read."""

    parcels: tuple[ParcelNews, ...] = ()
    errors: tuple[CarrierError, ...] = ()
