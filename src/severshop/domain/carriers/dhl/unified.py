"""Reads Shipment Tracking - Unified: what it answers, and what its push sends (the same shipment objects)."""

from datetime import date
from functools import partial
from typing import Final

from severshop.domain.carriers import fields
from severshop.domain.carriers.dhl.codes_unified import meaning
from severshop.domain.carriers.dhl.places import locality
from severshop.domain.carriers.fields import Json, obj, objects, text
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.proofs import proof_of
from severshop.domain.carriers.reading import ProofOfDelivery
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.scans import Scan

SECONDS: Final = 19
"""Signs of `YYYY-MM-DDTHH:MM:SS`: what an event and the status that repeats it have in common."""
LONGEST_CODE: Final = 40
"""Some divisions write a sentence where others write a code."""


def shipments(message: Json) -> list[Json]:
    """Return the shipments of an answer or of a push; a push may be one shipment by itself."""
    found = objects(message, "shipments") or objects(message, "shipment")
    is_shipment = "id" in message and ("events" in message or isinstance(message.get("status"), dict))
    return found or ([message] if is_shipment else [])


def gather(shipment: Json, gathered: Gathered) -> None:
    """Add one shipment. Raises `NotUnderstoodError` when it has no number."""
    number, events = fields.number(text(shipment, "id")), _entries(shipment)
    gathered.add(
        number,
        events,
        partial(_scan, service=text(shipment, "service"), is_return=shipment.get("returnFlag") is True),
        estimated_delivery=_estimate(shipment),
        proof=_proof(shipment, events),
    )


def _estimate(shipment: Json) -> date | None:
    by_when = text(shipment, "estimatedDeliveryTimeFrame", "estimatedThrough")
    return fields.day(text(shipment, "estimatedTimeOfDelivery")) or fields.day(by_when)


def _entries(shipment: Json) -> list[Json]:
    """Return the events; the status as well where it tells of a moment that no event has."""
    events, status = objects(shipment, "events"), obj(shipment, "status")
    told = {text(event, "timestamp")[:SECONDS] for event in events}
    return [status, *events] if status and text(status, "timestamp")[:SECONDS] not in told else events


def _scan(event: Json, *, service: str, is_return: bool) -> Scan:
    status, status_code = text(event, "status"), text(event, "statusCode")
    milestone, reason = meaning(service=service, status=status, status_code=status_code)
    words = text(event, "description") or status
    if milestone is Milestone.DELIVERED:
        # DHL writes who signed into the description of a delivery.
        words = status if " " in status else status_code
    # A parcel that is back is "delivered" too.
    if is_return and milestone is Milestone.DELIVERED:
        milestone, reason = Milestone.RETURNED, Reason.NONE
    occurred_at, offset_known = fields.moment(text(event, "timestamp"))
    address = obj(event, "location", "address")
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=locality(text(address, "addressLocality"), text(address, "countryCode")),
        code=(status if len(status) <= LONGEST_CODE else "") or status_code[:LONGEST_CODE],
        text=words,
    )


def _proof(shipment: Json, events: list[Json]) -> ProofOfDelivery | None:
    """Return who took it; nobody for a parcel that went back."""
    if shipment.get("returnFlag") is True:
        return None
    proof, service = obj(shipment, "details", "proofOfDelivery"), text(shipment, "service")
    signed = obj(proof, "signed")
    full_name = f"{text(signed, 'givenName')} {text(signed, 'familyName')}".strip()
    links = (text(proof, "documentUrl"), text(proof, "signatureUrl"))
    return proof_of(
        [
            meaning(service=service, status=text(event, "status"), status_code=text(event, "statusCode"))
            for event in events
        ],
        name=full_name or text(signed, "name") or text(proof, "signedBy"),
        link=next((link for link in links if link.startswith("https://")), ""),
    )
