"""The carrier's desk: hands out labels, remembers every parcel, and lays its messages ready."""

import random
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from severshop.simulator.carrier.journeys import Route, Step, journeys, messages, usual_journey, whats, with_mischief
from severshop.simulator.carrier.numbers import PARCELS
from severshop.simulator.carrier.requests import JourneyRequest, LabelRequest, check_words
from severshop.simulator.carrier.voices import VOICES
from severshop.simulator.deliveries import Deliveries

SCHEMA = """
CREATE TABLE IF NOT EXISTS parcel (
    number TEXT PRIMARY KEY,
    carrier TEXT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    journey TEXT NOT NULL,
    started_at REAL NOT NULL
);
"""
HOOKS = "/hooks/carriers/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a label's journey goes, and whether its messages misbehave where no journey was asked for."""

    journey_seconds: float = 60.0
    mischief: bool = True
    hand_in: float = 1.5
    """Lengths of a journey that pass before a shopper hands a return in."""


@dataclass(frozen=True, slots=True)
class _Parcel:
    carrier: str
    number: str
    reference: str
    journey: str
    started_at: datetime


class Desk:
    """Writes parcels and their messages; each in one transaction, so that a crash leaves neither or both."""

    def __init__(self, database: sqlite3.Connection, deliveries: Deliveries, pace: Pace) -> None:
        self._database = database
        self._deliveries = deliveries
        self._pace = pace

    def label(self, asked: LabelRequest) -> tuple[str, str]:
        """Return carrier and tracking number for the shop's reference: new ones, or those it was given before.

        Raises `BadRequestError` where the carrier cannot tell of the journey.
        """
        if known := self._parcel_of(asked.reference):
            return known
        name = asked.journey or usual_journey(asked.route)
        steps = journeys()[name]
        number = self._free_number(asked, whats(steps))
        check_words(asked.carrier, number, steps)
        if self._pace.mischief and not asked.journey:
            steps = with_mischief(steps, seed=asked.reference)
        # A single step has no pace: silence after the label is silence.
        hours = max(step.hour for step in steps) or 1.0
        wait = timedelta(seconds=self._pace.journey_seconds * self._pace.hand_in if asked.is_return else 0)
        parcel = _Parcel(asked.carrier, number, asked.reference, name, datetime.now(UTC) + wait)
        self._keep(parcel, steps, route=asked.route, seconds_an_hour=self._pace.journey_seconds / hours)
        return asked.carrier, number

    def begin(self, asked: JourneyRequest) -> bool:
        """Begin a journey at a moment of choice, at real speed; what lies in the past is sent at once.

        Returns False, and does nothing, where this very journey began already. Raises `BadRequestError`.
        """
        known = "SELECT 1 FROM parcel WHERE number = ? AND started_at = ?"
        if self._database.execute(known, (asked.number, asked.started_at.timestamp())).fetchone():
            return False
        steps = tuple(step for step in journeys()[asked.journey] if step.hour <= asked.up_to_hour)
        check_words(asked.carrier, asked.number, steps)
        parcel = _Parcel(asked.carrier, asked.number, asked.number, asked.journey, asked.started_at)
        self._keep(parcel, steps, route=asked.route, seconds_an_hour=3600.0)
        return True

    def parcels(self) -> list[dict[str, Any]]:
        """Return every parcel, the newest first."""
        rows = self._database.execute("SELECT * FROM parcel ORDER BY started_at DESC LIMIT 1000")
        return [dict(row) for row in rows]

    def _keep(self, parcel: _Parcel, steps: tuple[Step, ...], *, route: Route, seconds_an_hour: float) -> None:
        voice = VOICES[parcel.carrier]
        made = messages(
            steps,
            voice=voice,
            number=parcel.number,
            route=route,
            started_at=parcel.started_at,
            seconds_an_hour=seconds_an_hour,
        )
        now = time.time()
        with self._database:
            self._database.execute("BEGIN")
            self._database.execute(
                "INSERT INTO parcel (number, carrier, reference, journey, started_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (number) DO UPDATE SET journey = excluded.journey, started_at = excluded.started_at",
                (parcel.number, parcel.carrier, parcel.reference, parcel.journey, parcel.started_at.timestamp()),
            )
            for place, message in enumerate(made):
                # What is overdue keeps its order by a hair's breadth.
                due_at = max(message.due_at, now + place / 1000)
                self._deliveries.put(url=f"{HOOKS}{voice.hook}", body=message.body, due_at=due_at)

    def _parcel_of(self, reference: str) -> tuple[str, str] | None:
        query = "SELECT carrier, number FROM parcel WHERE reference = ?"
        row = self._database.execute(query, (reference,)).fetchone()
        return (row["carrier"], row["number"]) if row else None

    def _free_number(self, asked: LabelRequest, happens: frozenset[str]) -> str:
        # Drawn, not counted: a carrier whose file was deleted must not hand out the numbers of before again.
        while True:
            number = VOICES[asked.carrier].number(random.randrange(PARCELS), asked.service, happens)
            if not self._database.execute("SELECT 1 FROM parcel WHERE number = ?", (number,)).fetchone():
                return number
