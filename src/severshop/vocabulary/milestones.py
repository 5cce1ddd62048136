"""What can happen to a parcel: one milestone, and a reason where the carrier gives one."""

from enum import StrEnum


class Milestone(StrEnum):
    NOT_YET_KNOWN = "not_yet_known"
    NUMBER_INVALID = "number_invalid"
    LABEL_CREATED = "label_created"
    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    PICKUP_READY = "pickup_ready"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    ACTION_REQUIRED = "action_required"
    REFUSED = "refused"
    DAMAGED = "damaged"
    LOST = "lost"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DISPOSED = "disposed"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why, or how, where the carrier says so."""

    NONE = ""
    ARRIVED = "arrived"
    DEPARTED = "departed"
    ORIGIN = "origin"
    DESTINATION_COUNTRY = "destination_country"
    WEATHER = "weather"
    VOLUME = "volume"
    MECHANICAL = "mechanical"
    MISSORTED = "missorted"
    LATE_FLIGHT = "late_flight"
    ADDRESS = "address"
    PAYMENT = "payment"
    DOCUMENTS = "documents"
    CLEARED = "cleared"
    INSPECTION = "inspection"
    HELD = "held"
    """Held, and the carrier does not say why."""
    NOT_HOME = "not_home"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"
    LETTER_BOX = "letter_box"
    SAFE_PLACE = "safe_place"
    NEIGHBOUR = "neighbour"
    PICKUP_POINT = "pickup_point"
    RESCHEDULED = "rescheduled"


PAPER_ONLY = frozenset(
    {
        Milestone.NOT_YET_KNOWN,
        Milestone.NUMBER_INVALID,
        Milestone.LABEL_CREATED,
        Milestone.CANCELLED,
        Milestone.EXPIRED,
        Milestone.UNKNOWN,
    }
)
"""Milestones that say nothing about the parcel having been in a carrier's hands."""
