"""The carrier's desk: hands out labels, remembers every parcel, and lays its messages ready."""

import random
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from severshop.simulator.carrier.journeys import Message, Route, journeys, messages, usual_journey, with_mischief
from severshop.simulator.carrier.numbers import PARCELS, tracking_number
from severshop.simulator.deliveries import Deliveries

SCHEMA = """
CREATE TABLE IF NOT EXISTS parcel (
    number TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    journey TEXT NOT NULL,
    started_at REAL NOT NULL
);
"""
HOOK = "/hooks/carriers/ups"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a label's journey goes, and whether its messages misbehave where no journey was asked for."""

    journey_seconds: float = 60.0
    mischief: bool = True


class Desk:
    """Writes parcels and their messages; each in one transaction, so that a crash leaves neither or both."""

    def __init__(self, database: sqlite3.Connection, deliveries: Deliveries, pace: Pace) -> None:
        self._database = database
        self._deliveries = deliveries
        self._pace = pace

    def label(self, reference: str, *, service: str, route: Route, journey: str) -> str:
        """Return the tracking number for the shop's reference: a new one, or the one it was given before."""
        if known := self._number_of(reference):
            return known
        name = journey or usual_journey(route)
        steps = journeys()[name]
        if self._pace.mischief and not journey:
            steps = with_mischief(steps, seed=reference)
        number = self._free_number(service)
        # A single step has no pace: silence after the label is silence.
        hours = max(step.hour for step in steps) or 1.0
        started_at = datetime.now(UTC)
        made = messages(
            steps,
            number=number,
            route=route,
            started_at=started_at,
            seconds_an_hour=self._pace.journey_seconds / hours,
        )
        self._keep(number, reference=reference, journey=name, started_at=started_at, made=made)
        return number

    def begin(self, number: str, *, journey: str, route: Route, started_at: datetime, up_to_hour: float) -> bool:
        """Begin a journey at a moment of choice, at real speed; what lies in the past is sent at once.

        Returns False, and does nothing, where this very journey began already.
        """
        known = "SELECT 1 FROM parcel WHERE number = ? AND started_at = ?"
        if self._database.execute(known, (number, started_at.timestamp())).fetchone():
            return False
        steps = tuple(step for step in journeys()[journey] if step.hour <= up_to_hour)
        made = messages(steps, number=number, route=route, started_at=started_at)
        self._keep(number, reference=number, journey=journey, started_at=started_at, made=made)
        return True

    def parcels(self) -> list[dict[str, Any]]:
        """Return every parcel, the newest first."""
        rows = self._database.execute("SELECT * FROM parcel ORDER BY started_at DESC LIMIT 1000")
        return [dict(row) for row in rows]

    def _keep(self, number: str, *, reference: str, journey: str, started_at: datetime, made: list[Message]) -> None:
        now = time.time()
        with self._database:
            self._database.execute("BEGIN")
            self._database.execute(
                "INSERT INTO parcel (number, reference, journey, started_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (number) DO UPDATE SET journey = excluded.journey, started_at = excluded.started_at",
                (number, reference, journey, started_at.timestamp()),
            )
            for place, message in enumerate(made):
                # What is overdue keeps its order by a hair's breadth.
                due_at = max(message.due_at, now + place / 1000)
                self._deliveries.put(url=HOOK, body=message.body, due_at=due_at)

    def _number_of(self, reference: str) -> str | None:
        row = self._database.execute("SELECT number FROM parcel WHERE reference = ?", (reference,)).fetchone()
        return row["number"] if row else None

    def _free_number(self, service: str) -> str:
        # Drawn, not counted: a carrier whose file was deleted must not hand out the numbers of before again.
        while True:
            number = tracking_number(random.randrange(PARCELS), service=service)
            if not self._database.execute("SELECT 1 FROM parcel WHERE number = ?", (number,)).fetchone():
                return number
