"""Reads the older XML of DHL Express (XML-PI): `TrackingResponse`, and its errors."""

from typing import Final
from xml.etree.ElementTree import Element

from severshop.domain.carriers import fields
from severshop.domain.carriers.dhl.codes_express import delivered_words, meaning
from severshop.domain.carriers.dhl.places import service_area
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.proofs import proof_of
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery
from severshop.domain.carriers.xml import each, text
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.scans import Scan

ROOTS: Final = frozenset({"TrackingResponse", "ShipmentTrackingErrorResponse", "ErrorResponse"})


def gather(root: Element, gathered: Gathered) -> None:
    """Add every air waybill, every piece with scans of its own, and every error."""
    if root.tag not in ROOTS:
        raise NotUnderstoodError(f"{root.tag[:40]} is not the root of an answer of DHL's")
    _conditions(root.find("Response/Status"), "", gathered)
    for awb in each(root, "AWBInfo"):
        _gather_waybill(awb, gathered)


def _gather_waybill(awb: Element, gathered: Gathered) -> None:
    number, status = text(awb, "AWBNumber"), awb.find("Status")
    if text(status, "ActionStatus").casefold() != "success":
        _conditions(status, number, gathered)
        return
    try:
        number = fields.number(number)
    except NotUnderstoodError:
        # Its neighbours in the same answer still count.
        return
    shipment = awb.find("ShipmentInfo")
    expected = fields.day(text(shipment, "EstDlvyDate"))
    events = list(each(shipment, "ShipmentEvent"))
    gathered.add(number, events, _scan, estimated_delivery=expected, proof=_proof(events))
    for piece in each(awb, "Pieces/PieceInfo"):
        plate, events = text(piece, "PieceDetails/LicensePlate"), list(each(piece, "PieceEvent"))
        if plate.isalnum() and events:
            gathered.add(fields.number(plate), events, _scan, estimated_delivery=expected, proof=_proof(events))


def _conditions(status: Element | None, number: str, gathered: Gathered) -> None:
    for condition in each(status, "Condition"):
        gathered.fail(text(condition, "ConditionCode"), text(condition, "ConditionData"), number=number)
    words = text(status, "ActionStatus")
    if words and number and status is not None and status.find("Condition") is None:
        gathered.fail(words, words, number=number)


def _scan(event: Element) -> Scan:
    code = text(event, "ServiceEvent/EventCode", limit=40).upper()
    milestone, reason = meaning(code)
    occurred_at, offset_known = fields.local_moment(
        text(event, "Date"), text(event, "Time"), offset=text(event, "GMTOffset")
    )
    words = text(event, "ServiceEvent/Description")
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=service_area(text(event, "ServiceArea/Description")),
        code=code,
        text=delivered_words(words) if milestone is Milestone.DELIVERED else words,
    )


def _proof(events: list[Element]) -> ProofOfDelivery | None:
    """Return who signed; at other events than the delivery this element is an account or somebody of DHL's."""
    meanings = [meaning(text(event, "ServiceEvent/EventCode").upper()) for event in events]
    names = (
        text(event, "Signatory")
        for event, (milestone, _reason) in zip(events, meanings, strict=True)
        if milestone is Milestone.DELIVERED
    )
    return proof_of(meanings, name=next(names, ""))
