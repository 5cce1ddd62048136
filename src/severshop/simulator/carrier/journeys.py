"""Journeys: what happens to a parcel, as data files, turned into dated messages."""

import json
import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

_DATA = resources.files(__package__) / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happens `hour` hours after the label; its message is sent at `told_hour`, maybe more than once."""

    hour: float
    place: str
    status: str
    told_hour: float
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """From where to where a parcel goes."""

    from_city: str
    from_country: str
    to_city: str
    to_country: str
    to_postal_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to the shop and when it is due, in seconds since the epoch."""

    due_at: float
    body: bytes


@cache
def journeys() -> dict[str, tuple[Step, ...]]:
    """Return every journey by its name."""
    files = [file for file in (_DATA / "journeys").iterdir() if file.name.endswith(".toml")]
    return {file.name.removesuffix(".toml"): _steps(file.read_text("utf-8")) for file in files}


def usual_journey(route: Route) -> str:
    """Return the journey of a parcel for which none was asked."""
    return "on_time" if _is_inside(route.from_country) == _is_inside(route.to_country) else "customs"


def with_mischief(steps: tuple[Step, ...], *, seed: str) -> tuple[Step, ...]:
    """Return the same journey told less tidily: one message twice, one too late, at times one that nobody can read.

    The same seed gives the same mischief. The last step stays last in time, so the end is the same.
    """
    chance = random.Random(seed)
    told = list(steps)
    repeated, belated = chance.sample(range(1, len(told) - 1), 2)
    told[repeated] = replace(told[repeated], copies=2)
    told[belated] = replace(told[belated], told_hour=told[belated + 1].hour + 1)
    if chance.random() < 1 / 3:
        middle = told[len(told) // 2]
        told.append(replace(middle, hour=middle.hour + 1, told_hour=middle.hour + 1, status="mystery", copies=1))
    return tuple(told)


def messages(
    steps: tuple[Step, ...], *, number: str, route: Route, started_at: datetime, seconds_an_hour: float = 3600.0
) -> list[Message]:
    """Return a journey's messages in the order of their sending.

    `seconds_an_hour` is how many real seconds an hour of the journey takes: 3600 is real speed.
    """
    last_moment = started_at + timedelta(seconds=max(step.hour for step in steps) * seconds_an_hour)
    made = []
    for step in steps:
        moment = started_at + timedelta(seconds=step.hour * seconds_an_hour)
        body = json.dumps(_track_alert(step, number=number, route=route, moment=moment, last_moment=last_moment))
        due_at = started_at.timestamp() + step.told_hour * seconds_an_hour
        made += [Message(due_at=due_at + copy * 0.5, body=body.encode()) for copy in range(step.copies)]
    return sorted(made, key=lambda message: message.due_at)


def _track_alert(step: Step, *, number: str, route: Route, moment: datetime, last_moment: datetime) -> dict[str, Any]:
    """Return the body that UPS would post: UPS Track Alert API, `TrackingEvent`."""
    status = _statuses()[step.status]
    city, country = _place(step.place, route)
    zone = _zone(country)
    local = moment.astimezone(zone)
    is_delivery = status["type"] == "D"
    return {
        "trackingNumber": number,
        "localActivityDate": f"{local:%Y%m%d}",
        "localActivityTime": f"{local:%H%M%S}",
        "activityLocation": {
            "city": "" if step.status == "label" else city,
            "stateProvince": "",
            "postalCode": route.to_postal_code if is_delivery else "",
            "country": country,
        },
        "activityStatus": {
            "type": status["type"],
            "code": status["code"],
            "description": status["description"],
            "descriptionCode": status["description_code"],
        },
        "scheduledDeliveryDate": "" if is_delivery else f"{last_moment.astimezone(_zone(route.to_country)):%Y%m%d}",
        "actualDeliveryDate": f"{local:%Y%m%d}" if is_delivery else "",
        "actualDeliveryTime": f"{local:%H%M%S}" if is_delivery else "",
        "gmtActivityDate": f"{moment.astimezone(UTC):%Y%m%d}",
        "gmtActivityTime": f"{moment.astimezone(UTC):%H%M%S}",
        "gmtOffset": f"{local:%:z}",
        "deliveryStartTime": "",
        "deliveryEndTime": "",
        "deliveryTimeDescription": "" if is_delivery else "end of day",
    }


def _steps(text: str) -> tuple[Step, ...]:
    document = tomllib.loads(text)
    return tuple(Step(**{"told_hour": step["hour"], **step}) for step in document["steps"])


def _place(name: str, route: Route) -> tuple[str, str]:
    if name == "origin":
        return route.from_city, route.from_country
    if name == "destination_hub":
        known = _countries().get(route.to_country)
        return (known["hub"] if known else route.to_city), route.to_country
    return route.to_city, route.to_country


def _zone(country: str) -> ZoneInfo:
    known = _countries().get(country)
    return ZoneInfo(known["zone"] if known else "UTC")


def _is_inside(country: str) -> bool:
    known = _countries().get(country)
    return bool(known and known.get("customs_union"))


@cache
def _statuses() -> Mapping[str, dict[str, str]]:
    return tomllib.loads((_DATA / "statuses.toml").read_text("utf-8"))


@cache
def _countries() -> Mapping[str, dict[str, Any]]:
    return tomllib.loads((_DATA / "places.toml").read_text("utf-8"))
