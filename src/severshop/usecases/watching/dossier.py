"""What a carrier is told when it is asked where a parcel is."""

import uuid
from typing import Any

from severshop.usecases.status.facts import OrderStory, ParcelStory

SCANS = 40
"""As many as are put in, the newest."""


def dossier_of(story: OrderStory, parcel_id: uuid.UUID) -> dict[str, Any]:
    """Return all that is known of a parcel's way, ready for JSON. It names no person and no street.

    Raises `LookupError` where the order has no such parcel.
    """
    own = next((parcel for parcel in story.parcels if parcel.parcel.id == parcel_id), None)
    if own is None:
        raise LookupError(parcel_id)
    promised = story.promised
    return {
        "order": story.order.number,
        "parcel": own.parcel.position,
        "carrier": own.parcel.carrier,
        "tracking_number": own.parcel.tracking_number,
        "packed_at": own.parcel.packed_at.isoformat(),
        "handed_over_at": own.facts.shipped_at.isoformat() if own.facts.shipped_at else None,
        "to": {"city": story.order.city, "country": story.order.country},
        "promised": [promised.first.earliest.isoformat(), promised.first.latest.isoformat()] if promised else None,
        "carrier_estimate": own.carrier_estimate.isoformat() if own.carrier_estimate else None,
        "content": [
            {"name": line.name, "variant": line.variant, "units": own.parcel.units[line.position]}
            for line in story.order.lines
            if own.parcel.units.get(line.position)
        ],
        "scans": _scans(own),
    }


def _scans(own: ParcelStory) -> list[dict[str, Any]]:
    return [
        {
            "at": heard.scan.occurred_at.isoformat(),
            "milestone": heard.scan.milestone.value,
            "reason": heard.scan.reason.value,
            "code": heard.scan.code,
            "city": heard.scan.place.city,
            "country": heard.scan.place.country,
        }
        for heard in own.scans[:SCANS]
    ]
