"""DHL Express event codes -> the shop's milestones; the same two letters in MyDHL API, XML-PI and Unified.

Sources. [list] is the list of status codes that DHL published for Shipment Tracking - Unified
(service `express`). [seen] is a code that appears with this description in public samples of XML-PI
answers and open-source clients. What a code means is taken from its name in the list; the longer
explanations are in guides for customers that could not be read. Left out on purpose: CS (closed
shipment) and PD (partial delivery) fit no milestone, and stay `unknown` until staff map them.
"""

from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

type Meaning = tuple[Milestone, Reason]

CODES: Final[dict[str, Meaning]] = {
    "SA": (Milestone.ACCEPTED, Reason.NONE),  # [list] Shipment acceptance
    "PU": (Milestone.ACCEPTED, Reason.NONE),  # [list] Shipment pick up
    "RW": (Milestone.IN_TRANSIT, Reason.NONE),  # [seen] weighed again
    "PO": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [seen] Departing origin
    "DF": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [list] Depart facility
    "AF": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] Arrived facility
    "AR": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] Arrival in delivery facility
    "PL": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Processed at location
    "FD": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Forward destination
    "TP": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Forwarded to third party
    "TR": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Record of transfer
    "RR": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Response received: an answer to a question, it goes on
    "SC": (Milestone.IN_TRANSIT, Reason.NONE),  # [list] Service changed
    "AD": (Milestone.IN_TRANSIT, Reason.RESCHEDULED),  # [list] Agreed delivery: a day that was agreed
    "IC": (Milestone.CUSTOMS, Reason.NONE),  # [list] In clearance processing
    "BN": (Milestone.CUSTOMS, Reason.NONE),  # [list] Customer's broker notified
    "BR": (Milestone.CUSTOMS, Reason.NONE),  # [list] Broker release: handed to the customer's broker
    "CR": (Milestone.CUSTOMS, Reason.CLEARED),  # [list] Clearance release
    "CD": (Milestone.CUSTOMS, Reason.HELD),  # [list] Controllable clearance delay
    "UD": (Milestone.CUSTOMS, Reason.HELD),  # [list] Uncontrollable clearance delay
    "HP": (Milestone.ACTION_REQUIRED, Reason.PAYMENT),  # [list] Held for payment
    "BA": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),  # [list] Bad address
    "CM": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),  # [list] Customer moved
    "MC": (Milestone.DELAYED, Reason.MISSORTED),  # [list] Miscode
    "MS": (Milestone.DELAYED, Reason.MISSORTED),  # [list] Mis-sort
    "MD": (Milestone.DELAYED, Reason.NONE),  # [list] Missed delivery cycle
    "OH": (Milestone.DELAYED, Reason.NONE),  # [list] On hold
    "SS": (Milestone.DELAYED, Reason.NONE),  # [list] Shipment stopped
    "WC": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [list] With delivering courier
    "CA": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),  # [list] Closed on arrival
    "NH": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # [list] Not home
    "ND": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] Not delivered
    "CC": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),  # [list] Awaiting consignee's collection
    "OK": (Milestone.DELIVERED, Reason.NONE),  # [list] Delivery
    "DD": (Milestone.DELIVERED, Reason.NONE),  # [list] Delivered damaged: that it is damaged, only the text says
    "RD": (Milestone.REFUSED, Reason.NONE),  # [list] Refused delivery
    "RT": (Milestone.RETURNING, Reason.NONE),  # [list] Returned to consignor: it may still be on its way
    "DS": (Milestone.DISPOSED, Reason.NONE),  # [list] Destroyed or disposed of
}

UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)


def meaning(code: str) -> Meaning:
    """Return what an event code means, or `UNMAPPED`."""
    return CODES.get(code, UNMAPPED)


def delivered_words(text: str) -> str:
    """Return the words of a delivery without who signed, as in "Delivered - Signed for by: ...", if anybody."""
    return text.partition(" - ")[0].partition(":")[0].strip()
