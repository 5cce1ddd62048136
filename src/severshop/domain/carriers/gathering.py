"""From a carrier's entries to what they say about one parcel."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from severshop.domain.carriers.fields import number as stored_number
from severshop.domain.carriers.reading import (
    CarrierError,
    NotUnderstoodError,
    ParcelNews,
    ProofOfDelivery,
    Reading,
    UnmappedCode,
)
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.scans import Scan

UNREADABLE_SCAN = "unreadable-scan"
"""Our own code for a scan without a time that can be, or a parcel without a number: the others still count."""


@dataclass(slots=True)
class _Told:
    """What was told of one parcel so far."""

    scans: list[Scan] = field(default_factory=list)
    estimated_delivery: date | None = None
    proof: ProofOfDelivery | None = None


@dataclass(slots=True)
class Gathered:
    """What a message says so far: parcels by number, and errors."""

    parcels: dict[str, _Told] = field(default_factory=dict)
    errors: list[CarrierError] = field(default_factory=list)

    def add[Entry](
        self,
        number: str,
        entries: Iterable[Entry],
        read_scan: Callable[[Entry], Scan],
        *,
        estimated_delivery: date | None = None,
        proof: ProofOfDelivery | None = None,
    ) -> None:
        """Add one parcel's entries. The same number again is merged, never overwritten.

        What cannot be a number, and an entry that `read_scan` refuses with `NotUnderstoodError`, becomes
        an error beside the others: one bad parcel or scan holds back no other of the message.
        """
        try:
            number = stored_number(number)
        except NotUnderstoodError as refusal:
            self.errors.append(CarrierError(UNREADABLE_SCAN, str(refusal)))
            return
        told = self.parcels.setdefault(number, _Told())
        for entry in entries:
            try:
                told.scans.append(read_scan(entry))
            except NotUnderstoodError as refusal:
                self.errors.append(CarrierError(UNREADABLE_SCAN, str(refusal), number))
        told.estimated_delivery = estimated_delivery or told.estimated_delivery
        told.proof = proof or told.proof

    def fail(self, code: str, text: str, *, number: str = "") -> None:
        """Add what the carrier says it cannot tell. An error without code and text says nothing and is none."""
        if not code and not text:
            return
        with suppress(NotUnderstoodError):
            number = stored_number(number)
        self.errors.append(CarrierError(code, text, number))

    def reading(self, *, lacks: str) -> Reading:
        """Return everything. Raises `NotUnderstoodError` where nothing was understood, by its cause or with `lacks`."""
        refusals = [error.text for error in self.errors if error.code == UNREADABLE_SCAN]
        has_scans = any(told.scans for told in self.parcels.values())
        if refusals and not has_scans and len(refusals) == len(self.errors):
            raise NotUnderstoodError(refusals[0])
        if not self.parcels and not self.errors:
            raise NotUnderstoodError(lacks)
        parcels = (
            news(number, told.scans, estimated_delivery=told.estimated_delivery, proof=told.proof)
            for number, told in self.parcels.items()
        )
        return Reading(tuple(parcels), tuple(dict.fromkeys(self.errors)))


def news(
    number: str, scans: Iterable[Scan], *, estimated_delivery: date | None = None, proof: ProofOfDelivery | None = None
) -> ParcelNews:
    """Return what is new about one parcel: each scan once, and the codes that no table maps."""
    once = tuple(scans)
    if len(once) > 1:
        once = tuple(dict.fromkeys(once))
    unmapped = [UnmappedCode(scan.code, scan.text) for scan in once if scan.milestone is Milestone.UNKNOWN]
    return ParcelNews(number, once, tuple(dict.fromkeys(unmapped)), estimated_delivery, proof)
