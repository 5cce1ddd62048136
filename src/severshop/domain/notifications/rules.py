"""Which messages an order owes its shopper. Pure: facts and the moment in, messages out."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

MAIL_TOPIC = "mail"
"""The outbox topic of every mail."""
PUSH_TOPIC = "push"
"""The outbox topic of what goes to browsers."""

AGE_LIMIT = timedelta(hours=24)
"""News older than this is history (an import, a replay): nobody wants a letter about it."""


class Kind(StrEnum):
    """What a message tells."""

    RECEIVED = "received"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    NEW_NUMBER = "new_number"
    """A parcel travels under another number than we said."""
    DELAYED = "delayed"
    """The dates are later than promised."""
    PRESUMED_LOST = "presumed_lost"
    """Nobody has seen a parcel for so long that we have its carrier look for it."""
    FOUND = "found"
    """A parcel that was presumed lost was seen again."""
    CLAIM_OFFERED = "claim_offered"
    """The shopper may choose between a refund and a replacement."""
    LINK = "link"
    """Asked for by somebody who lost the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelNews:
    """When a parcel reached each milestone that people are told of, as far as it has."""

    position: int
    shipped_at: datetime | None = None
    """Hand-over or first physical scan, whichever is known to be earlier."""
    out_for_delivery_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNews:
    """The facts of an order that messages are about."""

    order_id: uuid.UUID
    email_version: int
    placed_at: datetime
    parcels: tuple[ParcelNews, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that is owed. `key` is the same however often it is worked out."""

    kind: Kind
    key: str
    parcel: int | None
    payload: dict[str, Any]


def due_messages(news: OrderNews, *, now: datetime, age_limit: timedelta = AGE_LIMIT) -> tuple[Message, ...]:
    """Return every message that the order owes by now, sent or not: the outbox knows by key which are new."""

    def is_news(moment: datetime | None) -> bool:
        return moment is not None and now - moment <= age_limit

    def owed() -> Iterator[Message]:
        if is_news(news.placed_at):
            yield received(news.order_id, email_version=news.email_version)
        for parcel in news.parcels:
            if is_news(parcel.shipped_at):
                yield _about(Kind.SHIPPED, news.order_id, parcel=parcel.position)
            if is_news(parcel.out_for_delivery_at) and parcel.delivered_at is None:
                yield _about(Kind.OUT_FOR_DELIVERY, news.order_id, parcel=parcel.position)
            if is_news(parcel.delivered_at):
                yield _about(Kind.DELIVERED, news.order_id, parcel=parcel.position)

    return tuple(owed())


def received(order_id: uuid.UUID, *, email_version: int) -> Message:
    """Return the confirmation of an order: one for each address that the order has had."""
    return Message(
        kind=Kind.RECEIVED,
        key=f"mail:{order_id}:{Kind.RECEIVED}:v{email_version}",
        parcel=None,
        payload={"kind": Kind.RECEIVED.value, "parcel": None, "email_version": email_version},
    )


def link(order_id: uuid.UUID, *, asked: str) -> Message:
    """Return the message with the order's link. `asked` names the asking: the same asking is answered once."""
    return Message(
        kind=Kind.LINK,
        key=f"mail:{order_id}:{Kind.LINK}:{asked}",
        parcel=None,
        payload={"kind": Kind.LINK.value, "parcel": None},
    )


def new_number(order_id: uuid.UUID, *, parcel: int, leg: uuid.UUID, number: str) -> Message:
    """Return the message that a parcel has another number: one for each leg that replaces another."""
    return Message(
        kind=Kind.NEW_NUMBER,
        key=f"mail:{order_id}:{Kind.NEW_NUMBER}:{leg}",
        parcel=parcel,
        payload={"kind": Kind.NEW_NUMBER.value, "parcel": parcel, "number": number},
    )


def delayed(order_id: uuid.UUID, *, version: int, parcel: int | None) -> Message:
    """Return the message that the dates are others now: one for each revision of the promise (its `version`)."""
    return Message(
        kind=Kind.DELAYED,
        key=f"mail:{order_id}:{Kind.DELAYED}:{version}",
        parcel=parcel,
        payload={"kind": Kind.DELAYED.value, "parcel": parcel, "version": version},
    )


def about_a_search(kind: Kind, order_id: uuid.UUID, *, parcel: int, because: uuid.UUID) -> Message:
    """Return a message about a parcel that is looked for: one of its kind for each `because`, what it follows from."""
    return Message(
        kind=kind,
        key=f"mail:{order_id}:{kind}:{because}",
        parcel=parcel,
        payload={"kind": kind.value, "parcel": parcel},
    )


def push_key(order_id: uuid.UUID, kind: Kind, *, parcel: int, subscription_id: uuid.UUID) -> str:
    """Return the key of a push: one for each milestone of a parcel and each browser."""
    return f"push:{order_id}:{kind}:{parcel}:{subscription_id}"


def _about(kind: Kind, order_id: uuid.UUID, *, parcel: int) -> Message:
    return Message(
        kind=kind,
        key=f"mail:{order_id}:{kind}:{parcel}",
        parcel=parcel,
        payload={"kind": kind.value, "parcel": parcel},
    )
