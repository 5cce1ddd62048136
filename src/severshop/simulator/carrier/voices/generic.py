"""The shop's own format, signed: what a tracking service sends for a carrier that pushes nothing itself."""

import json
import re
from collections.abc import Mapping
from typing import Final

from severshop.simulator.carrier import numbers
from severshop.simulator.carrier.voices.signing import digest
from severshop.simulator.carrier.voices.voice import Event, Voice

WORDS: Final[Mapping[str, str]] = {
    "label_created": "A label was made",
    "accepted/origin": "Taken over from the sender",
    "in_transit": "On the way",
    "in_transit/departed": "Left the depot",
    "in_transit/arrived": "Arrived at the depot",
    "in_transit/destination_country": "Arrived in the country of destination",
    "customs": "At customs",
    "customs/documents": "Customs ask for documents",
    "customs/cleared": "Released by customs",
    "out_for_delivery": "Out for delivery",
    "delivered": "Delivered",
    "delivered/neighbour": "Left with a neighbour",
    "attempt_failed/not_home": "Nobody at home",
    "pickup_ready/pickup_point": "Ready at a pickup point",
    "delayed/weather": "Held up by the weather",
    "delayed/rescheduled": "Put off",
    "lost": "The parcel is lost",
    "damaged": "The parcel is damaged",
    "returning": "On its way back to the sender",
    "returned": "Back at the sender",
    "unknown": "Something else",
}
MYSTERY: Final = "teleported"
"""In no list of milestones, so that nobody can read it."""


def _number(drawn: int, _service: str, _whats: frozenset[str]) -> str:
    return f"GEN{drawn:09d}"


def _is_number(number: str) -> bool:
    return re.fullmatch(r"[0-9A-Z]{4,64}", number) is not None


def speaks(_number: str, what: str) -> bool:
    """Tell whether there are words for it: for everything that happens in a journey."""
    return what in WORDS


def body(number: str, events: tuple[Event, ...]) -> bytes:
    """Return the message about the last event."""
    event = events[-1]
    milestone, _, reason = event.what.partition("/")
    message = {
        "tracking_number": numbers.compact(number),
        "occurred_at": event.moment.isoformat(timespec="seconds"),
        "milestone": MYSTERY if milestone == "unknown" else milestone,
        **({"reason": reason} if reason else {}),
        "code": event.what,
        "text": WORDS[event.what],
        "place": {"city": event.city, "country": event.country},
        **({} if milestone == "delivered" else {"estimated_delivery": f"{event.expected_on}"}),
    }
    return json.dumps({"messages": [message]}).encode()


def headers(body: bytes, secret: str, second: int) -> dict[str, str]:
    """Return the signature over the second of sending and the body."""
    signed = digest(secret, f"{second}.".encode() + body).hex()
    return {"signature": f"t={second},v1={signed}"}


VOICE: Final = Voice(hook="generic", number=_number, is_number=_is_number, speaks=speaks, body=body, headers=headers)
