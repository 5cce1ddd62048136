"""Reads an answer of the Track API: shipments with packages, each with its whole history."""

from datetime import date

from severshop.domain.carriers.fields import Json, day, obj, objects, place, text
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.domain.carriers.ups.codes import handed_to, meaning
from severshop.domain.carriers.ups.moments import moment
from severshop.vocabulary.scans import Scan


def read(message: Json) -> Reading:
    """Return what the answer says, errors and warnings included. Raises `NotUnderstoodError`."""
    gathered = Gathered()
    for error in [*objects(message, "response", "errors"), *objects(message, "errors")]:
        # A dotted code, such as NOT.FOUND.ERROR, is FedEx's.
        if "." not in text(error, "code"):
            gathered.fail(text(error, "code"), text(error, "message"))
    for shipment in objects(message, "trackResponse", "shipment"):
        inquired = text(shipment, "inquiryNumber")
        for package in objects(shipment, "package"):
            _add_package(gathered, package, inquired)
        for warning in objects(shipment, "warnings"):
            gathered.fail(text(warning, "code"), text(warning, "message"), number=inquired)
    return gathered.reading(lacks="the message has neither a shipment with a package nor an error")


def _add_package(gathered: Gathered, package: Json, inquired: str) -> None:
    gathered.add(
        text(package, "trackingNumber") or inquired,
        objects(package, "activity"),
        _scan,
        estimated_delivery=_estimate(package),
        proof=_proof(package),
    )


def _scan(activity: Json) -> Scan:
    status = obj(activity, "status")
    kind, code = text(status, "type"), text(status, "code")
    description_code = text(status, "statusCode")
    if not (kind or code or description_code):
        raise NotUnderstoodError("an activity has neither type nor code")
    milestone, reason = meaning(kind=kind, code=code, description_code=description_code)
    occurred_at, offset_known = moment(
        local=(text(activity, "date"), text(activity, "time")),
        gmt=(text(activity, "gmtDate"), text(activity, "gmtTime")),
        offset=text(activity, "gmtOffset"),
    )
    address = obj(activity, "location", "address")
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=place(
            city=text(address, "city"),
            region=text(address, "stateProvince"),
            country=text(address, "countryCode") or text(address, "country"),
        ),
        code=code or description_code or kind,
        text=text(status, "description"),
    )


def _estimate(package: Json) -> date | None:
    """Return the rescheduled day, else the scheduled one. UPS lists both, and the day of delivery as a third."""
    days = {text(entry, "type"): day(text(entry, "date")) for entry in objects(package, "deliveryDate")}
    return days.get("RDD") or days.get("SDD")


def _proof(package: Json) -> ProofOfDelivery | None:
    delivery = obj(package, "deliveryInformation")
    where, name = text(delivery, "location"), text(delivery, "receivedBy")
    return ProofOfDelivery(handed_to(where), name) if where or name else None
