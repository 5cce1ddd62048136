"""Journeys: what happens to a parcel, as data files, and in which order it is told. No carrier's words are in them."""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from severshop.simulator.carrier.voices import Event, Voice

_DATA = resources.files(__package__) / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happens `hour` hours after the label; its message is sent at `told_hour`, maybe more than once."""

    hour: float
    place: str
    milestone: str
    told_hour: float
    reason: str = ""
    copies: int = 1

    @property
    def what(self) -> str:
        return f"{self.milestone}/{self.reason}" if self.reason else self.milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """What a shop shows when all of a journey has been told, and what it has written to its shopper by then."""

    status: str
    attention: str
    mails: tuple[str, ...]


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
    return {name: _steps(document) for name, document in _files().items()}


def ends(name: str) -> Ends:
    """Return in what a journey ends."""
    said = _files()[name]["ends"]
    return Ends(status=said["status"], attention=said["attention"], mails=tuple(said["mails"]))


def whats(steps: tuple[Step, ...]) -> frozenset[str]:
    """Return everything that happens in a journey, each once."""
    return frozenset(step.what for step in steps)


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
        hour = middle.hour + 1
        told.append(replace(middle, hour=hour, told_hour=hour, milestone="unknown", reason="", copies=1))
    return tuple(told)


def messages(
    steps: tuple[Step, ...],
    *,
    voice: Voice,
    number: str,
    route: Route,
    started_at: datetime,
    seconds_an_hour: float = 3600.0,
) -> list[Message]:
    """Return a journey's messages in the order of their sending. What the carrier has no words for is left out.

    `seconds_an_hour` is how many real seconds an hour of the journey takes: 3600 is real speed.
    """
    last_moment = started_at + timedelta(seconds=max(step.hour for step in steps) * seconds_an_hour)
    expected_on = last_moment.astimezone(_zone(route.to_country)).date()

    def event(step: Step) -> Event:
        city, country = _place(step.place, route)
        moment = started_at + timedelta(seconds=step.hour * seconds_an_hour)
        return Event(
            what=step.what,
            moment=moment.astimezone(_zone(country)),
            city=city,
            country=country,
            postal_code=route.to_postal_code,
            expected_on=expected_on,
        )

    made = []
    said = [step for step in steps if voice.speaks(number, step.what)]
    for step in said:
        body = voice.body(number, tuple(event(known) for known in _known_with(step, said)))
        due_at = started_at.timestamp() + step.told_hour * seconds_an_hour
        made += [Message(due_at=due_at + copy * 0.5, body=body) for copy in range(step.copies)]
    return sorted(made, key=lambda message: message.due_at)


def _known_with(step: Step, said: list[Step]) -> Iterator[Step]:
    """Yield what a carrier knows when it tells of a step, in the order of happening; the step itself is the last."""
    earlier = (known for known in said if known.hour < step.hour and known.told_hour <= step.told_hour)
    yield from sorted(earlier, key=lambda known: known.hour)
    yield step


def _steps(document: Mapping[str, Any]) -> tuple[Step, ...]:
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
def _files() -> dict[str, dict[str, Any]]:
    files = [file for file in (_DATA / "journeys").iterdir() if file.name.endswith(".toml")]
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8")) for file in files}


@cache
def _countries() -> Mapping[str, dict[str, Any]]:
    return tomllib.loads((_DATA / "places.toml").read_text("utf-8"))
