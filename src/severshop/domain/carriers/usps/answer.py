"""Reads answers of the Tracking API (v3 and v3r2): one record, or a list of them, with events or with summaries."""

from collections.abc import Iterable
from datetime import date

from severshop.domain.carriers.fields import Json, day, obj, objects, plain, text
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.domain.carriers.usps.codes import handed_to, meaning
from severshop.domain.carriers.usps.moments import event_moment
from severshop.domain.carriers.usps.places import where
from severshop.domain.carriers.usps.summaries import read_line
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.scans import Scan

EXPECTED = (
    "expectedDeliveryTimeStamp",
    "expectedDeliveryDate",
    "predictedDeliveryTimeStamp",
    "predictedDeliveryDate",
    "guaranteedDeliveryTimeStamp",
    "guaranteedDeliveryDate",
)
"""Where the day stands on which USPS expects to deliver, the surest first."""
MARKS = frozenset({"trackingEvents", "eventSummaries", "eventType", "status", "statusCategory", "statusSummary"})
"""A record of a parcel has at least one of these."""


def read(records: Iterable[Json]) -> Reading:
    """Return what the records say, errors included. Raises `NotUnderstoodError`."""
    gathered = Gathered()
    for record in records:
        if "error" in record:
            _add_error(gathered, record)
        elif not MARKS.isdisjoint(record):
            _add_record(gathered, record)
    return gathered.reading(lacks="the message has neither a tracking record nor an error")


def _add_error(gathered: Gathered, record: Json) -> None:
    """Add an error: USPS's own (the inner code is the finer one), or the one of its OAuth gateway."""
    error = obj(record, "error")
    inner = next(iter(objects(error, "errors")), {})
    code = text(inner, "code") or text(error, "code")
    words = text(error, "message", limit=400) or text(inner, "title", limit=400)
    if "error_description" in record:
        code, words = text(record, "error"), text(record, "error_description")
    gathered.fail(code, plain(words), number=text(record, "trackingNumber"))


def _add_record(gathered: Gathered, record: Json) -> None:
    number = text(record, "trackingNumber")
    events = objects(record, "trackingEvents") or ([record] if "eventType" in record else [])
    gathered.add(number, events, _scan, estimated_delivery=_estimate(record), proof=_proof(events))
    summaries = record.get("eventSummaries")
    if not events and isinstance(summaries, list):
        gathered.add(number, [line for line in summaries if isinstance(line, str)], read_line)
        gathered.add(number, objects(summaries), _scan)


def _scan(event: Json) -> Scan:
    code, phrase = text(event, "eventCode"), plain(text(event, "eventType"))
    if not code and not phrase:
        raise NotUnderstoodError("an event has neither code nor type")
    milestone, reason = meaning(code=code, phrase=phrase)
    occurred_at, offset_known = event_moment(event)
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=where(
            city=text(event, "eventCity"),
            state=text(event, "eventState"),
            zip_code=text(event, "eventZIP") or text(event, "eventZIPCode"),
            country=text(event, "eventCountry"),
        ),
        code=code,
        text=phrase,
    )


def _estimate(record: Json) -> date | None:
    holders = (record, obj(record, "deliveryDateExpectation"))
    given = (text(holder, name) for name in EXPECTED for holder in holders if name in holder)
    return next((found for stamp in given if (found := day(stamp))), None)


def _proof(events: Iterable[Json]) -> ProofOfDelivery | None:
    for event in events:
        phrase = plain(text(event, "eventType"))
        if meaning(code=text(event, "eventCode"), phrase=phrase)[0] is Milestone.DELIVERED:
            how, name = handed_to(phrase), text(event, "name") or text(event, "recipientName")
            return ProofOfDelivery(how, name) if how or name else None
    return None
