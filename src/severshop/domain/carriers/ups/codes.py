"""UPS status codes -> the shop's milestones.

Sources. [spec] is UPS's public specifications of Track Alert and Track (status types, and the codes in
their examples). [list] is UPS's list of three-digit package status codes, as at least three unrelated
public projects transcribed it from the appendix of the tracking API. [seen] is a code that recorded
answers in public repositories carry with this description.

Not verified: UPS's full list of two-letter codes, which only its customers get; the words for where a parcel was
left, of which only `Front Door` stands in the specification. Whatever is not here stays `unknown`, is kept and counted.
"""

from collections.abc import Mapping
from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

Meaning = tuple[Milestone, Reason]

CODES: Final[Mapping[str, Meaning]] = {
    "MP": (Milestone.LABEL_CREATED, Reason.NONE),  # [seen] Order Processed: Ready for UPS
    "XD": (Milestone.ACCEPTED, Reason.NONE),  # [seen] Drop-Off
    "PU": (Milestone.ACCEPTED, Reason.NONE),  # [seen] Pickup Scan
    "OR": (Milestone.ACCEPTED, Reason.ORIGIN),  # [seen] Origin Scan
    "DP": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [seen] Departed from Facility
    "AR": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [seen] Arrived at Facility
    "YP": (Milestone.IN_TRANSIT, Reason.NONE),  # [spec] Preparing for Delivery, [seen] Processing at UPS Facility
    "DS": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [seen] Destination Scan
    "EP": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Export Scan
    "IP": (Milestone.IN_TRANSIT, Reason.DESTINATION_COUNTRY),  # [seen] Import Scan
    "SR": (Milestone.CUSTOMS, Reason.CLEARED),  # [spec] Your package was released by the customs agency
    "OT": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [spec] Out for Delivery
    "OF": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [seen] Out for Delivery
    "FS": (Milestone.DELIVERED, Reason.NONE),  # [spec] Delivered
    "KB": (Milestone.DELIVERED, Reason.NONE),  # [seen] Delivered
}

DESCRIPTION_CODES: Final[Mapping[str, Meaning]] = {
    # The three-digit code says the same in fewer shades; used where the two-letter code says nothing. All [list],
    # but for 071 [spec] and 092 [seen]. Left out: 013 Exception and 030 Local Post Office Exception, which say nothing
    # more; 018, 020, 027, 028, 033, 041, 042, 054, 056, 063, wishes and changes that move no parcel; 043, 065, pickups.
    "003": (Milestone.LABEL_CREATED, Reason.NONE),  # Order Processed: Ready for UPS
    "005": (Milestone.IN_TRANSIT, Reason.NONE),  # In Transit
    "006": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # On Vehicle for Delivery
    "007": (Milestone.CANCELLED, Reason.NONE),  # Shipment Information Voided
    "010": (Milestone.IN_TRANSIT, Reason.NONE),  # In Transit: On Time
    "011": (Milestone.DELIVERED, Reason.NONE),  # Delivered
    "012": (Milestone.CUSTOMS, Reason.NONE),  # Clearance in Progress
    "014": (Milestone.CUSTOMS, Reason.CLEARED),  # Clearance Completed
    "016": (Milestone.DELAYED, Reason.NONE),  # Held in Warehouse
    "017": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),  # Held for Customer Pickup
    "019": (Milestone.DELAYED, Reason.RESCHEDULED),  # Held for Future Delivery
    "021": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # On Vehicle for Delivery Today
    "022": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # First Attempt Made
    "023": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # Second Attempt Made
    "024": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # Final Attempt Made
    "025": (Milestone.IN_TRANSIT, Reason.NONE),  # Transferred to Local Post Office for Delivery
    "026": (Milestone.DELIVERED, Reason.NONE),  # Delivered by Local Post Office
    "029": (Milestone.ACTION_REQUIRED, Reason.NONE),  # Exception: Action Required
    "032": (Milestone.DELAYED, Reason.WEATHER),  # Adverse Weather May Cause Delay
    "034": (Milestone.RETURNED, Reason.NONE),  # Returned to Sender
    "035": (Milestone.RETURNING, Reason.NONE),  # Returning to Sender
    "036": (Milestone.RETURNING, Reason.NONE),  # Returning to Sender: In Transit
    "037": (Milestone.RETURNING, Reason.NONE),  # Returning to Sender: On Vehicle for Delivery
    "038": (Milestone.ACCEPTED, Reason.NONE),  # Picked Up
    "039": (Milestone.IN_TRANSIT, Reason.NONE),  # In Transit by Post Office
    "040": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),  # Delivered to UPS Access Point Awaiting Customer Pickup
    "044": (Milestone.LABEL_CREATED, Reason.NONE),  # In Transit to UPS: not in UPS's hands yet
    "045": (Milestone.LABEL_CREATED, Reason.NONE),  # Order Processed: In Transit to UPS
    "046": (Milestone.DELAYED, Reason.NONE),  # Delay
    "047": (Milestone.DELAYED, Reason.NONE),  # Delay
    "048": (Milestone.DELAYED, Reason.NONE),  # Delay
    "049": (Milestone.ACTION_REQUIRED, Reason.NONE),  # Delay: Action Required
    "050": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),  # Address Information Required
    "051": (Milestone.DELAYED, Reason.NONE),  # Delay: Emergency Situation or Severe Weather
    "052": (Milestone.DELAYED, Reason.WEATHER),  # Delay: Severe Weather
    "053": (Milestone.DELAYED, Reason.WEATHER),  # Delay: Severe Weather, Recovery in Progress
    "055": (Milestone.DELAYED, Reason.RESCHEDULED),  # Rescheduled Delivery
    "057": (Milestone.IN_TRANSIT, Reason.NONE),  # In Transit to a UPS Access Point
    "058": (Milestone.CUSTOMS, Reason.DOCUMENTS),  # Clearance Information Required
    "059": (Milestone.DAMAGED, Reason.NONE),  # Damage Reported
    "060": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # Delivery Attempted
    "061": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # Delivery Attempted: Adult Signature Required
    "062": (Milestone.ATTEMPT_FAILED, Reason.PAYMENT),  # Delivery Attempted: Funds Required
    "064": (Milestone.REFUSED, Reason.NONE),  # Delivery Refused
    "066": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # Post Office Delivery Attempted
    "067": (Milestone.RETURNED, Reason.NONE),  # Returned to Sender by Post Office
    "068": (Milestone.LOST, Reason.NONE),  # Sent to Lost and Found
    "069": (Milestone.ACTION_REQUIRED, Reason.NONE),  # Package Not Claimed
    "071": (Milestone.IN_TRANSIT, Reason.NONE),  # Preparing for Delivery
    "092": (Milestone.CUSTOMS, Reason.NONE),  # Customs Clearance in Progress
}

TYPES: Final[Mapping[str, Meaning]] = {
    # Only the types whose every code means the same. D covers loading and delivery alike, so it is not here.
    "M": (Milestone.LABEL_CREATED, Reason.NONE),  # [spec] Manifest
    "MV": (Milestone.CANCELLED, Reason.NONE),  # [spec] Manifest Void
}

OLDER_TYPES: Final[Mapping[str, Meaning]] = {
    # In the XML each activity has one of I, D, X, P, M, and D is the delivery itself. [seen]
    **TYPES,
    "P": (Milestone.ACCEPTED, Reason.NONE),  # Pickup
    "D": (Milestone.DELIVERED, Reason.NONE),  # Delivered
}

PLACES_LEFT: Final[Mapping[str, Reason]] = {
    "FRONT DOOR": Reason.SAFE_PLACE,  # [spec]
    # The rest is [seen], in the XML's ActivityLocation/Description.
    "BACK DOOR": Reason.SAFE_PLACE,
    "SIDE DOOR": Reason.SAFE_PLACE,
    "PORCH": Reason.SAFE_PLACE,
    "PATIO": Reason.SAFE_PLACE,
    "GARAGE": Reason.SAFE_PLACE,
    "MAIL BOX": Reason.LETTER_BOX,
    "NEIGHBOR": Reason.NEIGHBOUR,
    "RECEIVER": Reason.HANDED_OVER,
    "RECEPTION": Reason.HANDED_OVER,
    "FRONT DESK": Reason.HANDED_OVER,
    "OFFICE": Reason.HANDED_OVER,
    "MAIL ROOM": Reason.HANDED_OVER,
    "DOCK": Reason.HANDED_OVER,
    "INSIDE DELIVERY": Reason.HANDED_OVER,
    "UPS ACCESS POINT": Reason.PICKUP_POINT,
}

UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)


def meaning(*, kind: str, code: str, description_code: str, types: Mapping[str, Meaning] = TYPES) -> Meaning:
    """Return what a status means, or `UNMAPPED`. Never guesses from the description's words."""
    return CODES.get(code) or DESCRIPTION_CODES.get(description_code) or types.get(kind) or UNMAPPED


def handed_to(where: str) -> Reason:
    """Return how a parcel was delivered by UPS's word for where it was left."""
    return PLACES_LEFT.get(where.upper(), Reason.NONE)
