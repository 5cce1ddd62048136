"""UPS status codes -> the shop's milestones.

Sources. [spec] is UPS's public Track Alert specification (status types, and the codes in its
examples). [seen] is a code that appears with this description in UPS's public Track API samples
and in several open-source clients' recorded answers. UPS's full list of two-letter codes is only
handed to its customers: whatever is not here stays `unknown`, is kept and counted.
"""

from severshop.vocabulary.milestones import Milestone, Reason

Meaning = tuple[Milestone, Reason]

CODES: dict[str, Meaning] = {
    "MP": (Milestone.LABEL_CREATED, Reason.NONE),  # [seen] Order Processed: Ready for UPS
    "XD": (Milestone.ACCEPTED, Reason.NONE),  # [seen] Drop-Off
    "PU": (Milestone.ACCEPTED, Reason.NONE),  # [seen] Pickup Scan
    "OR": (Milestone.ACCEPTED, Reason.ORIGIN),  # [seen] Origin Scan
    "DP": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [seen] Departed from Facility
    "AR": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [seen] Arrived at Facility
    "YP": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Processing at UPS Facility
    "DS": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [seen] Destination Scan
    "EP": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Export Scan
    "IP": (Milestone.IN_TRANSIT, Reason.DESTINATION_COUNTRY),  # [seen] Import Scan
    "OT": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [spec] Out for Delivery
    "FS": (Milestone.DELIVERED, Reason.NONE),  # [spec] Delivered
    "KB": (Milestone.DELIVERED, Reason.NONE),  # [seen] Delivered
}

DESCRIPTION_CODES: dict[str, Meaning] = {
    # The three-digit description code says the same in fewer shades; used where the code says nothing.
    "003": (Milestone.LABEL_CREATED, Reason.NONE),
    "005": (Milestone.IN_TRANSIT, Reason.NONE),
    "006": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "007": (Milestone.CANCELLED, Reason.NONE),
    "010": (Milestone.IN_TRANSIT, Reason.NONE),
    "011": (Milestone.DELIVERED, Reason.NONE),
    "012": (Milestone.CUSTOMS, Reason.NONE),
    "014": (Milestone.CUSTOMS, Reason.CLEARED),
    "017": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "019": (Milestone.DELAYED, Reason.RESCHEDULED),
    "021": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "022": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "023": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "024": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "029": (Milestone.ACTION_REQUIRED, Reason.NONE),
    "032": (Milestone.DELAYED, Reason.WEATHER),
    "034": (Milestone.RETURNED, Reason.NONE),
    "035": (Milestone.RETURNING, Reason.NONE),
    "036": (Milestone.RETURNING, Reason.NONE),
    "038": (Milestone.ACCEPTED, Reason.NONE),
    "040": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
}

TYPES: dict[str, Meaning] = {
    # Only the types whose every code means the same. D covers loading and delivery alike, so it is not here.
    "M": (Milestone.LABEL_CREATED, Reason.NONE),  # [spec] Manifest
    "MV": (Milestone.CANCELLED, Reason.NONE),  # [spec] Manifest Void
}

UNMAPPED: Meaning = (Milestone.UNKNOWN, Reason.NONE)


def meaning(*, kind: str, code: str, description_code: str) -> Meaning:
    """Return what a status means, or `UNMAPPED`. Never guesses from the description's words."""
    return CODES.get(code) or DESCRIPTION_CODES.get(description_code) or TYPES.get(kind) or UNMAPPED
