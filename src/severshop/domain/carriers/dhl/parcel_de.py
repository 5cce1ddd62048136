"""Reads the business customers' tracking of DHL Parcel Germany: nested `data` elements that say all in attributes."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from severshop.domain.carriers import fields
from severshop.domain.carriers.dhl.codes_parcel_de import is_about_the_parcel, meaning
from severshop.domain.carriers.dhl.places import locality
from severshop.domain.carriers.fields import clean
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.proofs import proof_of
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery
from severshop.vocabulary.scans import Scan

SHIPMENTS: Final = frozenset({"pieceshipment", "piecestatuspublic"})
EVENTS: Final = frozenset({"pieceevent"})
LISTS: Final = frozenset({"pieceshipmentlist", "piecestatuspubliclist", "pieceeventlist"})
"""Names without dashes: the documentation writes `pieceshipment`, the answers `piece-shipment`."""
GERMAN_STAMP: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}(?::\d{2})?)")


def gather(root: Element, gathered: Gathered) -> None:
    """Add every piece, and every error. Raises `NotUnderstoodError` where no `data` has a name of DHL's."""
    named = [(_name(element), element) for element in root.iter("data")]
    if not any(name in SHIPMENTS or name in LISTS for name, _element in named):
        raise NotUnderstoodError("the XML has no list of pieces")
    for name, element in named:
        if name in SHIPMENTS:
            _gather_piece(element, gathered)
        elif _attribute(element, "code") not in {"", "0"}:
            gathered.fail(_attribute(element, "code"), _attribute(element, "error"))


def _gather_piece(piece: Element, gathered: Gathered) -> None:
    number = _attribute(piece, "piece-code") or _attribute(piece, "searched-piece-code")
    if _attribute(piece, "error-status") not in {"", "0"}:
        gathered.fail(_attribute(piece, "error-status"), _attribute(piece, "status"), number=number)
        return
    events = [element for element in piece.iter("data") if _name(element) in EVENTS]
    events = [event for event in events if _is_scan(event)] or ([] if events else [piece])
    gathered.add(
        fields.number(number),
        events,
        _scan,
        estimated_delivery=fields.day(_attribute(piece, "delivery-date")),
        proof=_proof(piece),
    )


def _is_scan(event: Element) -> bool:
    return is_about_the_parcel(*_codes(event))


def _scan(event: Element) -> Scan:
    ice, ric, standard = _codes(event)
    is_return = _attribute(event, "ruecksendung") == "true"
    milestone, reason = meaning(ice, ric, standard, is_return=is_return)
    occurred_at, offset_known = _moment(_attribute(event, "event-timestamp") or _attribute(event, "status-timestamp"))
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=locality(_attribute(event, "event-location"), _attribute(event, "event-country")),
        code="/".join(code for code in (ice, ric, standard) if code)[:40],
        text=_words(event),
    )


def _words(event: Element) -> str:
    names = ("event-short-status", "event-status", "status")
    return next((words for name in names if (words := _attribute(event, name))), "")


def _codes(event: Element) -> tuple[str, str, str]:
    return (
        _attribute(event, "ice").upper(),
        _attribute(event, "ric").upper(),
        _attribute(event, "standard-event-code").upper(),
    )


def _moment(stamp: str) -> fields.Moment:
    """Return when it was. Germany's clock time; the answer names no zone."""
    match = GERMAN_STAMP.fullmatch(stamp)
    return fields.moment(f"{match[3]}-{match[2]}-{match[1]}T{match[4]}" if match else stamp)


def _proof(piece: Element) -> ProofOfDelivery | None:
    """Return who took it. Not for a parcel that went back: then it is the sender's own people."""
    if _attribute(piece, "delivery-event-flag") != "1" or _attribute(piece, "ruecksendung") == "true":
        return None
    return proof_of([meaning(*_codes(piece))], name=_attribute(piece, "recipient-name"))


def _name(element: Element) -> str:
    return element.get("name", "").replace("-", "")


def _attribute(element: Element, name: str) -> str:
    return clean(element.get(name) or element.get(name.replace("-", "")) or "")
