"""USPS: Subscriptions - Tracking, whose `payload` is an answer of the Tracking API as a text, told with its history."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any, Final

from severshop.simulator.carrier import numbers
from severshop.simulator.carrier.voices.signing import digest
from severshop.simulator.carrier.voices.voice import Event, Voice

type Scan = tuple[str, str, str]

# Event code, its words, and the category that USPS sums it up in. Codes are those of the public Web Tools guide, words
# those of public samples of tracking answers. Where a code could not be found, there is none: the words alone tell.
SCANS: Final[Mapping[str, Scan]] = {
    "label_created": ("GX", "Shipping Label Created, USPS Awaiting Item", "Pre-Shipment"),
    "accepted/origin": ("OA", "Accepted at USPS Origin Facility", "Accepted"),
    "in_transit": ("NT", "In Transit to Next Facility", "In Transit"),
    "in_transit/departed": ("T1", "Departed USPS Regional Facility", "In Transit"),
    "in_transit/arrived": ("A1", "Arrived at USPS Regional Facility", "In Transit"),
    "in_transit/destination_country": ("10", "Processed Through Facility", "In Transit"),
    "customs": ("", "Inbound Into Customs", "In Transit"),
    "customs/documents": ("", "Held in Customs", "In Transit"),  # USPS says that it waits, and not for what
    "customs/cleared": ("", "Inbound Out of Customs", "In Transit"),
    "out_for_delivery": ("OF", "Out for Delivery", "Out for Delivery"),
    "delivered": ("01", "Delivered, In/At Mailbox", "Delivered"),
    "delivered/neighbour": ("01", "Delivered, Neighbor as Requested", "Delivered"),
    "attempt_failed/not_home": ("02", "Notice Left (No Authorized Recipient Available)", "Delivery Attempt"),
    "pickup_ready/pickup_point": ("16", "Available for Pickup", "Available for Pickup"),
    "delayed/weather": ("", "Delivery Exception, Local Weather Delay", "Alert"),
    "delayed/rescheduled": ("71", "Rescheduled to Next Delivery Day", "Alert"),
    "lost": ("11", "Dead Letter", "Alert"),
    "returning": ("09", "Return to Sender Processed", "Alert"),
    "returned": ("01", "Delivered, To Original Sender", "Delivered to Agent"),
    "unknown": ("Q7", "Network Event", "In Transit"),
}


AT_HOME: Final[Mapping[str, tuple[str, str]]] = {"NEW YORK": ("NY", "10199"), "LOUISVILLE": ("KY", "40231")}
"""State and ZIP code, which USPS gives instead of a country where it is at home."""


def _number(drawn: int, _service: str, _whats: frozenset[str]) -> str:
    return numbers.usps(drawn)


def _is_number(number: str) -> bool:
    return re.fullmatch(r"9[0-9]{21}", number) is not None


def _speaks(_number: str, what: str) -> bool:
    return what in SCANS


def _body(number: str, events: tuple[Event, ...]) -> bytes:
    event = events[-1]
    _code, words, category = SCANS[event.what]
    payload = {
        "trackingNumber": number,
        "mailClass": "Priority Mail International",
        "destinationCity": event.city.upper(),
        "destinationCountryCode": event.country,
        "expectedDeliveryDate": f"{event.expected_on}",
        "status": words,
        "statusCategory": category,
        "statusSummary": f"{words}.",
        "trackingEvents": [_scan(told) for told in reversed(events)],
    }
    message = {
        "subscriptionType": "TRACKING",
        "timestamp": event.moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "payload": json.dumps(payload),
    }
    return json.dumps(message).encode()


def _scan(event: Event) -> dict[str, Any]:
    code, words, _category = SCANS[event.what]
    gmt, city = event.moment.astimezone(UTC), event.city.upper()
    state, zip_code = AT_HOME.get(city, ("", "")) if event.country == "US" else ("", "")
    return {
        "eventType": words,
        "eventTimestamp": f"{event.moment:%Y-%m-%dT%H:%M:%S}",
        "GMTTimestamp": f"{gmt:%Y-%m-%dT%H:%M:%SZ}",
        "GMTOffset": f"{event.moment:%:z}",
        "eventCity": city,
        "eventState": state,
        "eventZIP": zip_code,
        "eventCountry": "" if state else event.country,
        "eventCode": code,
    }


def _headers(body: bytes, secret: str, _second: int) -> dict[str, str]:
    envelope = json.loads(body)
    signed = f"{envelope['timestamp']}{envelope['payload']}".encode()
    return {"X-HMAC": base64.b64encode(digest(secret, signed)).decode()}


VOICE: Final = Voice(hook="usps", number=_number, is_number=_is_number, speaks=_speaks, body=_body, headers=_headers)
