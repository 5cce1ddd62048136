"""Gives the demo's shop its past: what the simulator makes up, promised and learned from morning by morning."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings

from severshop.domain.shipping.queries import destination
from severshop.infra import clock
from severshop.interfaces.cli.bars import bar
from severshop.interfaces.cli.errors import MendableError
from severshop.simulator.histories.past import Past
from severshop.usecases.seeding.demo_past import give_past, let_arrive
from severshop.vocabulary.windows import DeliveryWindow

LEARNED_DAYS_AGO = (91, 70, 49, 35, 28, 21, 14, 7)
ARRIVED_IN_DAYS = 28
EARLY = 4
"""The hour (UTC) of a morning at which it is learned."""


def remember(*, now: datetime) -> int:
    """Give the past that ends `now`, where none was given yet; return how many parcels it has."""
    early = now.replace(hour=EARLY, minute=0, second=0, microsecond=0)
    return give_past(
        Past(until=now).parcels(),
        mornings=[early - timedelta(days=days) for days in LEARNED_DAYS_AGO],
        now=now,
        progress=bar("morning"),
    )


def arrivals(*, country: str, parcels: int) -> None:
    """Let about so many parcels have gone to a country in the last weeks; print what an order there is promised now."""
    if not settings.DEMO:
        raise MendableError("only a demo has made-up parcels; teach a shop from a file: severshop promises teach")
    if destination(country) is None:
        raise MendableError(f"--country {country}: the shop does not ship there")
    now = clock.now()
    past = Past(until=now, days=ARRIVED_IN_DAYS, a_day=parcels / ARRIVED_IN_DAYS, country=country)
    arrived = let_arrive(past.parcels(), country=country, now=now)
    told = {"parcels": arrived.parcels, "before": _days(arrived.before), "after": _days(arrived.after)}
    print(json.dumps(told))


def _days(windows: Mapping[str, DeliveryWindow]) -> dict[str, list[str]]:
    return {option: [window.earliest.isoformat(), window.latest.isoformat()] for option, window in windows.items()}
