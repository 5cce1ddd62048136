"""Reads the older Web Tools XML: `TrackResponse`, `TrackInfo`, `TrackSummary`, `TrackDetail`; and its `Error`.

The answer to a plain `TrackRequest` has sentences in place of fields. They are not read: they have no code.
"""

from collections.abc import Iterable
from datetime import date
from xml.etree.ElementTree import Element

from severshop.domain.carriers.fields import plain
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.domain.carriers.usps.codes import handed_to, meaning
from severshop.domain.carriers.usps.dates import spoken_day, spoken_moment
from severshop.domain.carriers.usps.places import where
from severshop.domain.carriers.xml import each, text
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.scans import Scan

EXPECTED = ("ExpectedDeliveryDate", "PredictedDeliveryDate", "GuaranteedDeliveryDate")


def read(root: Element) -> Reading:
    """Return what the answer says. Raises `NotUnderstoodError` when it is no Web Tools answer."""
    gathered = Gathered()
    if root.tag == "Error":
        _add_error(gathered, root, "")
    elif root.tag == "TrackResponse":
        for info in each(root, "TrackInfo"):
            _add_info(gathered, info)
    return gathered.reading(lacks="the XML has neither a TrackInfo nor an Error")


def _add_error(gathered: Gathered, error: Element, number: str) -> None:
    gathered.fail(text(error, "Number"), plain(text(error, "Description", limit=400)), number=number)


def _add_info(gathered: Gathered, info: Element) -> None:
    number = info.get("ID") or text(info, "ID")
    error = info.find("Error")
    if error is not None:
        _add_error(gathered, error, number)
        return
    events = [event for name in ("TrackSummary", "TrackDetail") for event in each(info, name) if len(event)]
    gathered.add(number, events, _scan, estimated_delivery=_estimate(info), proof=_proof(events))


def _scan(event: Element) -> Scan:
    code, phrase = text(event, "EventCode"), plain(text(event, "Event"))
    if not code and not phrase:
        raise NotUnderstoodError("an event has neither code nor text")
    milestone, reason = meaning(code=code, phrase=phrase)
    occurred_at, offset_known = spoken_moment(text(event, "EventDate"), text(event, "EventTime"))
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=where(
            city=text(event, "EventCity"),
            state=text(event, "EventState"),
            zip_code=text(event, "EventZIPCode"),
            country=text(event, "EventCountry"),
        ),
        code=code,
        text=phrase,
    )


def _estimate(info: Element) -> date | None:
    days = (spoken_day(text(info, name)) for name in EXPECTED)
    return next((found for found in days if found), None)


def _proof(events: Iterable[Element]) -> ProofOfDelivery | None:
    for event in events:
        phrase = plain(text(event, "Event"))
        if meaning(code=text(event, "EventCode"), phrase=phrase)[0] is Milestone.DELIVERED:
            how, name = handed_to(phrase), text(event, "Name")
            return ProofOfDelivery(how, name) if how or name else None
    return None
