"""Messages of about 600 bytes in the words of every carrier: one parcel and one scan each, no two alike."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

type Event = tuple[str, str]
"""A carrier's code, and its words for it."""

CITIES = ("Cologne", "Leipzig", "Herne", "Bremen", "Kassel", "Erfurt", "Ulm", "Aachen")
ESTIMATE = timedelta(days=2)
EASTERN = timedelta(hours=5)
ON_THE_ROUND = 2
"""The place of the event after which a mail is owed."""


@dataclass(frozen=True)
class Voice:
    """How a carrier tells of a scan: two events of a parcel on its way, and the round on which it is to be delivered."""

    events: tuple[Event, ...]
    body: Callable[[str, datetime, str, Event], Any]


def body(carrier: str, number: str, *, at: datetime, city: str, event: int) -> bytes:
    """Return a message of the carrier; `event` is a place among the events of its voice, `at` is UTC."""
    voice = VOICES[carrier]
    told = voice.body(number, at, city, voice.events[event])
    return told.encode() if isinstance(told, str) else json.dumps(told).encode()


def _ups(number: str, at: datetime, city: str, event: Event) -> Any:
    day, clock = f"{at:%Y%m%d}", f"{at:%H%M%S}"
    return {
        "trackingNumber": number,
        "localActivityDate": day,
        "localActivityTime": clock,
        "activityLocation": {"city": city.upper(), "stateProvince": "", "postalCode": "50667", "country": "DE"},
        "activityStatus": {"type": "I", "code": event[0], "description": event[1], "descriptionCode": "005"},
        "scheduledDeliveryDate": f"{at + ESTIMATE:%Y%m%d}",
        "scheduledDeliveryTime": "180000",
        "scheduledDeliveryEndTime": "200000",
        "actualDeliveryDate": "",
        "actualDeliveryTime": "",
        "gmtActivityDate": day,
        "gmtActivityTime": clock,
        "gmtOffset": "+00:00",
        "deliveryTimeZone": "",
        "pod": "",
    }


def _fedex(number: str, at: datetime, city: str, event: Event) -> Any:
    scan = {
        "date": at.isoformat(timespec="seconds"),
        "eventType": event[0],
        "eventDescription": event[1],
        "exceptionCode": "",
        "scanLocation": {"city": city.upper(), "countryCode": "DE"},
        "derivedStatusCode": "IT",
    }
    result = {
        "trackingNumberInfo": {"trackingNumber": number, "carrierCode": "FDXE"},
        "latestStatusDetail": {"code": "IT", "derivedCode": "IT", "description": event[1]},
        "scanEvents": [scan],
        "estimatedDeliveryTimeWindow": {"window": {"ends": (at + ESTIMATE).isoformat(timespec="seconds")}},
    }
    return {"trackingNumber": number, "trackResults": [result]}


def _usps(number: str, at: datetime, city: str, event: Event) -> Any:
    stamp = f"{at:%Y-%m-%dT%H:%M:%S}"
    scan = {
        "eventType": event[1],
        "eventTimestamp": stamp,
        "GMTTimestamp": f"{stamp}Z",
        "GMTOffset": "+00:00",
        "eventCity": city.upper(),
        "eventCountry": "GERMANY",
        "eventCode": event[0],
    }
    payload = {
        "trackingNumber": number,
        "statusCategory": "In Transit",
        "expectedDeliveryTimeStamp": f"{at + ESTIMATE:%Y-%m-%dT%H:%M:%S}",
        "trackingEvents": [scan],
    }
    return {"subscriptionType": "TRACKING", "timestamp": f"{stamp}Z", "payload": json.dumps(payload)}


def _dhl(number: str, at: datetime, city: str, event: Event) -> Any:
    status = {
        "timestamp": at.isoformat(timespec="seconds"),
        "location": {"address": {"countryCode": "DE", "addressLocality": city}},
        "statusCode": "transit",
        "status": event[0],
        "description": event[1],
    }
    shipment = {
        "id": number,
        "service": "express",
        "status": status,
        "events": [status],
        "estimatedTimeOfDelivery": (at + ESTIMATE).isoformat(timespec="seconds"),
    }
    return {"shipments": [shipment]}


def _canadapost(number: str, at: datetime, city: str, event: Event) -> Any:
    here = at - EASTERN
    return (
        '<?xml version="1.0" encoding="UTF-8"?><tracking-detail xmlns="http://www.canadapost.ca/ws/track-v2">'
        f"<pin>{number}</pin><expected-delivery-date>{at + ESTIMATE:%Y-%m-%d}</expected-delivery-date>"
        f"<significant-events><occurrence><event-identifier>{event[0]}</event-identifier>"
        f"<event-date>{here:%Y-%m-%d}</event-date><event-time>{here:%H:%M:%S}</event-time>"
        f"<event-time-zone>EST</event-time-zone><event-description>{event[1]}</event-description>"
        f"<event-site>{city.upper()}</event-site><event-province>QC</event-province>"
        "</occurrence></significant-events></tracking-detail>"
    )


def _royalmail(number: str, at: datetime, city: str, event: Event) -> Any:
    moment = at.isoformat(timespec="seconds")
    summary = {
        "uniqueItemId": number,
        "oneDBarcode": number,
        "productName": "Special Delivery Guaranteed",
        "statusDescription": "It is on its way",
        "lastEventCode": event[0],
        "lastEventName": event[1],
        "lastEventDateTime": moment,
        "lastEventLocationName": f"{city} MC",
    }
    told = {"eventCode": event[0], "eventName": event[1], "eventDateTime": moment, "locationName": f"{city} MC"}
    piece = {"mailPieceId": number, "carrierShortName": "RM", "summary": summary, "events": [told]}
    return {"mailPieces": piece | {"estimatedDelivery": {"date": f"{at + ESTIMATE:%Y-%m-%d}"}}}


def _generic(number: str, at: datetime, city: str, event: Event) -> Any:
    milestone, _, reason = event[0].partition("/")
    message = {
        "tracking_number": number,
        "occurred_at": at.isoformat(timespec="seconds"),
        "milestone": milestone,
        "reason": reason,
        "code": event[0],
        "text": event[1],
        "place": {"city": city, "region": "", "country": "DE"},
        "estimated_delivery": f"{at + ESTIMATE:%Y-%m-%d}",
        "note": "Told by the rider's own telephone. " * 6,
    }
    return {"messages": [message]}


VOICES: Mapping[str, Voice] = {
    "ups": Voice(
        (("DP", "Departed from Facility"), ("AR", "Arrived at Facility"), ("OT", "Out For Delivery Today")), _ups
    ),
    "fedex": Voice(
        (("DP", "Left FedEx facility"), ("AR", "Arrived at FedEx location"), ("OD", "On vehicle for delivery")), _fedex
    ),
    "usps": Voice(
        (
            ("T1", "Departed USPS Regional Facility"),
            ("A1", "Arrived at USPS Regional Facility"),
            ("OF", "Out for Delivery"),
        ),
        _usps,
    ),
    "dhl": Voice((("DF", "Departed facility"), ("AF", "Arrived at facility"), ("WC", "With delivery courier")), _dhl),
    "canadapost": Voice(
        (("0100", "Item processed"), ("0170", "Item in transit"), ("0174", "Item out for delivery")), _canadapost
    ),
    "royalmail": Voice(
        (
            ("EVODO", "Item despatched to the delivery office"),
            ("EVDAV", "Item received at the mail centre"),
            ("EVGPD", "Ready for delivery"),
        ),
        _royalmail,
    ),
    "generic": Voice(
        (
            ("in_transit/departed", "Left the depot"),
            ("in_transit/arrived", "Came to the depot"),
            ("out_for_delivery", "On the round"),
        ),
        _generic,
    ),
}
