"""Reads the older XML of the Tracking tool and of its SOAP twin: `TrackResponse`, `Shipment`, `Package`, `Activity`."""

from collections.abc import Iterable
from datetime import date
from xml.etree.ElementTree import Element

from severshop.domain.carriers.fields import day, place
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.domain.carriers.ups.codes import OLDER_TYPES, handed_to, meaning
from severshop.domain.carriers.ups.moments import moment
from severshop.domain.carriers.xml import each, text
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.scans import Scan


def read(root: Element) -> Reading:
    """Return what the answer says. Raises `NotUnderstoodError` when it is no `TrackResponse` of UPS's."""
    gathered = Gathered()
    for fault in root.iter("ErrorDetail"):
        gathered.fail(text(fault, "PrimaryErrorCode/Code"), text(fault, "PrimaryErrorCode/Description"))
    for response in root.iter("TrackResponse"):
        for error in each(response, "Response/Error"):
            gathered.fail(text(error, "ErrorCode"), text(error, "ErrorDescription"))
        for shipment in each(response, "Shipment"):
            _add_shipment(gathered, shipment)
    return gathered.reading(lacks="the XML has neither a TrackResponse with a package nor an error")


def _add_shipment(gathered: Gathered, shipment: Element) -> None:
    for package in each(shipment, "Package"):
        activities = list(each(package, "Activity"))
        tracking_number = text(package, "TrackingNumber") or text(shipment, "ShipmentIdentificationNumber")
        gathered.add(
            tracking_number,
            activities,
            _scan,
            estimated_delivery=_estimate(package) or _estimate(shipment),
            proof=_proof(activities),
        )


def _scan(activity: Element) -> Scan:
    kind = text(activity, "Status/StatusType/Code") or text(activity, "Status/Type")
    code = text(activity, "Status/StatusCode/Code") or text(activity, "Status/Code")
    if not kind and not code:
        raise NotUnderstoodError("an activity has neither type nor code")
    milestone, reason = meaning(kind=kind, code=code, description_code="", types=OLDER_TYPES)
    occurred_at, offset_known = moment(
        local=(text(activity, "Date"), text(activity, "Time")),
        gmt=(text(activity, "GMTDate"), text(activity, "GMTTime")),
        offset=text(activity, "GMTOffset"),
    )
    address = "ActivityLocation/Address"
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=place(
            city=text(activity, f"{address}/City"),
            region=text(activity, f"{address}/StateProvinceCode"),
            country=text(activity, f"{address}/CountryCode"),
        ),
        code=code or kind,
        text=text(activity, "Status/StatusType/Description") or text(activity, "Status/Description"),
    )


def _estimate(holder: Element) -> date | None:
    return day(text(holder, "RescheduledDeliveryDate")) or day(text(holder, "ScheduledDeliveryDate"))


def _proof(activities: Iterable[Element]) -> ProofOfDelivery | None:
    """Return the proof that stands at the activity of the delivery. Elsewhere the names are other people's."""
    for activity in activities:
        kind = text(activity, "Status/StatusType/Code") or text(activity, "Status/Type")
        where = text(activity, "ActivityLocation/Description")
        name = text(activity, "ActivityLocation/SignedForByName")
        is_delivery = meaning(kind=kind, code="", description_code="", types=OLDER_TYPES)[0] is Milestone.DELIVERED
        if is_delivery and (where or name):
            return ProofOfDelivery(handed_to(where), name)
    return None
