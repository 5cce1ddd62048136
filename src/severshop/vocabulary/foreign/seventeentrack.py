"""17TRACK: a main status with a sub-status in one word.

Source: 17TRACK's help page on statuses. Its stored copy ends within `Exception_NoBody`: what stands in
`UNVERIFIED` is not on what was read of it.
"""

from typing import Final

from severshop.vocabulary.foreign.tables import Meaning, Vocabulary
from severshop.vocabulary.milestones import Milestone, Reason

STATUSES: Final[dict[str, Meaning]] = {
    "NotFound_Other": (Milestone.NOT_YET_KNOWN, Reason.NONE),
    "NotFound_InvalidCode": (Milestone.NUMBER_INVALID, Reason.NONE),
    "InfoReceived": (Milestone.LABEL_CREATED, Reason.NONE),
    "InTransit_PickedUp": (Milestone.ACCEPTED, Reason.NONE),
    "InTransit_Other": (Milestone.IN_TRANSIT, Reason.NONE),
    "InTransit_Departure": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "InTransit_Arrival": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "InTransit_CustomsProcessing": (Milestone.CUSTOMS, Reason.NONE),
    "InTransit_CustomsReleased": (Milestone.CUSTOMS, Reason.CLEARED),
    "InTransit_CustomsRequiringInformation": (Milestone.CUSTOMS, Reason.DOCUMENTS),
    "OutForDelivery_Other": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "AvailableForPickup_Other": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "DeliveryFailure_Other": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "DeliveryFailure_NoBody": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "DeliveryFailure_Security": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "DeliveryFailure_Rejected": (Milestone.REFUSED, Reason.NONE),
    "DeliveryFailure_InvalidAddress": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),
    "Delivered_Other": (Milestone.DELIVERED, Reason.NONE),
    "Expired_Other": (Milestone.EXPIRED, Reason.NONE),
    "Exception_Other": (Milestone.DELAYED, Reason.NONE),
    "Exception_Returning": (Milestone.RETURNING, Reason.NONE),
    "Exception_Returned": (Milestone.RETURNED, Reason.NONE),
    "Exception_NoBody": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
}
UNVERIFIED: Final[dict[str, Meaning]] = {
    "Exception_Security": (Milestone.DELAYED, Reason.NONE),
    "Exception_Damage": (Milestone.DAMAGED, Reason.NONE),
    "Exception_Rejected": (Milestone.REFUSED, Reason.NONE),
    "Exception_Delayed": (Milestone.DELAYED, Reason.NONE),
    "Exception_Lost": (Milestone.LOST, Reason.NONE),
    "Exception_Destroyed": (Milestone.DISPOSED, Reason.NONE),
    "Exception_Cancel": (Milestone.CANCELLED, Reason.NONE),
}
VOCABULARY: Final = Vocabulary(
    ours=STATUSES | UNVERIFIED,
    plain={
        Milestone.NOT_YET_KNOWN: "NotFound_Other",
        Milestone.NUMBER_INVALID: "NotFound_InvalidCode",
        Milestone.LABEL_CREATED: "InfoReceived",
        Milestone.ACCEPTED: "InTransit_PickedUp",
        Milestone.IN_TRANSIT: "InTransit_Other",
        Milestone.CUSTOMS: "InTransit_CustomsProcessing",
        Milestone.OUT_FOR_DELIVERY: "OutForDelivery_Other",
        Milestone.ATTEMPT_FAILED: "DeliveryFailure_Other",
        Milestone.PICKUP_READY: "AvailableForPickup_Other",
        Milestone.DELIVERED: "Delivered_Other",
        Milestone.DELAYED: "Exception_Other",
        Milestone.ACTION_REQUIRED: "Exception_Other",
        Milestone.REFUSED: "DeliveryFailure_Rejected",
        Milestone.DAMAGED: "Exception_Damage",
        Milestone.LOST: "Exception_Lost",
        Milestone.RETURNING: "Exception_Returning",
        Milestone.RETURNED: "Exception_Returned",
        Milestone.CANCELLED: "Exception_Cancel",
        Milestone.EXPIRED: "Expired_Other",
        Milestone.DISPOSED: "Exception_Destroyed",
    },
    finer={
        (Milestone.IN_TRANSIT, Reason.DEPARTED): "InTransit_Departure",
        (Milestone.IN_TRANSIT, Reason.ARRIVED): "InTransit_Arrival",
        (Milestone.CUSTOMS, Reason.CLEARED): "InTransit_CustomsReleased",
        (Milestone.CUSTOMS, Reason.DOCUMENTS): "InTransit_CustomsRequiringInformation",
        (Milestone.CUSTOMS, Reason.PAYMENT): "InTransit_CustomsRequiringInformation",
        (Milestone.ACTION_REQUIRED, Reason.DOCUMENTS): "InTransit_CustomsRequiringInformation",
        (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME): "DeliveryFailure_NoBody",
        (Milestone.ATTEMPT_FAILED, Reason.ADDRESS): "DeliveryFailure_InvalidAddress",
    },
)


def to_ours(code: str) -> Meaning:
    """Return what a status means."""
    return VOCABULARY.to_ours(code)


def from_ours(milestone: Milestone, reason: Reason = Reason.NONE) -> str:
    """Return the status, or an empty string where there is none."""
    return VOCABULARY.from_ours(milestone, reason)
