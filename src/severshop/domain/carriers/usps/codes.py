"""USPS event codes and event texts -> the shop's milestones.

Sources. [list] is the event codes of USPS's Web Tools tracking guide, as a public library transcribed them. [seen] is
what recorded answers in public repositories carry with this text. The texts are USPS's own fixed phrases, seen in
several public projects; they are compared whole, never searched.

The text goes before the code where both are known: code 01 is every delivery, also the one back to the sender.

Not verified: the codes of events abroad and in customs, which is why those are known by their texts alone; whether
the lists are complete. Left out, as they say nothing of where a parcel is: DX (delivery status not updated) and
44 (customer recall).
"""

from collections.abc import Mapping
from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

Meaning = tuple[Milestone, Reason]

CODES: Final[Mapping[str, Meaning]] = {
    "GX": (Milestone.LABEL_CREATED, Reason.NONE),  # [seen] Shipping Label Created, USPS Awaiting Item
    "MA": (Milestone.LABEL_CREATED, Reason.NONE),  # [list] Manifest Acknowledgement, [seen] Pre-Shipment
    "TM": (Milestone.LABEL_CREATED, Reason.NONE),  # [list] Truck manifest, [seen] Package Acceptance Pending
    "80": (Milestone.ACCEPTED, Reason.NONE),  # [list] Picked Up by Shipping Partner
    "03": (Milestone.ACCEPTED, Reason.NONE),  # [list] Accept or Pickup
    "43": (Milestone.ACCEPTED, Reason.NONE),  # [list] Picked Up
    "PA": (Milestone.ACCEPTED, Reason.NONE),  # [list] Passive Acceptance
    "UA": (Milestone.ACCEPTED, Reason.NONE),  # [seen] Accepted at USPS Facility
    "OA": (Milestone.ACCEPTED, Reason.ORIGIN),  # [seen] Accepted at USPS Origin Facility
    "06": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Forwarded
    "10": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Processed
    "PC": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Sorting or Processing Complete
    "41": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Received at Opening Unit
    "42": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] USPS Handoff to Shipping Partner
    "NT": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] In Transit to Next Facility
    "TL": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] In Transit to Next Facility
    "07": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] Arrival at Unit
    "14": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] Arrival at Pickup Point
    "19": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] DC eVS Arrive
    "81": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] Arrived Shipping Partner Facility
    "A1": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [seen] Arrived at USPS Facility
    "AD": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [seen] Accepted at USPS Regional Destination Facility
    "82": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [list] Departed Shipping Partner Facility
    "EF": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [list] Departed Sort Facility
    "SF": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [list] Departed Post Office
    "T1": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [seen] Departed USPS Regional Facility
    "OF": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [list] Out for Delivery
    "01": (Milestone.DELIVERED, Reason.NONE),  # [list] Delivered
    "17": (Milestone.DELIVERED, Reason.NONE),  # [list] Picked Up By Agent
    "02": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] Attempted, Notice Left
    "30": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] No Access to Delivery Location
    "51": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),  # [list] Business Closed
    "52": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] Notice Left
    "53": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] Receptacle Blocked
    "54": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] Receptacle Full or Item Oversized
    "55": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] No Secure Location Available
    "56": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # [list] No Authorized Recipient Available
    "05": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),  # [list] Undeliverable as Addressed
    "16": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),  # [list] Available for Pickup
    "08": (Milestone.DELAYED, Reason.MISSORTED),  # [list] Missent
    "15": (Milestone.DELAYED, Reason.MISSORTED),  # [list] Mis-shipped
    "71": (Milestone.DELAYED, Reason.RESCHEDULED),  # [list] Rescheduled to Next Delivery Day
    "04": (Milestone.REFUSED, Reason.NONE),  # [list] Refused
    "09": (Milestone.RETURNING, Reason.NONE),  # [list] Return to Sender; 21 to 31 are its reasons
    "21": (Milestone.RETURNING, Reason.ADDRESS),  # [list] No Such Number
    "22": (Milestone.RETURNING, Reason.ADDRESS),  # [list] Insufficient Address
    "23": (Milestone.RETURNING, Reason.ADDRESS),  # [list] Moved, Left No Address
    "24": (Milestone.RETURNING, Reason.ADDRESS),  # [list] Forward Expired
    "25": (Milestone.RETURNING, Reason.ADDRESS),  # [list] Addressee Unknown
    "26": (Milestone.RETURNING, Reason.ADDRESS),  # [list] Vacant
    "27": (Milestone.RETURNING, Reason.NONE),  # [list] Unclaimed
    "28": (Milestone.RETURNING, Reason.NONE),  # [list] Deceased
    "29": (Milestone.RETURNING, Reason.NONE),  # [list] Other, [seen] Return to Sender Processed
    "31": (Milestone.RETURNING, Reason.NONE),  # [list] Not Picked Up
    "11": (Milestone.LOST, Reason.NONE),  # [list] Dead Letter: it can go neither on nor back
}

DELIVERIES: Final[Mapping[str, Reason]] = {
    "DELIVERED, IN/AT MAILBOX": Reason.LETTER_BOX,
    "DELIVERED, PARCEL LOCKER": Reason.LETTER_BOX,
    "DELIVERED, PO BOX": Reason.PICKUP_POINT,
    "DELIVERED, FRONT DOOR/PORCH": Reason.SAFE_PLACE,
    "DELIVERED, GARAGE OR OTHER LOCATION AT ADDRESS": Reason.SAFE_PLACE,
    "DELIVERED, GARAGE / OTHER DOOR / OTHER LOCATION AT ADDRESS": Reason.SAFE_PLACE,
    "DELIVERED, LEFT WITH INDIVIDUAL": Reason.HANDED_OVER,
    "DELIVERED, FRONT DESK/RECEPTION": Reason.HANDED_OVER,
    "DELIVERED, FRONT DESK/RECEPTION/MAIL ROOM": Reason.HANDED_OVER,
    "DELIVERED, TO MAIL ROOM": Reason.HANDED_OVER,
    "DELIVERED, TO AGENT": Reason.HANDED_OVER,
    "DELIVERED, NEIGHBOR AS REQUESTED": Reason.NEIGHBOUR,
    "DELIVERED, INDIVIDUAL PICKED UP AT POST OFFICE": Reason.PICKUP_POINT,
    "DELIVERED, INDIVIDUAL PICKED UP AT POSTAL FACILITY": Reason.PICKUP_POINT,
}
"""How a parcel was delivered, by the text of its delivery."""

PHRASES: Final[Mapping[str, Meaning]] = {
    **dict.fromkeys(DELIVERIES, (Milestone.DELIVERED, Reason.NONE)),
    "DELIVERED": (Milestone.DELIVERED, Reason.NONE),
    "DELIVERED, TO ORIGINAL SENDER": (Milestone.RETURNED, Reason.NONE),
    "RETURN TO SENDER": (Milestone.RETURNING, Reason.NONE),
    "RETURN TO SENDER PROCESSED": (Milestone.RETURNING, Reason.NONE),
    "UNCLAIMED/BEING RETURNED TO SENDER": (Milestone.RETURNING, Reason.NONE),
    "NOTICE LEFT (NO AUTHORIZED RECIPIENT AVAILABLE)": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "NOTICE LEFT (BUSINESS CLOSED)": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),
    "NOTICE LEFT (NO SECURE LOCATION AVAILABLE)": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "NOTICE LEFT (RECEPTACLE FULL/ITEM OVERSIZED)": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "DELIVERY ATTEMPTED - NO ACCESS TO DELIVERY LOCATION": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "AVAILABLE FOR PICKUP": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "AVAILABLE FOR REDELIVERY OR PICKUP": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "HELD AT POST OFFICE, AT CUSTOMER REQUEST": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "RESCHEDULED TO NEXT DELIVERY DAY": (Milestone.DELAYED, Reason.RESCHEDULED),
    "REDELIVERY SCHEDULED": (Milestone.DELAYED, Reason.RESCHEDULED),
    "DELIVERY EXCEPTION, LOCAL WEATHER DELAY": (Milestone.DELAYED, Reason.WEATHER),
    "DELIVERY EXCEPTION, ANIMAL INTERFERENCE": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "PROCESSING EXCEPTION, OTHER DELAY": (Milestone.DELAYED, Reason.NONE),
    "IN TRANSIT, ARRIVING LATE": (Milestone.DELAYED, Reason.NONE),
    "DISPOSED BY POST OFFICE": (Milestone.DISPOSED, Reason.NONE),
    "INBOUND INTO CUSTOMS": (Milestone.CUSTOMS, Reason.NONE),
    "CUSTOMS CLEARANCE": (Milestone.CUSTOMS, Reason.NONE),
    "HELD IN CUSTOMS": (Milestone.CUSTOMS, Reason.HELD),
    "CUSTOMS CLEARANCE PROCESSING COMPLETE": (Milestone.CUSTOMS, Reason.CLEARED),
    "INBOUND OUT OF CUSTOMS": (Milestone.CUSTOMS, Reason.CLEARED),
    # Also the commonest of the rest: a summary gives the text alone.
    "OUT FOR DELIVERY": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "OUT FOR DELIVERY, EXPECTED DELIVERY BY 9:00PM": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "ARRIVED AT POST OFFICE": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "ARRIVED AT HUB": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "ARRIVED AT USPS FACILITY": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "ARRIVED AT USPS REGIONAL FACILITY": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "ARRIVED AT USPS REGIONAL ORIGIN FACILITY": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "ARRIVED AT USPS REGIONAL DESTINATION FACILITY": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "DEPARTED POST OFFICE": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "DEPARTED USPS FACILITY": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "DEPARTED USPS REGIONAL FACILITY": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "DEPARTED USPS REGIONAL ORIGIN FACILITY": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "DEPARTED USPS REGIONAL DESTINATION FACILITY": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "IN TRANSIT TO NEXT FACILITY": (Milestone.IN_TRANSIT, Reason.NONE),
    "IN TRANSIT, ARRIVING ON TIME": (Milestone.IN_TRANSIT, Reason.NONE),
    "PROCESSED THROUGH FACILITY": (Milestone.IN_TRANSIT, Reason.NONE),
    "PROCESSED THROUGH USPS FACILITY": (Milestone.IN_TRANSIT, Reason.NONE),
    "FORWARDED": (Milestone.IN_TRANSIT, Reason.NONE),
    "USPS IN POSSESSION OF ITEM": (Milestone.ACCEPTED, Reason.NONE),
    "USPS PICKED UP ITEM": (Milestone.ACCEPTED, Reason.NONE),
    "ACCEPTED AT USPS FACILITY": (Milestone.ACCEPTED, Reason.NONE),
    "ACCEPTED AT USPS ORIGIN FACILITY": (Milestone.ACCEPTED, Reason.ORIGIN),
    "SHIPMENT RECEIVED, PACKAGE ACCEPTANCE PENDING": (Milestone.LABEL_CREATED, Reason.NONE),
    "SHIPPING LABEL CREATED": (Milestone.LABEL_CREATED, Reason.NONE),
    "SHIPPING LABEL CREATED, USPS AWAITING ITEM": (Milestone.LABEL_CREATED, Reason.NONE),
    "PRE-SHIPMENT, USPS AWAITING ITEM": (Milestone.LABEL_CREATED, Reason.NONE),
    "PRE-SHIPMENT INFO SENT TO USPS, USPS AWAITING ITEM": (Milestone.LABEL_CREATED, Reason.NONE),
}

UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)


def meaning(*, code: str, phrase: str) -> Meaning:
    """Return what an event means, or `UNMAPPED`. A phrase counts as a whole or not at all."""
    return PHRASES.get(_key(phrase)) or CODES.get(code) or UNMAPPED


def handed_to(phrase: str) -> Reason:
    """Return how a parcel was delivered by the text of its delivery."""
    return DELIVERIES.get(_key(phrase), Reason.NONE)


def _key(phrase: str) -> str:
    """Return a phrase as the tables hold it: in capitals, without the marks of registration."""
    return phrase.upper().replace("®", "").replace("™", "")
