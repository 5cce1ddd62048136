"""Reads an answer of the Track API, and the webhook's body, which carries the same results.

One number may come with several results (FedEx uses numbers again, and repeats itself): they are merged.
"""

from datetime import date, datetime
from functools import partial

from severshop.domain.carriers.fedex.codes import DELIVERED_AT, LEFT_AT, meaning
from severshop.domain.carriers.fedex.returns import turned_at, where_to
from severshop.domain.carriers.fields import Json, day, moment, obj, objects, place, text
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.scans import Scan

TIMES_OF = {"DL": "ACTUAL_DELIVERY", "PU": "ACTUAL_PICKUP"}
"""Where the time stands of a status that came without its scans (asked for without detailed scans)."""


def read(message: Json) -> Reading:
    """Return what the answer says, errors included. Raises `NotUnderstoodError`."""
    gathered = Gathered()
    for error in objects(message, "errors"):
        # All of FedEx's codes are dotted; others put errors into the same place.
        if "." in text(error, "code"):
            gathered.fail(text(error, "code"), text(error, "message"))
    output = message if "output" not in message else obj(message, "output")
    for complete in objects(output, "completeTrackResults") or [output]:
        for result in objects(complete, "trackResults") or _alone(complete):
            _add_result(gathered, result, asked=text(complete, "trackingNumber"))
    return gathered.reading(lacks="the message has neither a track result nor an error")


def _alone(complete: Json) -> list[Json]:
    return [complete] if "scanEvents" in complete or "trackingNumberInfo" in complete else []


def _add_result(gathered: Gathered, result: Json, *, asked: str) -> None:
    given = text(result, "trackingNumberInfo", "trackingNumber") or text(result, "trackingNumber") or asked
    error = obj(result, "error")
    if error:
        gathered.fail(text(error, "code"), text(error, "message"), number=given)
        return
    events = objects(result, "scanEvents") or _summary(result)
    turned = turned_at(text(event, "date") for event in events if _kind(event) is Milestone.RETURNING)
    scan = partial(_scan, turned=turned)
    gathered.add(given, events, scan, estimated_delivery=_estimate(result), proof=_proof(result, events))


def _scan(event: Json, *, turned: datetime | None) -> Scan:
    code = text(event, "eventType")
    description = text(event, "eventDescription")
    if not code and not description:
        raise NotUnderstoodError("a scan event has neither type nor description")
    milestone, reason = meaning(event=code, exception=text(event, "exceptionCode"))
    occurred_at, offset_known = moment(text(event, "date"))
    where = obj(event, "scanLocation")
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=where_to(milestone, at=occurred_at, turned=turned),
        reason=reason,
        place=place(
            city=text(where, "city"), region=text(where, "stateOrProvinceCode"), country=text(where, "countryCode")
        ),
        code=code,
        text=description,
    )


def _summary(result: Json) -> list[Json]:
    """Return the latest status as the one event that is known, where its time is told elsewhere."""
    status = obj(result, "latestStatusDetail")
    code = text(status, "code")
    happened = _time(result, TIMES_OF.get(code, ""))
    if not happened:
        return []
    event = {"eventType": code, "eventDescription": text(status, "description"), "date": happened}
    return [event | {"scanLocation": obj(status, "scanLocation")}]


def _estimate(result: Json) -> date | None:
    ends = text(result, "estimatedDeliveryTimeWindow", "window", "ends")
    return day(ends) or day(_time(result, "ESTIMATED_DELIVERY"))


def _time(result: Json, kind: str) -> str:
    if not kind:
        return ""
    entries = objects(result, "dateAndTimes")
    return next((text(entry, "dateTime") for entry in entries if text(entry, "type") == kind), "")


def _proof(result: Json, events: list[Json]) -> ProofOfDelivery | None:
    """Return the proof of a delivery. Without one, the name is of whoever took a parcel back."""
    delivered = [event for event in events if _kind(event) is Milestone.DELIVERED]
    if not delivered or any(_kind(event) is Milestone.RETURNING for event in events):
        return None
    details = obj(result, "deliveryDetails")
    name = text(details, "receivedByName") or text(details, "signedByName")
    how = DELIVERED_AT.get(text(details, "locationType"), Reason.NONE)
    how = how or next((LEFT_AT[code] for event in delivered if (code := text(event, "exceptionCode")) in LEFT_AT), how)
    return ProofOfDelivery(how, name) if how or name else None


def _kind(event: Json) -> Milestone:
    return meaning(event=text(event, "eventType"), exception=text(event, "exceptionCode"))[0]
