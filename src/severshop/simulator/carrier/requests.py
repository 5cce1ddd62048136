"""What may be asked of the carrier, read and checked."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from severshop.simulator.carrier.journeys import Route, Step, journeys, whats
from severshop.simulator.carrier.numbers import SERVICES
from severshop.simulator.carrier.voices import VOICES

LONGEST_TEXT = 120
OLDEST_START = timedelta(days=400)
USUAL_CARRIER = "ups"


class BadRequestError(ValueError):
    """The request says too little, too much or the wrong thing; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRequest:
    """Wanted: a label."""

    carrier: str
    reference: str
    service: str
    route: Route
    journey: str
    is_return: bool = False
    """A shopper hands it in, some time later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyRequest:
    """Wanted: a journey that began at a moment of choice and is held after an hour of choice."""

    carrier: str
    number: str
    journey: str
    route: Route
    started_at: datetime
    up_to_hour: float


def read_label(document: Any) -> LabelRequest:
    """Return the request, or raise `BadRequestError`."""
    asked = _object(document, "the body")
    service = _text(asked, "service")
    if service not in SERVICES:
        raise BadRequestError(f"service: one of {', '.join(SERVICES)}")
    journey = _journey(asked) if asked.get("journey") else ""
    return LabelRequest(
        carrier=_carrier(asked),
        reference=_text(asked, "reference"),
        service=service,
        route=_route(asked),
        journey=journey,
        is_return=asked.get("return") is True,
    )


def read_journey(document: Any) -> JourneyRequest:
    """Return the request, or raise `BadRequestError`."""
    asked = _object(document, "the body")
    carrier, number = _carrier(asked), _text(asked, "tracking_number")
    if not VOICES[carrier].is_number(number):
        raise BadRequestError(f"tracking_number: a number of {carrier}")
    return JourneyRequest(
        carrier=carrier,
        number=number,
        journey=_journey(asked),
        route=_route(asked),
        started_at=_moment(asked, "started_at"),
        up_to_hour=_hour(asked, "up_to_hour"),
    )


def check_words(carrier: str, number: str, steps: tuple[Step, ...]) -> None:
    """Raise `BadRequestError` where the carrier has no words for something that happens in a journey."""
    unsaid = sorted(what for what in whats(steps) if not VOICES[carrier].speaks(number, what))
    if unsaid:
        raise BadRequestError(f"journey: {carrier} has no words for {', '.join(unsaid)}")


def _carrier(asked: dict[str, Any]) -> str:
    name = _text(asked, "carrier") if asked.get("carrier") else USUAL_CARRIER
    if name not in VOICES:
        raise BadRequestError(f"carrier: one of {', '.join(VOICES)}")
    return name


def _journey(asked: dict[str, Any]) -> str:
    name = _text(asked, "journey")
    if name not in journeys():
        raise BadRequestError(f"journey: one of {', '.join(sorted(journeys()))}")
    return name


def _route(asked: dict[str, Any]) -> Route:
    here, there = _object(asked.get("from"), "from"), _object(asked.get("to"), "to")
    postal_code = there.get("postal_code") or ""
    if not isinstance(postal_code, str) or len(postal_code) > LONGEST_TEXT:
        raise BadRequestError("to.postal_code: a text")
    return Route(
        from_city=_text(here, "city"),
        from_country=_country(here),
        to_city=_text(there, "city"),
        to_country=_country(there),
        to_postal_code=postal_code,
    )


def _country(address: dict[str, Any]) -> str:
    country = _text(address, "country")
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise BadRequestError("country: two capital letters, such as DE")
    return country


def _moment(asked: dict[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(asked, name))
    except ValueError as error:
        raise BadRequestError(f"{name}: a moment such as 2026-03-01T09:30:00+01:00") from error
    if moment.tzinfo is None:
        raise BadRequestError(f"{name}: a moment with its offset from UTC")
    if abs(datetime.now(UTC) - moment) > OLDEST_START:
        raise BadRequestError(f"{name}: within {OLDEST_START.days} days of today")
    return moment


def _hour(asked: dict[str, Any], name: str) -> float:
    value = asked.get(name, math.inf)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise BadRequestError(f"{name}: a number of hours after the label")
    return float(value)


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRequestError(f"{name}: a JSON object")
    return value


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise BadRequestError(f"{name}: a text of 1 to {LONGEST_TEXT} characters")
    return value
