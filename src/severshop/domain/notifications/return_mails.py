"""Which letters a return owes. Pure: facts and the moment in, kinds out."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from severshop.domain.notifications.rules import AGE_LIMIT, MAIL_TOPIC
from severshop.infra.outbox.actions import NewEntry


class ReturnMail(StrEnum):
    """What a letter about a return tells."""

    ANNOUNCED = "return_announced"
    ARRIVED = "return_arrived"
    FOUND = "return_found"
    """Something was refused, or less is paid back for it."""


class ReturnNews(NamedTuple):
    """When what a return's letters are about came true, as far as it has."""

    return_id: uuid.UUID
    order_id: uuid.UUID
    ready_at: datetime | None
    """Announced by the shopper, and there is what they need: the label where the shop pays, else nothing more."""
    arrived_at: datetime | None
    found_at: datetime | None
    """Acted on, with something that the shopper would not expect."""


def return_mails(news: ReturnNews, *, now: datetime) -> Iterator[NewEntry]:
    """Yield every letter that is owed by now, sent or not: the outbox knows by key which are new."""
    moments = (
        (ReturnMail.ANNOUNCED, news.ready_at),
        (ReturnMail.ARRIVED, news.arrived_at),
        (ReturnMail.FOUND, news.found_at),
    )
    for kind, moment in moments:
        if moment and now - moment <= AGE_LIMIT:
            yield NewEntry(
                topic=MAIL_TOPIC,
                key=f"mail:{news.order_id}:{kind}:{news.return_id}",
                order_id=news.order_id,
                payload={"kind": kind.value, "parcel": None, "return": str(news.return_id)},
            )
