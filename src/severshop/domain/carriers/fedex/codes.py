"""FedEx event types and exception codes -> the shop's milestones.

Sources. [guide] is the table of tracking status codes in FedEx's developer guides for its Track service, as several
unrelated public projects transcribed it. [seen] is what recorded answers in public repositories, FedEx's own
sandbox among them, carry with this description. [edi] is the X12 element 641, whose list of status reasons repeats
FedEx's two-digit codes for a failed delivery.

Not verified: exception codes beyond these few, since FedEx's list of reason codes could not be read; and whether the
two-digit (Express) and three-digit (Ground) codes can be told apart otherwise than by their length.
`derivedStatusCode` is not used: FedEx's sandbox gives `DL`, delivered, for a parcel that went back to its shipper.
"""

from collections.abc import Mapping
from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

Meaning = tuple[Milestone, Reason]

EVENTS: Final[Mapping[str, Meaning]] = {
    "OC": (Milestone.LABEL_CREATED, Reason.NONE),  # [guide] Order Created, [seen] Shipment information sent to FedEx
    "OX": (Milestone.LABEL_CREATED, Reason.NONE),  # [seen] Shipment information sent to U.S. Postal Service
    "MD": (Milestone.LABEL_CREATED, Reason.NONE),  # [guide] Manifest Data
    "EP": (Milestone.LABEL_CREATED, Reason.NONE),  # [guide] Enroute to Pickup
    "AP": (Milestone.LABEL_CREATED, Reason.NONE),  # [guide] At Pickup
    "PU": (Milestone.ACCEPTED, Reason.NONE),  # [guide] Picked Up
    "PX": (Milestone.ACCEPTED, Reason.NONE),  # [guide] Picked Up, see details
    "IP": (Milestone.ACCEPTED, Reason.NONE),  # [seen] In FedEx possession
    "OF": (Milestone.ACCEPTED, Reason.ORIGIN),  # [guide] At FedEx origin facility
    "IT": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] In Transit
    "IX": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] In transit, see details
    "PM": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] In Progress
    "TR": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] Transfer
    "AA": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [guide] At Airport
    "AC": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [guide] At Canada Post facility
    "AF": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [guide] At FedEx Facility
    "AR": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [guide] Arrived at FedEx location
    "AX": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [guide] At USPS facility
    "FD": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [guide] At FedEx Destination
    "SF": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [guide] At Sort Facility
    "DP": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [guide] Departed FedEx Location
    "LO": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [guide] Left Origin
    "EA": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] Enroute to Airport
    "EO": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] Enroute to Origin Airport
    "PF": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] Plane in Flight
    "PL": (Milestone.IN_TRANSIT, Reason.NONE),  # [guide] Plane Landed
    "AO": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Shipment arriving On-Time
    "HA": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Hold at location request accepted
    "RR": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Delivery option requested, while FedEx has the parcel
    "CP": (Milestone.CUSTOMS, Reason.NONE),  # [guide] Clearance in Progress
    "CD": (Milestone.CUSTOMS, Reason.HELD),  # [guide] Clearance Delay
    "CC": (Milestone.CUSTOMS, Reason.CLEARED),  # [seen] International shipment release - Import, or Export
    "OD": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [guide] Out for Delivery
    "ED": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [guide] Enroute to Delivery
    "AD": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [guide] At Delivery
    "DL": (Milestone.DELIVERED, Reason.NONE),  # [guide] Delivered
    "HL": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),  # [guide] Hold at Location, [seen] Ready for pickup
    "HP": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),  # [seen] Ready for recipient pickup
    "DY": (Milestone.DELAYED, Reason.NONE),  # [guide] Delay
    "DD": (Milestone.DELAYED, Reason.NONE),  # [guide] Delivery Delay
    "DE": (Milestone.DELAYED, Reason.NONE),  # [guide] Delivery Exception; what kind of, by EXCEPTIONS
    "SE": (Milestone.DELAYED, Reason.NONE),  # [guide] Shipment Exception; what kind of, by EXCEPTIONS
    "RS": (Milestone.RETURNING, Reason.NONE),  # [guide] Return to Shipper, [seen] Returning package to shipper
    "CA": (Milestone.CANCELLED, Reason.NONE),  # [guide] Shipment Cancelled
    # Left out, as they say nothing of where a parcel is or could not be made sure of: CH Location Changed,
    # DR Vehicle furnished, not used, DS Vehicle dispatched, SP Split status, RC, RD, RT.
}

EXCEPTIONS: Final[Mapping[str, Meaning]] = {
    # What kind of exception, where the event is DE or SE.
    "03": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),  # [edi] Incorrect Address
    "07": (Milestone.REFUSED, Reason.NONE),  # [edi] Refused by Recipient
    "08": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # [edi] Not In
    "17": (Milestone.DELAYED, Reason.RESCHEDULED),  # [edi] Customer Requested Future Delivery
    "31": (Milestone.DELAYED, Reason.NONE),  # [edi] and [seen] Arrived after courier dispatch
    "007": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # [seen] Customer not available or business closed
    "A13": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Redirecting to FedEx Office
    "A47": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] Redirected to a nearby FedEx location
}
HAS_KINDS: Final = frozenset({"DE", "SE"})

DELIVERED_AT: Final[Mapping[str, Reason]] = {
    # `TrackDeliveryLocationType` of FedEx's public WSDL; RESIDENCE, OTHER, PHARMACY and IN_BOND_OR_CAGE say nothing.
    "RECEPTIONIST_OR_FRONT_DESK": Reason.HANDED_OVER,
    "SHIPPING_RECEIVING": Reason.HANDED_OVER,
    "MAILROOM": Reason.HANDED_OVER,
    "MAIN_OFFICE": Reason.HANDED_OVER,
    "MANAGER_OFFICE": Reason.HANDED_OVER,
    "RENTAL_OFFICE": Reason.HANDED_OVER,
    "LEASING_OFFICE": Reason.HANDED_OVER,
    "APARTMENT_OFFICE": Reason.HANDED_OVER,
    "GATE_HOUSE": Reason.HANDED_OVER,
    "GUARD_OR_SECURITY_STATION": Reason.HANDED_OVER,
    "FEDEX_LOCATION": Reason.PICKUP_POINT,
}
LEFT_AT: Final[Mapping[str, Reason]] = {
    # The exception code at a delivery that nobody signed for.
    "014": Reason.SAFE_PLACE,  # [seen] Left at front door. Signature Service not requested
}

UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)


def meaning(*, event: str, exception: str) -> Meaning:
    """Return what an event means, or `UNMAPPED`. Never guesses from the description's words."""
    if event in HAS_KINDS and exception in EXCEPTIONS:
        return EXCEPTIONS[exception]
    return EVENTS.get(event, UNMAPPED)
