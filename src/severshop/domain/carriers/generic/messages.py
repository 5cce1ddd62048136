"""Reads the shop's own format: up to 500 messages, one scan each. See docs/reference/generic-hook.schema.json."""

from typing import Final

from severshop.domain.carriers import fields
from severshop.domain.carriers.fields import Json, read_json, text
from severshop.domain.carriers.gathering import UNREADABLE_SCAN, Gathered
from severshop.domain.carriers.proofs import proof_of
from severshop.domain.carriers.reading import NotUnderstoodError, Reading
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.scans import Scan

MOST: Final = 500
"""Messages in one body."""
MILESTONES: Final = {milestone.value: milestone for milestone in Milestone}
REASONS: Final = {reason.value: reason for reason in Reason}


def read(body: bytes) -> Reading:
    """Return what the messages say. A faulty one becomes an error; its neighbours count.

    Raises `NotUnderstoodError` when the body is not in this format, or none of its messages can be read.
    """
    messages = read_json(body).get("messages")
    if not isinstance(messages, list) or not messages:
        raise NotUnderstoodError("messages is not a list with at least one message")
    if len(messages) > MOST:
        raise NotUnderstoodError(f"there are more than {MOST} messages")
    gathered = Gathered()
    for number, told in _by_number(messages, gathered).items():
        estimates = [fields.day(text(message, "estimated_delivery")) for message in told]
        latest = next((day for day in reversed(estimates) if day), None)
        gathered.add(number, told, _scan, estimated_delivery=latest, proof=proof_of([_meaning(m) for m in told]))
    return gathered.reading(lacks=_first_fault(gathered))


def _by_number(messages: list[object], gathered: Gathered) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for message in messages:
        try:
            number = fields.number(text(message, "tracking_number"))
        except NotUnderstoodError as fault:
            gathered.fail(UNREADABLE_SCAN, str(fault))
        else:
            # A message that has a number is an object.
            found.setdefault(number, []).append(message)  # type: ignore[arg-type]
    return found


def _first_fault(gathered: Gathered) -> str:
    return gathered.errors[0].text if gathered.errors else "no message can be read"


def _meaning(message: Json) -> tuple[Milestone, Reason]:
    """Return milestone and reason by their names; unknown as soon as one of them is no name of ours."""
    milestone = MILESTONES.get(text(message, "milestone"), Milestone.UNKNOWN)
    reason = REASONS.get(text(message, "reason"))
    return (Milestone.UNKNOWN, Reason.NONE) if reason is None else (milestone, reason)


def _scan(message: Json) -> Scan:
    named, why = text(message, "milestone"), text(message, "reason")
    if not named:
        raise NotUnderstoodError("milestone is missing")
    milestone, reason = _meaning(message)
    own_code = f"{named}/{why}".rstrip("/") if milestone is Milestone.UNKNOWN else ""
    occurred_at, offset_known = fields.moment(text(message, "occurred_at"))
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=fields.place(
            city=text(message, "place", "city"),
            region=text(message, "place", "region"),
            country=text(message, "place", "country"),
        ),
        code=(text(message, "code") or own_code)[:40],
        text=text(message, "text"),
    )
