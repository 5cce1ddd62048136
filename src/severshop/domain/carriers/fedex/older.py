"""Reads the older SOAP and XML `TrackReply`: with `CompletedTrackDetails` (from version 9 on) and without."""

from datetime import date, datetime
from functools import partial
from xml.etree.ElementTree import Element

from severshop.domain.carriers.fedex.codes import DELIVERED_AT, LEFT_AT, meaning
from severshop.domain.carriers.fedex.returns import turned_at, where_to
from severshop.domain.carriers.fields import day, moment, place
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.domain.carriers.xml import each, text
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.scans import Scan

FAILED = frozenset({"ERROR", "FAILURE"})
"""The severities of a notification that make it an error. WARNING and NOTE come with results."""


def read(root: Element) -> Reading:
    """Return what the reply says. Raises `NotUnderstoodError` when it is no `TrackReply`."""
    gathered = Gathered()
    for fault in root.iter("Fault"):
        # A fault with ErrorDetail is UPS's.
        if next(fault.iter("ErrorDetail"), None) is None:
            gathered.fail(text(fault, "faultcode"), text(fault, "faultstring"))
    for reply in root.iter("TrackReply"):
        _add_errors(gathered, reply, "Notifications")
        for details in [*each(reply, "CompletedTrackDetails/TrackDetails"), *each(reply, "TrackDetails")]:
            _add_details(gathered, details)
    return gathered.reading(lacks="the XML has neither a TrackReply with details nor an error")


def _add_errors(gathered: Gathered, holder: Element, path: str, *, tracking_number: str = "") -> bool:
    failures = [note for note in each(holder, path) if text(note, "Severity") in FAILED]
    for note in failures:
        gathered.fail(text(note, "Code"), text(note, "Message"), number=tracking_number)
    return bool(failures)


def _add_details(gathered: Gathered, details: Element) -> None:
    given = text(details, "TrackingNumber")
    if _add_errors(gathered, details, "Notification", tracking_number=given):
        return
    events = list(each(details, "Events"))
    turned = turned_at(text(event, "Timestamp") for event in events if _kind(event) is Milestone.RETURNING)
    scan = partial(_scan, turned=turned)
    gathered.add(given, events, scan, estimated_delivery=_estimate(details), proof=_proof(details, events))


def _scan(event: Element, *, turned: datetime | None) -> Scan:
    code, description = text(event, "EventType"), text(event, "EventDescription")
    if not code and not description:
        raise NotUnderstoodError("an event has neither type nor description")
    milestone, reason = meaning(event=code, exception=text(event, "StatusExceptionCode"))
    occurred_at, offset_known = moment(text(event, "Timestamp"))
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=where_to(milestone, at=occurred_at, turned=turned),
        reason=reason,
        place=place(
            city=text(event, "Address/City"),
            region=text(event, "Address/StateOrProvinceCode"),
            country=text(event, "Address/CountryCode"),
        ),
        code=code,
        text=description,
    )


def _estimate(details: Element) -> date | None:
    for entry in each(details, "DatesOrTimes"):
        if text(entry, "Type") == "ESTIMATED_DELIVERY":
            return day(text(entry, "DateOrTimestamp"))
    return day(text(details, "EstimatedDeliveryTimestamp"))


def _proof(details: Element, events: list[Element]) -> ProofOfDelivery | None:
    """Return the proof of a delivery. Without one, the name is of whoever took a parcel back."""
    delivered = [event for event in events if _kind(event) is Milestone.DELIVERED]
    if not delivered or any(_kind(event) is Milestone.RETURNING for event in events):
        return None
    name = text(details, "DeliverySignatureName")
    how = DELIVERED_AT.get(text(details, "DeliveryLocationType"), Reason.NONE)
    codes = [text(event, "StatusExceptionCode") for event in delivered]
    how = how or next((LEFT_AT[code] for code in codes if code in LEFT_AT), how)
    return ProofOfDelivery(how, name) if how or name else None


def _kind(event: Element) -> Milestone:
    return meaning(event=text(event, "EventType"), exception=text(event, "StatusExceptionCode"))[0]
