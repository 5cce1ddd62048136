"""Reads of the raw messages that wait to be understood."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from severshop.domain.tracking.legs import KnownLeg, heard_of
from severshop.infra.db.reads import ask, rows_of

STILL_NEW = "SELECT id FROM tracking_rawmessage WHERE state = 'new' AND id {among}"
LEGS = (
    "SELECT opened_at, closed_at, id, order_id, parcel_id, number, kind FROM tracking_leg"
    " WHERE ending <> 'wrong' AND carrier = %s AND number {among}"
)
MESSAGE = ("id", "carrier", "received_at", "body")
WAITING = (
    "SELECT received_at, id, carrier, body FROM tracking_rawmessage WHERE id IN ("
    " SELECT id FROM (SELECT id FROM tracking_rawmessage WHERE state = 'new' ORDER BY id LIMIT %s) AS oldest UNION"
    " SELECT id FROM (SELECT id FROM tracking_rawmessage WHERE state = 'new' ORDER BY id DESC LIMIT %s) AS newest"
    ") ORDER BY id"
)

OLDEST = "SELECT received_at FROM tracking_rawmessage WHERE state = 'new' ORDER BY id LIMIT 1"

Numbers = Mapping[tuple[str, str], Sequence[KnownLeg]]
"""The legs of each (carrier, number)."""


class WaitingMessage(NamedTuple):
    """A raw message, not yet understood."""

    id: int
    carrier: str
    received_at: datetime
    body: bytes


def waiting_messages(*, limit: int) -> list[WaitingMessage]:
    """Return messages to read: half of the limit the oldest, half of it the newest.

    Reading order does not matter to the result, and so a backlog does not delay what is fresh.
    """
    newest = limit // 2
    rows = rows_of(WAITING, [limit - newest, newest], kinds=("moment",))
    return as_messages((key, carrier, received_at, body) for received_at, key, carrier, body in rows)


def waiting_since() -> datetime | None:
    """Return when the oldest message came that is still to be read; None when all are."""
    rows = rows_of(OLDEST, [], kinds=("moment",))
    return rows[0][0] if rows else None


def as_messages(rows: Iterable[tuple[int, str, datetime, bytes]]) -> list[WaitingMessage]:
    """Return the messages of rows with the columns of `MESSAGE`."""
    return [WaitingMessage(key, carrier, received_at, bytes(body)) for key, carrier, received_at, body in rows]


def claim_messages(message_ids: Collection[int]) -> Callable[[], set[int]]:
    """Lock those messages that still wait; call what is returned for their ids. Call it inside a transaction."""
    rows = ask(STILL_NEW, message_ids, kinds=(), lock="FOR UPDATE SKIP LOCKED")
    return lambda: {message_id for (message_id,) in rows()}


def legs_of(numbers: Collection[tuple[str, str]]) -> Numbers:
    """Return the legs of each (carrier, number) that has any, those that were closed as wrong left out.

    Under a carrier that speaks for others, theirs are found as well.
    """
    return ask_legs(numbers)()


def ask_legs(numbers: Collection[tuple[str, str]]) -> Callable[[], Numbers]:
    """Ask for what `legs_of` returns; call what is returned for the answer."""
    by_carrier: dict[str, set[str]] = defaultdict(set)
    for carrier, number in numbers:
        by_carrier[carrier].add(number)
    asked = [
        (carrier, ask(LEGS, wanted, before=[own], kinds=("moment", "moment", "uuid", "uuid", "uuid")))
        for carrier, wanted in by_carrier.items()
        for own in heard_of(carrier)
    ]

    def answer() -> Numbers:
        found: dict[tuple[str, str], list[KnownLeg]] = defaultdict(list)
        for carrier, rows in asked:
            for opened_at, closed_at, leg_id, order_id, parcel_id, number, kind in rows():
                leg = KnownLeg(leg_id, order_id, parcel_id, opened_at, closed_at, kind == "return")
                found[carrier, number].append(leg)
        return found

    return answer
