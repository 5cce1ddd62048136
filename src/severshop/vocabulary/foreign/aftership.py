"""AfterShip: a tag of nine, and a sub-tag that begins with it.

Sources: the tags of AfterShip's SDK (tracking, API 2026-07); the sub-tags of its help pages on delivery
sub-status. Not seen: Exception_014 and 015, anything above Exception_021, the texts of Pending_002 to 006
(they are read by their tag). A sub-tag that is not in the table is unknown, even where its tag is known.
"""

from typing import Final

from severshop.vocabulary.foreign.tables import Meaning, Vocabulary
from severshop.vocabulary.milestones import Milestone, Reason

TAGS: Final[dict[str, Meaning]] = {
    "Pending": (Milestone.NOT_YET_KNOWN, Reason.NONE),
    "InfoReceived": (Milestone.LABEL_CREATED, Reason.NONE),
    "InTransit": (Milestone.IN_TRANSIT, Reason.NONE),
    "OutForDelivery": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "AttemptFail": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "Delivered": (Milestone.DELIVERED, Reason.NONE),
    "AvailableForPickup": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "Exception": (Milestone.DELAYED, Reason.NONE),
    "Expired": (Milestone.EXPIRED, Reason.NONE),
}
SUBTAGS: Final[dict[str, Meaning]] = {
    **{f"Pending_00{digit}": (Milestone.NOT_YET_KNOWN, Reason.NONE) for digit in range(1, 7)},
    "InfoReceived_001": (Milestone.LABEL_CREATED, Reason.NONE),
    "InTransit_001": (Milestone.IN_TRANSIT, Reason.NONE),
    "InTransit_002": (Milestone.ACCEPTED, Reason.NONE),
    "InTransit_003": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "InTransit_004": (Milestone.IN_TRANSIT, Reason.DESTINATION_COUNTRY),
    "InTransit_005": (Milestone.CUSTOMS, Reason.CLEARED),
    "InTransit_006": (Milestone.CUSTOMS, Reason.NONE),
    "InTransit_007": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "InTransit_008": (Milestone.IN_TRANSIT, Reason.NONE),
    "InTransit_009": (Milestone.IN_TRANSIT, Reason.NONE),
    "OutForDelivery_001": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "OutForDelivery_003": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    # An appointment is no van: the parcel is not out for delivery yet.
    "OutForDelivery_004": (Milestone.IN_TRANSIT, Reason.RESCHEDULED),
    "AttemptFail_001": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "AttemptFail_002": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "AttemptFail_003": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),
    "AvailableForPickup_001": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "Delivered_001": (Milestone.DELIVERED, Reason.NONE),
    "Delivered_002": (Milestone.DELIVERED, Reason.PICKUP_POINT),
    "Delivered_003": (Milestone.DELIVERED, Reason.HANDED_OVER),
    "Delivered_004": (Milestone.DELIVERED, Reason.HANDED_OVER),
    "Delivered_005": (Milestone.DELIVERED, Reason.NEIGHBOUR),
    "Exception_001": (Milestone.DELAYED, Reason.NONE),
    "Exception_002": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "Exception_003": (Milestone.REFUSED, Reason.NONE),
    "Exception_004": (Milestone.CUSTOMS, Reason.HELD),
    "Exception_005": (Milestone.DELAYED, Reason.NONE),
    "Exception_006": (Milestone.ACTION_REQUIRED, Reason.PAYMENT),
    "Exception_007": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "Exception_008": (Milestone.DELAYED, Reason.NONE),
    "Exception_009": (Milestone.ACTION_REQUIRED, Reason.NONE),
    "Exception_010": (Milestone.RETURNING, Reason.NONE),
    "Exception_011": (Milestone.RETURNED, Reason.NONE),
    "Exception_012": (Milestone.DAMAGED, Reason.NONE),
    "Exception_013": (Milestone.LOST, Reason.NONE),
    "Exception_016": (Milestone.DELAYED, Reason.NONE),
    "Exception_017": (Milestone.DELAYED, Reason.WEATHER),
    "Exception_018": (Milestone.ACTION_REQUIRED, Reason.DOCUMENTS),
    "Exception_019": (Milestone.DELAYED, Reason.LATE_FLIGHT),
    "Exception_020": (Milestone.CANCELLED, Reason.NONE),
    "Exception_021": (Milestone.DISPOSED, Reason.NONE),
    "Expired_001": (Milestone.EXPIRED, Reason.NONE),
}
VOCABULARY: Final = Vocabulary(
    ours=TAGS | SUBTAGS,
    plain={
        Milestone.NOT_YET_KNOWN: "Pending_001",
        Milestone.NUMBER_INVALID: "Pending_001",
        Milestone.LABEL_CREATED: "InfoReceived_001",
        Milestone.ACCEPTED: "InTransit_002",
        Milestone.IN_TRANSIT: "InTransit_001",
        Milestone.CUSTOMS: "InTransit_006",
        Milestone.OUT_FOR_DELIVERY: "OutForDelivery_001",
        Milestone.ATTEMPT_FAILED: "AttemptFail_001",
        Milestone.PICKUP_READY: "AvailableForPickup_001",
        Milestone.DELIVERED: "Delivered_001",
        Milestone.DELAYED: "Exception_016",
        Milestone.ACTION_REQUIRED: "Exception_001",
        Milestone.REFUSED: "Exception_003",
        Milestone.DAMAGED: "Exception_012",
        Milestone.LOST: "Exception_013",
        Milestone.RETURNING: "Exception_010",
        Milestone.RETURNED: "Exception_011",
        Milestone.CANCELLED: "Exception_020",
        Milestone.EXPIRED: "Expired_001",
        Milestone.DISPOSED: "Exception_021",
    },
    finer={
        (Milestone.IN_TRANSIT, Reason.ARRIVED): "InTransit_003",
        (Milestone.IN_TRANSIT, Reason.DEPARTED): "InTransit_007",
        (Milestone.IN_TRANSIT, Reason.DESTINATION_COUNTRY): "InTransit_004",
        (Milestone.IN_TRANSIT, Reason.RESCHEDULED): "OutForDelivery_004",
        (Milestone.CUSTOMS, Reason.CLEARED): "InTransit_005",
        (Milestone.CUSTOMS, Reason.HELD): "Exception_004",
        (Milestone.CUSTOMS, Reason.INSPECTION): "Exception_004",
        (Milestone.CUSTOMS, Reason.DOCUMENTS): "Exception_018",
        (Milestone.CUSTOMS, Reason.PAYMENT): "Exception_006",
        (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME): "AttemptFail_002",
        (Milestone.ATTEMPT_FAILED, Reason.CLOSED): "AttemptFail_003",
        (Milestone.DELIVERED, Reason.PICKUP_POINT): "Delivered_002",
        (Milestone.DELIVERED, Reason.HANDED_OVER): "Delivered_003",
        (Milestone.DELIVERED, Reason.NEIGHBOUR): "Delivered_005",
        (Milestone.DELAYED, Reason.WEATHER): "Exception_017",
        (Milestone.DELAYED, Reason.LATE_FLIGHT): "Exception_019",
        (Milestone.DELAYED, Reason.ADDRESS): "Exception_007",
        (Milestone.DELAYED, Reason.DOCUMENTS): "Exception_018",
        (Milestone.ACTION_REQUIRED, Reason.ADDRESS): "Exception_007",
        (Milestone.ACTION_REQUIRED, Reason.PAYMENT): "Exception_006",
        (Milestone.ACTION_REQUIRED, Reason.DOCUMENTS): "Exception_018",
    },
)


def to_ours(code: str) -> Meaning:
    """Return what a sub-tag, or a tag alone, means."""
    return VOCABULARY.to_ours(code)


def from_ours(milestone: Milestone, reason: Reason = Reason.NONE) -> str:
    """Return the sub-tag, or an empty string where there is none; the tag is what stands before its `_`."""
    return VOCABULARY.from_ours(milestone, reason)
