"""Reads the demo's orders from their files: those on their way, and those with which something went wrong."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any, NamedTuple

from django.conf import settings

from severshop.simulator.carrier.journeys import Message, messages
from severshop.simulator.carrier.journeys import journeys as all_journeys
from severshop.simulator.carrier.requests import read_journey
from severshop.simulator.carrier.voices import VOICES
from severshop.usecases.seeding.after_buying import After
from severshop.usecases.seeding.tell_story import Heard, Onward, Story, StoryParcel

FILES = tuple(resources.files(__package__) / name for name in ("demo_orders.toml", "demo_cases.toml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What happens to a parcel: `held_at` is the hour after which nothing more does, `begins` is where it sets out."""

    name: str
    held_at: float | None
    begins: dict[str, str]
    onward: "Journey | None" = None


class WayBack(NamedTuple):
    """The parcel of a return: its label, how many hours ago that was made, and the journey to us."""

    carrier: str
    tracking_number: str
    hours_ago: float
    journey: Journey


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrder:
    """A story, what it shows, and the journeys of its parcels."""

    story: Story
    say: str
    journeys: tuple[Journey, ...]
    back: "WayBack | None" = None


def demo_orders() -> tuple[DemoOrder, ...]:
    """Return the demo's orders as the files have them."""
    return tuple(_order(row) for file in FILES for row in tomllib.loads(file.read_text("utf-8"))["orders"])


def journeys(order: DemoOrder, *, now: datetime) -> list[dict[str, Any]]:
    """Return what the simulated carrier is to be told about an order's parcels."""
    home = {"city": order.story.city, "postal_code": order.story.postal_code, "country": order.story.country}
    made = [
        _journey_of(carrier, number, hours_ago, journey, to=home, now=now)
        for carrier, number, hours_ago, journey in _ways(order)
    ]
    if back := order.back:
        ours = {**_warehouse(), "postal_code": settings.WAREHOUSE_POSTAL_CODE}
        made.append(_journey_of(back.carrier, back.tracking_number, back.hours_ago, back.journey, to=ours, now=now))
    return made


def _journey_of(
    carrier: str, number: str, hours_ago: float, journey: Journey, *, to: dict[str, str], now: datetime
) -> dict[str, Any]:
    return {
        "carrier": carrier,
        "tracking_number": number,
        "journey": journey.name,
        "started_at": (now - timedelta(hours=hours_ago)).isoformat(),
        "from": journey.begins,
        "to": to,
        **({} if journey.held_at is None else {"up_to_hour": journey.held_at}),
    }


def told(order: DemoOrder, *, now: datetime) -> DemoOrder:
    """Return the order with what the carriers have told of it by now.

    The simulated carriers tell it again when they are started; by then it is known, and changes nothing.
    """
    heard = [
        Heard(datetime.fromtimestamp(one.due_at, UTC), hook, one.body)
        for journey in journeys(order, now=now)
        for hook, one in _messages(journey)
        if one.due_at <= now.timestamp()
    ]
    return replace(order, story=replace(order.story, heard=tuple(heard)))


def _messages(journey: dict[str, Any]) -> Iterator[tuple[str, Message]]:
    asked = read_journey(journey)
    voice = VOICES[asked.carrier]
    steps = tuple(step for step in all_journeys()[asked.journey] if step.hour <= asked.up_to_hour)
    made = messages(steps, voice=voice, number=asked.number, route=asked.route, started_at=asked.started_at)
    return ((voice.hook, one) for one in made)


def _ways(order: DemoOrder) -> Iterator[tuple[str, str, float, Journey]]:
    for parcel, journey in zip(order.story.parcels, order.journeys, strict=True):
        yield parcel.carrier, parcel.tracking_number, parcel.packed_hours_ago, journey
        if (onward := parcel.onward) and journey.onward:
            yield onward.carrier, onward.tracking_number, onward.begun_hours_ago, journey.onward


def _order(row: dict[str, Any]) -> DemoOrder:
    parcels = row.get("parcels", [])
    story = Story(
        number_body=row["number"],
        name=row["name"],
        email=row["email"],
        street=row["street"],
        postal_code=row["postal_code"],
        city=row["city"],
        country=row["country"],
        delivery="standard",
        items=row["items"],
        placed_hours_ago=row["placed_hours_ago"],
        picked_hours_ago=row.get("picked_hours_ago"),
        after=tuple(_afters(row)),
        parcels=tuple(
            StoryParcel(
                items=parcel.get("items", row["items"]),
                carrier=parcel.get("carrier", "ups"),
                tracking_number=parcel["tracking_number"],
                packed_hours_ago=parcel["packed_hours_ago"],
                handed_over_hours_ago=parcel.get("handed_over_hours_ago"),
                onward=_onward(parcel.get("onward")),
            )
            for parcel in parcels
        ),
    )
    return DemoOrder(
        story=story,
        say=row.get("say", ""),
        journeys=tuple(_journey(parcel) for parcel in parcels),
        back=_way_back(row),
    )


def _afters(row: dict[str, Any]) -> Iterator[After]:
    if "back" in row:
        yield After("label", row["back"]["hours_ago"], row["back"])
    for after in row.get("after", []):
        yield After(after["do"], after["hours_ago"], after)


def _way_back(row: dict[str, Any]) -> WayBack | None:
    if "back" not in row:
        return None
    back = row["back"]
    sent_from = {"city": row["city"], "country": row["country"]}
    journey = Journey(name=back["journey"], held_at=back.get("up_to_hour"), begins=sent_from)
    return WayBack(back["carrier"], back["tracking_number"], back["hours_ago"], journey)


def _onward(row: dict[str, Any] | None) -> Onward | None:
    if row is None:
        return None
    return Onward(
        carrier=row["carrier"], tracking_number=row["tracking_number"], begun_hours_ago=row["begun_hours_ago"]
    )


def _journey(parcel: dict[str, Any]) -> Journey:
    # Our own warehouse, but for what a partner abroad sends for us.
    return Journey(
        name=parcel["journey"],
        held_at=parcel.get("up_to_hour"),
        begins=parcel.get("from") or _warehouse(),
        onward=_journey(parcel["onward"]) if "onward" in parcel else None,
    )


def _warehouse() -> dict[str, str]:
    return {"city": settings.WAREHOUSE_CITY, "country": settings.WAREHOUSE_COUNTRY}
