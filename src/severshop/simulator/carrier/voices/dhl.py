"""DHL: the Unified push, whose body holds the shipment with its history. What is said depends on the division."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from severshop.simulator.carrier import numbers
from severshop.simulator.carrier.voices.voice import Event, Voice

type Status = tuple[str, str, str]

# Status code of the Unified API, `status` in the division's own words or codes, description.
# Parcel Germany: sentences that public samples of Unified answers hold, and its published codes of two letters.
PARCEL: Final[Mapping[str, Status]] = {
    "label_created": (
        "pre-transit",
        "The instruction data for this shipment have been provided by the sender to DHL electronically",
        "",
    ),
    "accepted/origin": ("transit", "AE", "The shipment has been picked up"),
    "in_transit": ("transit", "NB", "The shipment is being prepared for delivery"),
    "in_transit/departed": ("transit", "AA", "The shipment has been processed in the parcel center of origin"),
    "in_transit/arrived": ("transit", "EE", "The shipment arrived in the region of recipient"),
    "in_transit/destination_country": ("transit", "EE", "The shipment has arrived in the destination country"),
    "customs": ("transit", "ZO", "The shipment is in customs clearance"),
    "customs/cleared": ("transit", "ZO", "The customs clearance is complete"),
    "out_for_delivery": ("transit", "The shipment has been loaded onto the delivery vehicle", ""),
    "delivered": ("delivered", "ZU", "The shipment has been successfully delivered"),
    "delivered/neighbour": ("delivered", "ZU", "The shipment has been delivered to a neighbour"),
    "attempt_failed/not_home": ("failure", "ZN", "The shipment could not be delivered"),
    "pickup_ready/pickup_point": ("transit", "LA", "The shipment is ready for pick-up"),
    "delayed/weather": ("failure", "BV", "The shipment is delayed by the weather"),
    "delayed/rescheduled": ("failure", "BV", "The delivery has been put off"),
}
# Express: DHL's published list of status codes.
EXPRESS: Final[Mapping[str, Status]] = {
    "label_created": ("pre-transit", "", "Shipment information received"),
    "accepted/origin": ("transit", "PU", "Shipment picked up"),
    "in_transit": ("transit", "PL", "Processed at location"),
    "in_transit/departed": ("transit", "DF", "Departed facility"),
    "in_transit/arrived": ("transit", "AF", "Arrived at facility"),
    "in_transit/destination_country": ("transit", "AR", "Arrived at delivery facility"),
    "customs": ("transit", "IC", "Processed for clearance"),
    "customs/documents": ("failure", "CD", "Clearance delay"),
    "customs/cleared": ("transit", "CR", "Clearance processing complete"),
    "out_for_delivery": ("transit", "WC", "With delivery courier"),
    "delivered": ("delivered", "OK", "Delivered"),
    "delivered/neighbour": ("delivered", "OK", "Delivered"),
    "attempt_failed/not_home": ("failure", "NH", "Recipient not at home"),
    "pickup_ready/pickup_point": ("transit", "CC", "Awaiting collection by recipient"),
    "delayed/weather": ("failure", "OH", "Shipment on hold"),
    "delayed/rescheduled": ("failure", "MD", "Missed delivery cycle"),
    "returning": ("failure", "RT", "Returned to shipper"),
    "returned": ("failure", "RT", "Returned to shipper"),
    "unknown": ("unknown", "Q7", "Network event"),
}
# eCommerce: DHL's published list of status codes; the words are ours.
ECOMMERCE: Final[Mapping[str, Status]] = {
    "label_created": ("pre-transit", "400", "Shipment information received"),
    "accepted/origin": ("transit", "104", "Picked up"),
    "in_transit": ("transit", "510", "Processed"),
    "in_transit/departed": ("transit", "538", "Departed from facility"),
    "in_transit/arrived": ("transit", "575", "Arrived at facility"),
    "in_transit/destination_country": ("transit", "360", "Arrived in the destination country"),
    "customs": ("transit", "501", "In customs clearance"),
    "customs/documents": ("failure", "506", "Held by customs"),
    "customs/cleared": ("transit", "502", "Released by customs"),
    "out_for_delivery": ("transit", "598", "Out for delivery"),
    "delivered": ("delivered", "600", "Delivered"),
    "delivered/neighbour": ("delivered", "606", "Delivered to a neighbor"),
    "attempt_failed/not_home": ("failure", "551", "Recipient not at home"),
    "pickup_ready/pickup_point": ("transit", "560", "Available for pickup"),
    "delayed/weather": ("failure", "593", "Delayed by the weather"),
    "delayed/rescheduled": ("failure", "594", "Delivery rescheduled"),
    "lost": ("failure", "690", "Lost"),
    "damaged": ("failure", "620", "Damaged"),
    "returning": ("failure", "604", "Returning to sender"),
    "returned": ("failure", "603", "Returned to sender"),
    "unknown": ("unknown", "Q7", "Network event"),
}
DIVISIONS: Final[Mapping[str, Mapping[str, Status]]] = {
    "parcel-de": PARCEL,
    "express": EXPRESS,
    "ecommerce": ECOMMERCE,
}
FORMS: Final = {"parcel-de": r"00340434[0-9]{12}", "express": r"[0-9]{10}", "ecommerce": r"GM[0-9]{16}"}
HEADER: Final = "dhl-hook-token"
"""The header that the shop's subscription names; DHL sends back what it was told."""


def _number(drawn: int, service: str, whats: frozenset[str]) -> str:
    wanted = "express" if service == "express" else "parcel-de"
    able = [division for division in (wanted, *DIVISIONS) if whats <= DIVISIONS[division].keys()]
    return numbers.dhl(drawn, division=able[0] if able else wanted)


def _is_number(number: str) -> bool:
    return bool(_division(number))


def _division(number: str) -> str:
    return next((division for division, form in FORMS.items() if re.fullmatch(form, number)), "")


def _speaks(number: str, what: str) -> bool:
    return what in DIVISIONS[_division(number)]


def _body(number: str, events: tuple[Event, ...]) -> bytes:
    division = _division(number)
    told = [_event(event, DIVISIONS[division]) for event in reversed(events)]
    last = events[-1]
    shipment: dict[str, Any] = {
        "id": number,
        "service": division,
        "status": told[0],
        "events": told,
        "details": {"product": {"productName": division}},
    }
    if last.milestone != "delivered":
        shipment["estimatedTimeOfDelivery"] = f"{last.expected_on}T00:00:00"
    return json.dumps({"shipments": [shipment]}).encode()


def _event(event: Event, words: Mapping[str, Status]) -> dict[str, Any]:
    status_code, status, description = words[event.what]
    return {
        "timestamp": event.moment.isoformat(timespec="seconds"),
        "location": {"address": {"countryCode": event.country, "addressLocality": event.city}},
        "statusCode": status_code,
        "status": status or description,
        "description": description or status,
    }


def _headers(_body: bytes, secret: str, _second: int) -> dict[str, str]:
    return {HEADER: secret}


VOICE: Final = Voice(hook="dhl", number=_number, is_number=_is_number, speaks=_speaks, body=_body, headers=_headers)
