"""Reads the tracking answer of MyDHL API (Express): shipments, their events, and each piece's own."""

from severshop.domain.carriers import fields
from severshop.domain.carriers.dhl.codes_express import delivered_words, meaning
from severshop.domain.carriers.dhl.places import service_area
from severshop.domain.carriers.fields import Json, objects, text
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.proofs import proof_of
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.scans import Scan


def gather(shipment: Json, gathered: Gathered) -> None:
    """Add a shipment and those of its pieces that have scans. Raises `NotUnderstoodError` without a number."""
    number, status = fields.number(text(shipment, "shipmentTrackingNumber")), text(shipment, "status")
    events, pieces = objects(shipment, "events"), _pieces(shipment)
    if status and status.casefold() != "success" and not events:
        gathered.fail(status, status, number=number)
        return
    expected = fields.day(text(shipment, "estimatedDeliveryDate") or _estimate(shipment))
    gathered.add(number, events, _scan, estimated_delivery=expected, proof=_proof(events))
    for piece_number, piece_events in pieces:
        gathered.add(piece_number, piece_events, _scan, estimated_delivery=expected, proof=_proof(piece_events))


def _estimate(shipment: Json) -> str:
    return text(shipment, "estimatedDeliveryDate", "estimatedDeliveryDate")


def _pieces(shipment: Json) -> list[tuple[str, list[Json]]]:
    """Return number and events of each piece that has both; a piece without scans says nothing of its own."""
    found = []
    for piece in objects(shipment, "pieces"):
        events = objects(piece, "events")
        try:
            number = fields.number(text(piece, "trackingNumber"))
        except NotUnderstoodError:
            continue
        if events:
            found.append((number, events))
    return found


def _scan(event: Json) -> Scan:
    code = text(event, "typeCode", limit=40).upper()
    milestone, reason = meaning(code)
    occurred_at, offset_known = fields.local_moment(
        text(event, "date"), text(event, "time"), offset=text(event, "GMTOffset")
    )
    areas = objects(event, "serviceArea")
    words = text(event, "description")
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=service_area(text(areas[0], "description") if areas else ""),
        code=code,
        text=delivered_words(words) if milestone is Milestone.DELIVERED else words,
    )


def _proof(events: list[Json]) -> ProofOfDelivery | None:
    meanings = [meaning(text(event, "typeCode").upper()) for event in events]
    names = (
        text(event, "signedBy")
        for event, (milestone, _reason) in zip(events, meanings, strict=True)
        if milestone is Milestone.DELIVERED
    )
    return proof_of(meanings, name=next(names, ""))
