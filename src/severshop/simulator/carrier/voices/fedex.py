"""FedEx: the Advanced Integrated Visibility webhook, whose body is an answer of the Track API with one scan event."""

import base64
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from severshop.simulator.carrier import numbers
from severshop.simulator.carrier.voices.signing import digest
from severshop.simulator.carrier.voices.voice import Event, Voice

type Scan = tuple[str, str, str, str]

# Event type, description, exception code, derived status code. Event types are FedEx's published tracking
# status codes; of the exception codes, how they are used is seen in public samples of Track API answers.
SCANS: Final[Mapping[str, Scan]] = {
    "label_created": ("OC", "Shipment information sent to FedEx", "", "IN"),
    "accepted/origin": ("PU", "Picked up", "", "PU"),
    "in_transit": ("IT", "On the way", "", "IT"),
    "in_transit/departed": ("DP", "Left FedEx origin facility", "", "IT"),
    "in_transit/arrived": ("AR", "Arrived at FedEx location", "", "IT"),
    "in_transit/destination_country": ("IT", "In transit", "", "IT"),
    "customs": ("CP", "Clearance in progress", "", "CP"),
    "customs/documents": ("CD", "Clearance delay", "", "CD"),  # FedEx says that it waits, and not for what
    "customs/cleared": ("CC", "International shipment release - Import", "", "IT"),
    "out_for_delivery": ("OD", "On FedEx vehicle for delivery", "", "IT"),
    "delivered": ("DL", "Delivered", "", "DL"),
    "delivered/neighbour": ("DL", "Delivered", "", "DL"),
    "attempt_failed/not_home": ("DE", "Delivery exception", "08", "DE"),
    "pickup_ready/pickup_point": ("HP", "Ready for recipient pickup", "", "HL"),
    "delayed/weather": ("DY", "Delay", "", "DY"),
    "delayed/rescheduled": ("DD", "Delivery delay", "", "DD"),
    "returning": ("RS", "Returning package to shipper", "", "RS"),
    "returned": ("RS", "Package returned to shipper", "", "RS"),
    "unknown": ("Q7", "Network event", "", ""),
}
HUMAN: Final = {"08": "Customer not available or business closed"}


def _number(drawn: int, _service: str, _whats: frozenset[str]) -> str:
    return numbers.fedex(drawn)


def _is_number(number: str) -> bool:
    return re.fullmatch(r"[0-9]{12}", number) is not None


def _speaks(_number: str, what: str) -> bool:
    return what in SCANS


def _body(number: str, events: tuple[Event, ...]) -> bytes:
    event = events[-1]
    kind, words, exception, derived = SCANS[event.what]
    place = {"city": event.city.upper(), "countryCode": event.country, "residential": False}
    scan: dict[str, Any] = {
        "date": event.moment.isoformat(timespec="seconds"),
        "eventType": kind,
        "eventDescription": words,
        "exceptionCode": exception,
        "exceptionDescription": HUMAN.get(exception, ""),
        "scanLocation": place,
        "derivedStatusCode": derived,
        "derivedStatus": words,
    }
    result = {
        "trackingNumberInfo": {"trackingNumber": number, "carrierCode": "FDXE", "trackingNumberUniqueId": ""},
        "latestStatusDetail": {
            "code": derived,
            "derivedCode": derived,
            "statusByLocale": words,
            "description": words,
            "scanLocation": place,
        },
        "dateAndTimes": _dates(event),
        "scanEvents": [scan],
    }
    answer = {
        "transactionId": digest(number, scan["date"].encode()).hex()[:32],
        "output": {"completeTrackResults": [{"trackingNumber": number, "trackResults": [result]}]},
    }
    return json.dumps(answer).encode()


def _dates(event: Event) -> list[dict[str, str]]:
    moment = event.moment.isoformat(timespec="seconds")
    if event.milestone == "delivered":
        return [{"type": "ACTUAL_DELIVERY", "dateTime": moment}]
    return [{"type": "ESTIMATED_DELIVERY", "dateTime": f"{event.expected_on}T00:00:00{event.moment:%:z}"}]


def _headers(body: bytes, secret: str, _second: int) -> dict[str, str]:
    return {"fdx-signature": base64.b64encode(digest(secret, body)).decode()}


VOICE: Final = Voice(hook="fedex", number=_number, is_number=_is_number, speaks=_speaks, body=_body, headers=_headers)
