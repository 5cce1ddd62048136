"""UPS: Track Alert, one activity in a message (`TrackingEvent`)."""

import json
import re
from collections.abc import Mapping
from datetime import UTC
from typing import Final

from severshop.simulator.carrier import numbers
from severshop.simulator.carrier.voices.voice import Event, Voice

type Status = tuple[str, str, str, str]

# Type, code, description code, description. How well each is founded is said behind it:
#   spec  an example in UPS's public Track Alert specification
#   seen  the code is in UPS's public Track API samples, or the description code in lists of open-source clients
#   ours  made up for the demo: UPS gives its list of two-letter codes to customers only
STATUSES: Final[Mapping[str, Status]] = {
    "label_created": ("M", "MP", "003", "Shipment Ready for UPS"),  # spec
    "accepted/origin": ("I", "OR", "005", "On the Way"),  # spec
    "in_transit": ("I", "YP", "071", "Preparing for Delivery"),  # spec
    "in_transit/departed": ("I", "DP", "005", "On the Way"),  # spec
    "in_transit/arrived": ("I", "AR", "005", "On the Way"),  # seen
    "in_transit/destination_country": ("I", "IP", "005", "Import Scan"),  # seen
    "customs": ("X", "CI", "012", "Clearance in Progress"),  # code ours, description code seen
    "customs/documents": ("X", "CD", "058", "Clearance Information Required"),  # code ours, description code seen
    "customs/cleared": ("I", "CL", "014", "Cleared Customs"),  # code ours, description code seen
    "out_for_delivery": ("I", "OT", "021", "Out for Delivery"),  # spec
    "delivered": ("D", "FS", "011", "Delivered"),  # spec
    "delivered/neighbour": ("D", "FS", "011", "Delivered to a Neighbour"),  # words ours
    "attempt_failed/not_home": ("X", "NH", "022", "Delivery Attempted: Nobody at Home"),  # code ours
    "pickup_ready/pickup_point": ("I", "AP", "040", "At UPS Access Point: Ready for Pickup"),  # code ours
    "delayed/weather": ("X", "WX", "032", "Delay: Severe Weather"),  # code ours
    "delayed/rescheduled": ("U", "RD", "019", "Delivery Rescheduled"),  # code ours
    "lost": ("X", "LF", "068", "Sent to Lost and Found"),  # code ours, description code seen
    "damaged": ("X", "DM", "059", "Damage Reported"),  # code ours, description code seen
    "returning": ("X", "RT", "035", "Returning to Sender"),  # code ours, description code seen
    "returned": ("X", "RS", "034", "Returned to Sender"),  # code ours, description code seen
    "unknown": ("I", "Q7", "", "Network Event"),  # ours, so that nobody can read it
}
HAS_NO_CITY: Final = "label_created"


def _number(drawn: int, service: str, _whats: frozenset[str]) -> str:
    return numbers.ups(drawn, service=service)


def _is_number(number: str) -> bool:
    return re.fullmatch(r"1Z[0-9A-Z]{16}", number) is not None


def _speaks(_number: str, what: str) -> bool:
    return what in STATUSES


def _body(number: str, events: tuple[Event, ...]) -> bytes:
    event = events[-1]
    kind, code, description_code, description = STATUSES[event.what]
    is_delivery = kind == "D"
    local, gmt = event.moment, event.moment.astimezone(UTC)
    message = {
        "trackingNumber": number,
        "localActivityDate": f"{local:%Y%m%d}",
        "localActivityTime": f"{local:%H%M%S}",
        "activityLocation": {
            "city": "" if event.what == HAS_NO_CITY else event.city,
            "stateProvince": "",
            "postalCode": event.postal_code if is_delivery else "",
            "country": event.country,
        },
        "activityStatus": {
            "type": kind,
            "code": code,
            "description": description,
            "descriptionCode": description_code,
        },
        "scheduledDeliveryDate": "" if is_delivery else f"{event.expected_on:%Y%m%d}",
        "actualDeliveryDate": f"{local:%Y%m%d}" if is_delivery else "",
        "actualDeliveryTime": f"{local:%H%M%S}" if is_delivery else "",
        "gmtActivityDate": f"{gmt:%Y%m%d}",
        "gmtActivityTime": f"{gmt:%H%M%S}",
        "gmtOffset": f"{local:%:z}",
        "deliveryStartTime": "",
        "deliveryEndTime": "",
        "deliveryTimeDescription": "" if is_delivery else "end of day",
    }
    return json.dumps(message).encode()


def _headers(_body: bytes, secret: str, _second: int) -> dict[str, str]:
    return {"credential": secret, "User-Agent": "UPSPubSubTrackingService"}


VOICE: Final = Voice(hook="ups", number=_number, is_number=_is_number, speaks=_speaks, body=_body, headers=_headers)
