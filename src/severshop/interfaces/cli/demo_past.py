"""Gives the demo's shop its past: what the simulator makes up, promised and learned from morning by morning."""

from datetime import datetime, timedelta

from severshop.interfaces.cli.bars import bar
from severshop.simulator.histories.past import Past
from severshop.usecases.seeding.demo_past import give_past

LEARNED_DAYS_AGO = (91, 70, 49, 35, 28, 21, 14, 7)
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
