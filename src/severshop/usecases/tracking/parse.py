"""What one raw message of a carrier says, as the JSON object of `severshop parse`. Pure: nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from severshop.domain.carriers.reading import CarrierError, ParcelNews, ProofOfDelivery
from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.tracking.rules import stage_of
from severshop.vocabulary.scans import Scan

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class UnknownCarrierError(Exception):
    """No adapter has this name. `known` are those that there are."""

    carrier: str
    known: Sequence[str]

    def __str__(self) -> str:
        return f"there is no carrier {self.carrier!r}; there are {', '.join(self.known)}"


def parse(body: bytes, *, carrier: str) -> Json:
    """Return what the message says. Raises `UnknownCarrierError` and `NotUnderstoodError`.

    An answer that says "unknown number" is understood: it stands under `errors`.
    """
    adapter = CARRIERS.get(carrier)
    if adapter is None:
        raise UnknownCarrierError(carrier, sorted(CARRIERS))
    reading = adapter.read(body)
    return {
        "carrier": carrier,
        "parcels": [_parcel(news) for news in reading.parcels],
        "errors": [_error(error) for error in reading.errors],
    }


def _parcel(news: ParcelNews) -> Json:
    stage = stage_of(news.scans)
    return {
        "tracking_number": news.tracking_number,
        "milestone": stage.milestone,
        "reason": stage.reason,
        "estimated_delivery": news.estimated_delivery.isoformat() if news.estimated_delivery else None,
        "delivered_to": _delivered_to(news.proof),
        "scans": [_scan(scan) for scan in sorted(news.scans, key=_by_time)],
    }


def _delivered_to(proof: ProofOfDelivery | None) -> str | None:
    """Return how it was delivered, never to whom: a name is for the staff."""
    return (proof.how or None) if proof else None


def _scan(scan: Scan) -> Json:
    return {
        "occurred_at": scan.occurred_at.isoformat(),
        "offset_known": scan.offset_known,
        "milestone": scan.milestone,
        "reason": scan.reason,
        "code": scan.code,
        "text": scan.text,
        "city": scan.place.city,
        "region": scan.place.region,
        "country": scan.place.country,
    }


def _error(error: CarrierError) -> Json:
    return {"code": error.code, "text": error.text, "tracking_number": error.tracking_number}


def _by_time(scan: Scan) -> datetime:
    return scan.occurred_at
