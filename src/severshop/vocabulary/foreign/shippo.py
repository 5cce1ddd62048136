"""Shippo: a status of six, and a sub-status, written here as `STATUS/substatus`.

Sources: the statuses of Shippo's SDK. Its list of sub-statuses was not found in anything public that
was read: those here are unverified, are understood, and are never sent.
"""

from typing import Final

from severshop.vocabulary.foreign.tables import UNKNOWN, Meaning, Vocabulary
from severshop.vocabulary.milestones import Milestone, Reason

STATUSES: Final[dict[str, Meaning]] = {
    "UNKNOWN": (Milestone.NOT_YET_KNOWN, Reason.NONE),
    "PRE_TRANSIT": (Milestone.LABEL_CREATED, Reason.NONE),
    "TRANSIT": (Milestone.IN_TRANSIT, Reason.NONE),
    "DELIVERED": (Milestone.DELIVERED, Reason.NONE),
    # It covers "being returned" and "returned": the first is true of both.
    "RETURNED": (Milestone.RETURNING, Reason.NONE),
    "FAILURE": (Milestone.DELAYED, Reason.NONE),
}
UNVERIFIED: Final[dict[str, Meaning]] = {
    "PRE_TRANSIT/information_received": (Milestone.LABEL_CREATED, Reason.NONE),
    "TRANSIT/package_accepted": (Milestone.ACCEPTED, Reason.NONE),
    "TRANSIT/package_arrived": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "TRANSIT/package_departed": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "TRANSIT/package_processing": (Milestone.IN_TRANSIT, Reason.NONE),
    "TRANSIT/package_processed": (Milestone.IN_TRANSIT, Reason.NONE),
    "TRANSIT/package_forwarded": (Milestone.IN_TRANSIT, Reason.NONE),
    "TRANSIT/delivery_scheduled": (Milestone.IN_TRANSIT, Reason.RESCHEDULED),
    "TRANSIT/out_for_delivery": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "TRANSIT/delivery_attempted": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "TRANSIT/notice_left": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "TRANSIT/location_inaccessible": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),
    "TRANSIT/pickup_available": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "TRANSIT/delayed": (Milestone.DELAYED, Reason.NONE),
    "TRANSIT/package_held": (Milestone.DELAYED, Reason.NONE),
    "TRANSIT/delivery_rescheduled": (Milestone.DELAYED, Reason.RESCHEDULED),
    "TRANSIT/reschedule_delivery": (Milestone.ACTION_REQUIRED, Reason.NONE),
    "TRANSIT/contact_carrier": (Milestone.ACTION_REQUIRED, Reason.NONE),
    "TRANSIT/address_issue": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "TRANSIT/package_damaged": (Milestone.DAMAGED, Reason.NONE),
    "DELIVERED/delivered": (Milestone.DELIVERED, Reason.NONE),
    "RETURNED/return_to_sender": (Milestone.RETURNING, Reason.NONE),
    "RETURNED/package_unclaimed": (Milestone.RETURNING, Reason.NONE),
    "FAILURE/package_undeliverable": (Milestone.DELAYED, Reason.NONE),
    "FAILURE/package_disposed": (Milestone.DISPOSED, Reason.NONE),
    "FAILURE/package_lost": (Milestone.LOST, Reason.NONE),
}
VOCABULARY: Final = Vocabulary(
    ours=STATUSES | UNVERIFIED,
    plain={
        Milestone.NOT_YET_KNOWN: "UNKNOWN",
        Milestone.NUMBER_INVALID: "UNKNOWN",
        Milestone.LABEL_CREATED: "PRE_TRANSIT",
        Milestone.ACCEPTED: "TRANSIT",
        Milestone.IN_TRANSIT: "TRANSIT",
        Milestone.CUSTOMS: "TRANSIT",
        Milestone.OUT_FOR_DELIVERY: "TRANSIT",
        Milestone.ATTEMPT_FAILED: "FAILURE",
        Milestone.PICKUP_READY: "TRANSIT",
        Milestone.DELIVERED: "DELIVERED",
        Milestone.DELAYED: "TRANSIT",
        Milestone.ACTION_REQUIRED: "TRANSIT",
        Milestone.REFUSED: "FAILURE",
        Milestone.DAMAGED: "FAILURE",
        Milestone.LOST: "FAILURE",
        Milestone.RETURNING: "RETURNED",
        Milestone.RETURNED: "RETURNED",
        Milestone.DISPOSED: "FAILURE",
    },
)


def to_ours(code: str) -> Meaning:
    """Return what a status, or `STATUS/substatus`, means."""
    found = VOCABULARY.to_ours(code)
    return STATUSES.get(code.partition("/")[0], UNKNOWN) if found is UNKNOWN else found


def from_ours(milestone: Milestone, reason: Reason = Reason.NONE) -> str:
    """Return the status, or an empty string where there is none."""
    return VOCABULARY.from_ours(milestone, reason)
