"""What a parcel waits for, or how it ended: the one list that every question answers."""

from datetime import datetime
from enum import StrEnum

from severshop.look.status.parcel_facts import Parcel
from severshop.look.status.whereabouts import SILENT, WAITED_LONG
from severshop.vocabulary.milestones import Milestone, Reason


class State(StrEnum):
    """How a parcel stands, as far as answers differ."""

    PACKED = "packed"
    FIRST_SCAN = "first_scan"
    FIRST_SCAN_LATE = "first_scan_late"
    NUMBER_NEW = "number_new"
    NUMBER_UNKNOWN = "number_unknown"
    VOID = "void"
    MOVING = "moving"
    SILENT = "silent"
    CUSTOMS = "customs"
    CUSTOMS_ASKS = "customs_asks"
    DELAYED = "delayed"
    IN_THE_VAN = "in_the_van"
    MISSED = "missed"
    PICKUP = "pickup"
    ACTION = "action"
    DELIVERED = "delivered"
    DAMAGED = "damaged"
    LOST = "lost"
    RETURNING = "returning"
    RETURNED = "returned"


NOT_LEFT = frozenset({State.PACKED})
NOT_SEEN = frozenset({State.FIRST_SCAN, State.FIRST_SCAN_LATE, State.NUMBER_NEW, State.NUMBER_UNKNOWN, State.VOID})
"""Given away, and never in a carrier's scanner."""
COMING_BACK = frozenset({State.RETURNING, State.RETURNED})
NOT_COMING = frozenset({State.LOST, State.DAMAGED}) | COMING_BACK

_BY_MILESTONE = {
    Milestone.OUT_FOR_DELIVERY: State.IN_THE_VAN,
    Milestone.ATTEMPT_FAILED: State.MISSED,
    Milestone.PICKUP_READY: State.PICKUP,
    Milestone.DELIVERED: State.DELIVERED,
    Milestone.DELAYED: State.DELAYED,
    Milestone.ACTION_REQUIRED: State.ACTION,
    Milestone.DAMAGED: State.DAMAGED,
    Milestone.LOST: State.LOST,
    Milestone.DISPOSED: State.LOST,
    Milestone.REFUSED: State.RETURNING,
    Milestone.RETURNING: State.RETURNING,
    Milestone.RETURNED: State.RETURNED,
}


def state_of(parcel: Parcel, *, now: datetime) -> State:
    """Return how a parcel stands."""
    if parcel.last_scan_at is None or parcel.milestone in {Milestone.NOT_YET_KNOWN, Milestone.NUMBER_INVALID}:
        return _before_the_first_scan(parcel, now=now)
    if parcel.milestone is Milestone.LABEL_CREATED:
        return _before_the_first_scan(parcel, now=now)
    if parcel.milestone is Milestone.CUSTOMS and parcel.reason is not Reason.CLEARED:
        asks = parcel.reason in {Reason.DOCUMENTS, Reason.PAYMENT}
        return State.CUSTOMS_ASKS if asks else State.CUSTOMS
    known = _BY_MILESTONE.get(parcel.milestone)
    if known:
        return known
    if parcel.milestone in {Milestone.CANCELLED, Milestone.EXPIRED}:
        return State.VOID
    return State.SILENT if now - parcel.last_scan_at >= SILENT else State.MOVING


def _before_the_first_scan(parcel: Parcel, *, now: datetime) -> State:
    if parcel.milestone in {Milestone.CANCELLED, Milestone.EXPIRED}:
        return State.VOID
    if parcel.handed_over_at is None:
        return State.PACKED
    is_new = now - parcel.handed_over_at < WAITED_LONG
    if parcel.not_known_at or parcel.milestone is Milestone.NUMBER_INVALID:
        return State.NUMBER_NEW if is_new else State.NUMBER_UNKNOWN
    return State.FIRST_SCAN if is_new else State.FIRST_SCAN_LATE
