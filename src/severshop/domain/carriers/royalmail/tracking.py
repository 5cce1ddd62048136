"""Reads Royal Mail's Tracking API v2 and v3: events of one mail piece, summaries of several, signatures, errors."""

from severshop.domain.carriers import fields
from severshop.domain.carriers.fields import Json, obj, objects, read_json, text
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.proofs import proof_of
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.domain.carriers.royalmail.codes import WISHES, meaning
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan


def read(body: bytes) -> Reading:
    """Return what the body says. Raises `NotUnderstoodError` when it is no answer of Royal Mail's."""
    message, gathered = read_json(body), Gathered()
    pieces = objects(message, "mailPieces")
    for piece in pieces:
        try:
            _gather_piece(piece, gathered)
        except NotUnderstoodError:
            # One piece without a number must not hold back the others of the same answer.
            if len(pieces) == 1:
                raise
    _gather_errors(message, gathered)
    return gathered.reading(lacks="the body has no mailPieces and no errors")


def _gather_piece(piece: Json, gathered: Gathered) -> None:
    number = fields.number(_number(piece))
    failure = obj(piece, "error")
    if failure:
        gathered.fail(text(failure, "errorCode"), text(failure, "errorDescription"), number=number)
        return
    events = _entries(piece)
    gathered.add(
        number,
        events,
        _scan,
        estimated_delivery=fields.day(text(piece, "estimatedDelivery", "date")),
        proof=_proof(piece, events),
    )


def _number(piece: Json) -> str:
    """Return the number on the label. `mailPieceId` may be the 2D bar code's, which nobody types."""
    return (
        text(piece, "summary", "oneDBarcode") or text(piece, "signature", "oneDBarcode") or text(piece, "mailPieceId")
    )


def _entries(piece: Json) -> list[Json]:
    """Return the events, or the last one as the summary tells it; not what the recipient wishes."""
    summary = obj(piece, "summary")
    last = {
        "eventCode": summary.get("lastEventCode"),
        "eventName": summary.get("lastEventName"),
        "eventDateTime": summary.get("lastEventDateTime"),
        "locationName": summary.get("lastEventLocationName"),
    }
    events = objects(piece, "events") or ([last] if text(last, "eventCode") else [])
    return [event for event in events if text(event, "eventCode") not in WISHES]


def _scan(event: Json) -> Scan:
    code = text(event, "eventCode", limit=40).upper()
    milestone, reason = meaning(code)
    occurred_at, offset_known = fields.moment(text(event, "eventDateTime"))
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=_place(text(event, "locationName")),
        code=code,
        text=text(event, "eventName"),
    )


def _place(name: str) -> Place:
    """Return the town of an office: "Stafford DO" is a delivery office, "Medway MC" a mail centre."""
    town = name.removesuffix(" DO").removesuffix(" MC").removesuffix(" RDC")
    return fields.place(city=town, country="GB" if town != name else "")


def _proof(piece: Json, events: list[Json]) -> ProofOfDelivery | None:
    name = text(piece, "signature", "recipientName") or text(piece, "signature", "printedName")
    meanings = [meaning(text(event, "eventCode").upper()) for event in events]
    return proof_of(meanings, name=name)


def _gather_errors(message: Json, gathered: Gathered) -> None:
    errors = objects(message, "errors")
    for error in errors:
        gathered.fail(text(error, "errorCode"), text(error, "errorDescription") or text(error, "errorCause"))
    code, words = text(message, "httpCode"), text(message, "httpMessage")
    if code and not errors:
        gathered.fail(code, words or text(message, "moreInformation"))
