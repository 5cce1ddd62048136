"""Reads of the raw messages that wait to be understood."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from severshop.domain.tracking.models import MessageState, RawMessage
from severshop.infra.db.reads import select

STILL_NEW = "SELECT id FROM tracking_rawmessage WHERE state = 'new' AND id {among}"
OPEN_LEGS = (
    "SELECT number, id, order_id, parcel_id FROM tracking_leg WHERE closed_at IS NULL AND carrier = %s"
    " AND number {among}"
)


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A raw message, not yet understood."""

    id: int
    carrier: str
    body: bytes


@dataclass(frozen=True, slots=True)
class OpenLeg:
    """Which parcel of which order travels under a number now."""

    id: uuid.UUID
    order_id: uuid.UUID
    parcel_id: uuid.UUID


def waiting_messages(*, limit: int) -> list[WaitingMessage]:
    """Return messages to read: the oldest, and when more wait than the limit, half of it the newest.

    Reading order does not matter to the result, and so a backlog does not delay what is fresh.
    """
    waiting = RawMessage.objects.filter(state=MessageState.NEW).values_list("id", "carrier", "body")
    oldest = list(waiting.order_by("id")[:limit])
    rows = oldest
    if len(oldest) == limit:
        newest = list(waiting.order_by("-id")[: limit // 2])
        rows = list({row[0]: row for row in (*oldest[: limit - len(newest)], *newest)}.values())
    return [WaitingMessage(message_id, carrier, bytes(body)) for message_id, carrier, body in rows]


def claim_messages(message_ids: Collection[int]) -> set[int]:
    """Lock those messages that still wait, and return their ids. Call it inside a transaction."""
    rows = select(STILL_NEW, message_ids, kinds=(), lock="FOR UPDATE SKIP LOCKED")
    return {message_id for (message_id,) in rows}


def open_legs(numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], OpenLeg]:
    """Return the open leg of each (carrier, number) that has one."""
    by_carrier: dict[str, set[str]] = defaultdict(set)
    for carrier, number in numbers:
        by_carrier[carrier].add(number)
    return {
        (carrier, number): OpenLeg(leg_id, order_id, parcel_id)
        for carrier, wanted in by_carrier.items()
        for number, leg_id, order_id, parcel_id in select(
            OPEN_LEGS, wanted, before=[carrier], kinds=("plain", "uuid", "uuid", "uuid")
        )
    }
