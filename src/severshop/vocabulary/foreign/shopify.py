"""Shopify: the status of a fulfilment event.

Source: `FulfillmentEventStatus` of Shopify's published API types (2026-04). There is no word for a
return, for a cancelled label (the fulfilment is cancelled instead), nor for what waits for an answer.
"""

from typing import Final

from severshop.vocabulary.foreign.tables import Meaning, Vocabulary
from severshop.vocabulary.milestones import Milestone, Reason

STATUSES: Final[dict[str, Meaning]] = {
    "LABEL_PURCHASED": (Milestone.LABEL_CREATED, Reason.NONE),
    "LABEL_PRINTED": (Milestone.LABEL_CREATED, Reason.NONE),
    "CONFIRMED": (Milestone.NOT_YET_KNOWN, Reason.NONE),
    "CARRIER_PICKED_UP": (Milestone.ACCEPTED, Reason.NONE),
    "IN_TRANSIT": (Milestone.IN_TRANSIT, Reason.NONE),
    "DELAYED": (Milestone.DELAYED, Reason.NONE),
    "OUT_FOR_DELIVERY": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "ATTEMPTED_DELIVERY": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "READY_FOR_PICKUP": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "PICKED_UP": (Milestone.DELIVERED, Reason.PICKUP_POINT),
    "DELIVERED": (Milestone.DELIVERED, Reason.NONE),
    # Refused, damaged or lost alike: that it takes longer is true of all.
    "FAILURE": (Milestone.DELAYED, Reason.NONE),
}
VOCABULARY: Final = Vocabulary(
    ours=STATUSES,
    plain={
        Milestone.NOT_YET_KNOWN: "CONFIRMED",
        Milestone.LABEL_CREATED: "LABEL_PRINTED",
        Milestone.ACCEPTED: "CARRIER_PICKED_UP",
        Milestone.IN_TRANSIT: "IN_TRANSIT",
        Milestone.CUSTOMS: "IN_TRANSIT",
        Milestone.OUT_FOR_DELIVERY: "OUT_FOR_DELIVERY",
        Milestone.ATTEMPT_FAILED: "ATTEMPTED_DELIVERY",
        Milestone.PICKUP_READY: "READY_FOR_PICKUP",
        Milestone.DELIVERED: "DELIVERED",
        Milestone.DELAYED: "DELAYED",
        Milestone.REFUSED: "FAILURE",
        Milestone.DAMAGED: "FAILURE",
        Milestone.LOST: "FAILURE",
        Milestone.DISPOSED: "FAILURE",
    },
    finer={(Milestone.DELIVERED, Reason.PICKUP_POINT): "PICKED_UP"},
)


def to_ours(code: str) -> Meaning:
    """Return what a status means."""
    return VOCABULARY.to_ours(code)


def from_ours(milestone: Milestone, reason: Reason = Reason.NONE) -> str:
    """Return the status, or an empty string where there is none."""
    return VOCABULARY.from_ours(milestone, reason)
