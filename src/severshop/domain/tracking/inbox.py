"""Reads of the raw messages that wait to be understood."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.tracking.legs import KnownLeg, heard_of
from severshop.domain.tracking.models import MessageState, RawMessage
from severshop.infra.db.reads import select

STILL_NEW = "SELECT id FROM tracking_rawmessage WHERE state = 'new' AND id {among}"
LEGS = (
    "SELECT opened_at, closed_at, id, order_id, parcel_id, number, kind FROM tracking_leg"
    " WHERE ending <> 'wrong' AND carrier = %s AND number {among}"
)
MESSAGE = ("id", "carrier", "received_at", "body")

Numbers = Mapping[tuple[str, str], Sequence[KnownLeg]]
"""The legs of each (carrier, number)."""


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A raw message, not yet understood."""

    id: int
    carrier: str
    received_at: datetime
    body: bytes


def waiting_messages(*, limit: int) -> list[WaitingMessage]:
    """Return messages to read: the oldest, and when more wait than the limit, half of it the newest.

    Reading order does not matter to the result, and so a backlog does not delay what is fresh.
    """
    waiting = RawMessage.objects.filter(state=MessageState.NEW).values_list(*MESSAGE)
    oldest = list(waiting.order_by("id")[:limit])
    rows = oldest
    if len(oldest) == limit:
        newest = list(waiting.order_by("-id")[: limit // 2])
        rows = list({row[0]: row for row in (*oldest[: limit - len(newest)], *newest)}.values())
    return as_messages(rows)


def as_messages(rows: Iterable[tuple[int, str, datetime, bytes]]) -> list[WaitingMessage]:
    """Return the messages of rows with the columns of `MESSAGE`."""
    return [WaitingMessage(key, carrier, received_at, bytes(body)) for key, carrier, received_at, body in rows]


def claim_messages(message_ids: Collection[int]) -> set[int]:
    """Lock those messages that still wait, and return their ids. Call it inside a transaction."""
    rows = select(STILL_NEW, message_ids, kinds=(), lock="FOR UPDATE SKIP LOCKED")
    return {message_id for (message_id,) in rows}


def legs_of(numbers: Collection[tuple[str, str]]) -> Numbers:
    """Return the legs of each (carrier, number) that has any, those that were closed as wrong left out.

    Under a carrier that speaks for others, theirs are found as well.
    """
    by_carrier: dict[str, set[str]] = defaultdict(set)
    for carrier, number in numbers:
        by_carrier[carrier].add(number)
    found: dict[tuple[str, str], list[KnownLeg]] = defaultdict(list)
    for carrier, own, wanted in ((c, own, wanted) for c, wanted in by_carrier.items() for own in heard_of(c)):
        for opened_at, closed_at, leg_id, order_id, parcel_id, number, kind in select(
            LEGS, wanted, before=[own], kinds=("moment", "moment", "uuid", "uuid", "uuid")
        ):
            leg = KnownLeg(
                id=leg_id,
                order_id=order_id,
                parcel_id=parcel_id,
                opened_at=opened_at,
                closed_at=closed_at,
                is_return=kind == "return",
            )
            found[carrier, number].append(leg)
    return found
