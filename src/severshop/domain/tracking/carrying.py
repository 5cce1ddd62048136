"""Parcels that travel under several numbers at a time: one carrier takes them in, another brings them."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from severshop.infra.db.reads import Row, ask
from severshop.vocabulary.milestones import PAPER_ONLY
from severshop.vocabulary.scans import Scan

HANDS = (
    "SELECT leg.parcel_id, leg.id, leg.opened_at, scan.occurred_at, leg.carrier, leg.number, scan.milestone, scan.code"
    " FROM tracking_leg leg LEFT JOIN tracking_scan scan ON scan.leg_id = leg.id"
    " WHERE leg.order_id {among} AND leg.kind = 'outbound' AND leg.closed_at IS NULL AND EXISTS ("
    "SELECT 1 FROM tracking_leg other WHERE other.parcel_id = leg.parcel_id AND other.id <> leg.id"
    " AND other.kind = 'outbound' AND other.closed_at IS NULL)"
)
"""The numbers of such parcels alone: for nearly every order there are no rows."""

type Event = tuple[datetime, str, str]


class Hand(NamedTuple):
    """A carrier with its number for a parcel."""

    carrier: str
    number: str
    has_it: bool
    """It saw the parcel last; where nobody has seen it, it was given to this one first."""


class Hands(NamedTuple):
    """The carriers of a parcel, in the order in which its numbers became known."""

    hands: tuple[Hand, ...]
    tellers: Mapping[Event, str]

    def teller(self, scan: Scan) -> str:
        """Return the carrier that told of a scan, or an empty string."""
        return self.tellers.get(_event(scan.occurred_at, scan.milestone, scan.code), "")


def ask_hands(order_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, Hands]]:
    """Ask which of the orders' parcels travel under several numbers; call what is returned for the answer."""
    rows = ask(HANDS, order_ids, kinds=("uuid", "uuid", "moment", "moment"))
    return lambda: _by_parcel(rows())


def _by_parcel(rows: list[Row]) -> dict[uuid.UUID, Hands]:
    found: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return {parcel_id: _hands(own) for parcel_id, own in found.items()}


def _hands(rows: list[Row]) -> Hands:
    opened = sorted({(opened_at, leg_id, carrier, number) for _, leg_id, opened_at, _, carrier, number, *_ in rows})
    seen = [
        (occurred_at, opened_at, leg_id)
        for _, leg_id, opened_at, occurred_at, _, _, milestone, _ in rows
        if occurred_at and milestone not in PAPER_ONLY
    ]
    has_it = max(seen)[2] if seen else opened[0][1]
    return Hands(
        tuple(Hand(carrier, number, leg_id == has_it) for _, leg_id, carrier, number in opened),
        {
            _event(occurred_at, milestone, code): carrier
            for _, _, _, occurred_at, carrier, _, milestone, code in rows
            if occurred_at
        },
    )


def _event(occurred_at: datetime, milestone: str, code: str) -> Event:
    return occurred_at, str(milestone), code.upper()
