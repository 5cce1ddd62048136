"""What Shipment Tracking - Unified says -> the shop's milestones.

Each event has a `statusCode` of five values and a `status` in the words or codes of the division.
The finer one is looked up first, and only where it is in no table the coarse one decides.

Sources. [list] DHL's published list of status codes by service (`express`, `ecommerce`, `parcel-de`, `parcel-nl`).
[seen] sentences that public samples and open-source clients recorded, word by word; a sentence that
differs falls back to the coarse code. DHL says itself that this field is not the same everywhere.
`failure` covers a failed attempt, damage and a return alike: it becomes `delayed`, which is true of all.
Not read: the finer codes of parcel-pl, parcel-uk, freight and others (coarse code only).
"""

from typing import Final

from severshop.domain.carriers.dhl import codes_ecommerce, codes_express, codes_parcel_de, codes_parcel_nl
from severshop.vocabulary.milestones import Milestone, Reason

type Meaning = tuple[Milestone, Reason]

STATUS_CODES: Final[dict[str, Meaning]] = {
    "pre-transit": (Milestone.LABEL_CREATED, Reason.NONE),
    "transit": (Milestone.IN_TRANSIT, Reason.NONE),
    "delivered": (Milestone.DELIVERED, Reason.NONE),
    "failure": (Milestone.DELAYED, Reason.NONE),
}
SENTENCES: Final[dict[str, Meaning]] = {
    "the instruction data for this shipment have been provided by the sender to dhl electronically": (
        Milestone.LABEL_CREATED,
        Reason.NONE,
    ),
    "the shipment has been posted by the sender at the packstation": (Milestone.ACCEPTED, Reason.NONE),
    "the shipment has been picked up": (Milestone.ACCEPTED, Reason.NONE),
    "pick-up was successful": (Milestone.ACCEPTED, Reason.NONE),
    "the shipment has been taken from the packstation for onward transportation": (
        Milestone.IN_TRANSIT,
        Reason.DEPARTED,
    ),
    "the shipment has been processed in the parcel center of origin": (Milestone.IN_TRANSIT, Reason.ORIGIN),
    "the shipment has been processed in the destination parcel center": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "the shipment is on its way to the packstation": (Milestone.IN_TRANSIT, Reason.NONE),
    "the shipment is on its way to the postal retail outlet": (Milestone.IN_TRANSIT, Reason.NONE),
    "the shipment has been loaded onto the delivery vehicle": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "the shipment has been loaded onto the delivery vehicle. delivery is expected to take place today": (
        Milestone.OUT_FOR_DELIVERY,
        Reason.NONE,
    ),
    "loaded onto the delivery vehicle": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "die sendung wurde in das zustellfahrzeug geladen": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "being delivered": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "out for delivery": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "the shipment could not be delivered, and the recipient has been notified": (
        Milestone.ATTEMPT_FAILED,
        Reason.NONE,
    ),
    "the shipment has been successfully delivered": (Milestone.DELIVERED, Reason.NONE),
    "die sendung wurde erfolgreich zugestellt": (Milestone.DELIVERED, Reason.NONE),
    "delivery successful": (Milestone.DELIVERED, Reason.NONE),
}
"""By the sentence in lower case without its last full stop."""
DIVISIONS: Final[dict[str, dict[str, Meaning]]] = {
    "express": codes_express.CODES,
    "ecommerce": codes_ecommerce.CODES,
    "parcel-de": codes_parcel_de.STANDARD_CODES,
    "parcel-nl": codes_parcel_nl.CODES,
}
UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)


def meaning(*, service: str, status: str, status_code: str) -> Meaning:
    """Return what an event means, or `UNMAPPED`."""
    division = DIVISIONS.get(service)
    found = division.get(status.upper()) if division else None
    return found or SENTENCES.get(status.casefold().rstrip(".")) or STATUS_CODES.get(status_code.casefold(), UNMAPPED)
