"""Royal Mail event codes -> the shop's milestones.

Sources. [list] is the list of event codes with their public sentences that an open-source client of
Royal Mail's Tracking API v2 documents. [seen] is a code that another public project's notes or
recorded answers had with this name. Royal Mail hands its full list to its customers only.
`statusCategory` (of a summary) is not used: it says less than the code, and is free text.
Left out, and so `unknown`: EVORI and EVOAC mean "arrived" and "received" in the notes of one project,
which is enough; but codes of which there is a number and no name are not guessed.
"""

from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

type Meaning = tuple[Milestone, Reason]

CODES: Final[dict[str, Meaning]] = {
    "EVAIE": (Milestone.LABEL_CREATED, Reason.NONE),  # [list] sender despatching item
    "EVAIP": (Milestone.LABEL_CREATED, Reason.NONE),  # [list] sender despatching item
    "EVPPA": (Milestone.ACCEPTED, Reason.NONE),  # [seen] accepted at a parcel shop
    "EVOAC": (Milestone.ACCEPTED, Reason.NONE),  # [seen] item received
    "EVOCO": (Milestone.ACCEPTED, Reason.NONE),  # [seen] received, being processed
    "EVBAH": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] at the National Parcel Hub
    "EVDAC": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] at a mail centre
    "EVDAV": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] at a mail centre
    "EVIAV": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] reached a mail centre
    "EVIMC": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [list] reached a mail centre
    "EVORI": (Milestone.IN_TRANSIT, Reason.ARRIVED),  # [seen] arrived at
    "EVODO": (Milestone.IN_TRANSIT, Reason.DEPARTED),  # [seen] despatched to a delivery office
    "EVGMI": (Milestone.DELAYED, Reason.MISSORTED),  # [list] went to a wrong delivery office
    "EVIPI": (Milestone.DELAYED, Reason.MISSORTED),  # [list] went to a wrong mail centre
    "EVNMI": (Milestone.DELAYED, Reason.MISSORTED),  # [list] forwarded, mis-sort
    "EVGPD": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [list] due for delivery today
    "EVKNA": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # [list] nobody in
    "EVNDA": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),  # [list] nobody in
    "EVKAA": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),  # [list] address inaccessible
    "EVNAA": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),  # [list] address inaccessible
    "EVKSU": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [list] safe place could not be used
    "EVNDN": (Milestone.ATTEMPT_FAILED, Reason.RESCHEDULED),  # [list] unable to deliver, again next working day
    "EVKNR": (Milestone.ATTEMPT_FAILED, Reason.NONE),  # [seen] delivery attempted
    "EVNAR": (Milestone.DELAYED, Reason.RESCHEDULED),  # [list] due for redelivery the next working day
    "EVNSR": (Milestone.DELAYED, Reason.RESCHEDULED),  # [seen] prepared for redelivery
    "EVNKS": (Milestone.DELAYED, Reason.RESCHEDULED),  # [list] held, as requested (Keepsafe)
    "EVNRT": (Milestone.DELAYED, Reason.RESCHEDULED),  # [list] held, as requested
    "EVKLC": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),  # [list] at the nominated collection point
    "EVKOP": (Milestone.DELIVERED, Reason.NONE),  # [list] delivered
    "EVKSP": (Milestone.DELIVERED, Reason.HANDED_OVER),  # [list] delivered; [seen] delivered and signed
    "EVKSF": (Milestone.DELIVERED, Reason.SAFE_PLACE),  # [list] delivered to safe place
    "EVKDN": (Milestone.DELIVERED, Reason.NEIGHBOUR),  # [list] delivered to neighbour
    "EVNOC": (Milestone.DELIVERED, Reason.PICKUP_POINT),  # [list] collected from a delivery office
    "EVPLC": (Milestone.DELIVERED, Reason.PICKUP_POINT),  # [list] collected from a post office
    "EVKRF": (Milestone.REFUSED, Reason.NONE),  # [list] recipient refused
    "EVNRF": (Milestone.REFUSED, Reason.NONE),  # [list] recipient refused
    "EVKAI": (Milestone.RETURNING, Reason.ADDRESS),  # [list] address not identified, returned to the sender
    "EVKGA": (Milestone.RETURNING, Reason.ADDRESS),  # [list] gone away, returning to the sender
    "EVNGA": (Milestone.RETURNING, Reason.ADDRESS),  # [list] gone away, returning to the sender
    "EVRTS": (Milestone.RETURNED, Reason.NONE),  # [list] delivered back to the sender
}
WISHES: Final = frozenset({"ASRXS", "RFRXS", "RNRXS", "RORXS", "RPRXS", "RSRXS"})
"""[list] What the recipient asked for: not about where the parcel is, so no scan."""
UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)


def meaning(code: str) -> Meaning:
    """Return what an event code means, or `UNMAPPED`."""
    return CODES.get(code, UNMAPPED)
