"""EasyPost: a status of ten and a detail of twenty-eight, written here as `status/detail`.

Sources: EasyPost's list of tracker statuses as its SDKs have it. Which detail comes with which status is
documented nowhere that was seen: the table holds the pairs that make sense, and a pair that is not in
it is read by its status alone.
"""

from typing import Final

from severshop.vocabulary.foreign.tables import UNKNOWN, Meaning, Vocabulary
from severshop.vocabulary.milestones import Milestone, Reason

STATUSES: Final[dict[str, Meaning]] = {
    "unknown": (Milestone.NOT_YET_KNOWN, Reason.NONE),
    "pre_transit": (Milestone.LABEL_CREATED, Reason.NONE),
    "in_transit": (Milestone.IN_TRANSIT, Reason.NONE),
    "out_for_delivery": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "delivered": (Milestone.DELIVERED, Reason.NONE),
    "available_for_pickup": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "return_to_sender": (Milestone.RETURNING, Reason.NONE),
    "failure": (Milestone.DELAYED, Reason.NONE),
    "cancelled": (Milestone.CANCELLED, Reason.NONE),
    "error": (Milestone.NUMBER_INVALID, Reason.NONE),
}
DETAILS: Final[dict[str, Meaning]] = {
    "in_transit/received_at_origin_facility": (Milestone.ACCEPTED, Reason.NONE),
    "in_transit/departed_origin_facility": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "in_transit/departed_facility": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "in_transit/arrived_at_facility": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "in_transit/received_at_destination_facility": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "in_transit/arrived_at_destination": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "in_transit/awaiting_information": (Milestone.ACTION_REQUIRED, Reason.NONE),
    "in_transit/address_correction": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "in_transit/held": (Milestone.DELAYED, Reason.NONE),
    "in_transit/delayed": (Milestone.DELAYED, Reason.NONE),
    "in_transit/transit_exception": (Milestone.DELAYED, Reason.NONE),
    "in_transit/weather_delay": (Milestone.DELAYED, Reason.WEATHER),
    "in_transit/missorted": (Milestone.DELAYED, Reason.MISSORTED),
    "in_transit/delivery_exception": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "in_transit/damaged": (Milestone.DAMAGED, Reason.NONE),
    "in_transit/lost": (Milestone.LOST, Reason.NONE),
    "in_transit/refused": (Milestone.REFUSED, Reason.NONE),
    "in_transit/return": (Milestone.RETURNING, Reason.NONE),
    "failure/delivery_exception": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "failure/address_correction": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),
    "failure/damaged": (Milestone.DAMAGED, Reason.NONE),
    "failure/lost": (Milestone.LOST, Reason.NONE),
    "failure/refused": (Milestone.REFUSED, Reason.NONE),
    "failure/return": (Milestone.RETURNING, Reason.NONE),
    "failure/expired": (Milestone.EXPIRED, Reason.NONE),
    "unknown/expired": (Milestone.EXPIRED, Reason.NONE),
}
VOCABULARY: Final = Vocabulary(
    ours=STATUSES | DETAILS,
    plain={
        Milestone.NOT_YET_KNOWN: "unknown",
        Milestone.NUMBER_INVALID: "error",
        Milestone.LABEL_CREATED: "pre_transit",
        Milestone.ACCEPTED: "in_transit/received_at_origin_facility",
        Milestone.IN_TRANSIT: "in_transit",
        Milestone.CUSTOMS: "in_transit",
        Milestone.OUT_FOR_DELIVERY: "out_for_delivery",
        Milestone.ATTEMPT_FAILED: "failure/delivery_exception",
        Milestone.PICKUP_READY: "available_for_pickup",
        Milestone.DELIVERED: "delivered",
        Milestone.DELAYED: "in_transit/delayed",
        Milestone.ACTION_REQUIRED: "in_transit/awaiting_information",
        Milestone.REFUSED: "failure/refused",
        Milestone.DAMAGED: "failure/damaged",
        Milestone.LOST: "failure/lost",
        Milestone.RETURNING: "return_to_sender",
        Milestone.RETURNED: "return_to_sender",
        Milestone.CANCELLED: "cancelled",
        Milestone.EXPIRED: "unknown/expired",
        Milestone.DISPOSED: "failure",
    },
    finer={
        (Milestone.IN_TRANSIT, Reason.ARRIVED): "in_transit/arrived_at_facility",
        (Milestone.IN_TRANSIT, Reason.DEPARTED): "in_transit/departed_facility",
        (Milestone.CUSTOMS, Reason.HELD): "in_transit/held",
        (Milestone.CUSTOMS, Reason.INSPECTION): "in_transit/held",
        (Milestone.CUSTOMS, Reason.DOCUMENTS): "in_transit/awaiting_information",
        (Milestone.CUSTOMS, Reason.PAYMENT): "in_transit/awaiting_information",
        (Milestone.ATTEMPT_FAILED, Reason.ADDRESS): "failure/address_correction",
        (Milestone.DELAYED, Reason.WEATHER): "in_transit/weather_delay",
        (Milestone.DELAYED, Reason.MISSORTED): "in_transit/missorted",
        (Milestone.DELAYED, Reason.ADDRESS): "in_transit/address_correction",
        (Milestone.ACTION_REQUIRED, Reason.ADDRESS): "in_transit/address_correction",
    },
)


def to_ours(code: str) -> Meaning:
    """Return what `status/detail`, or a status alone, means."""
    found = VOCABULARY.to_ours(code)
    return STATUSES.get(code.partition("/")[0], UNKNOWN) if found is UNKNOWN else found


def from_ours(milestone: Milestone, reason: Reason = Reason.NONE) -> str:
    """Return `status/detail`, a status alone where no detail says more, or an empty string."""
    return VOCABULARY.from_ours(milestone, reason)
