"""Raw messages become scans, and scans become what the shopper sees.

1. Read a batch of waiting messages with their carriers' adapters, before any transaction.
2. In one transaction, claim those that still wait and lock the orders they are about.
3. Keep the new scans; count codes that no table maps; put aside what is not understood or not ours yet.
4. Refresh the status of the orders.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from severshop.domain.carriers.reading import NotUnderstoodError, ParcelNews
from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.orders.queries import lock_orders
from severshop.domain.tracking.actions import (
    NewScan,
    count_unknown_code,
    mark_not_understood,
    mark_read,
    mark_unmatched,
    store_scans,
)
from severshop.domain.tracking.inbox import OpenLeg, WaitingMessage, claim_messages, open_legs, waiting_messages
from severshop.usecases.refresh_status import refresh_status

log = structlog.get_logger()

CLOCK_TOLERANCE = timedelta(hours=26)
"""How far ahead of us a carrier's moment may lie: the date line, and a wrong clock."""


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message as its adapter understood it, or why it did not."""

    id: int
    carrier: str
    news: tuple[ParcelNews, ...] = ()
    error: str = ""


def update_timelines(*, now: datetime, limit: int = 500) -> int:
    """Read up to `limit` waiting messages into timelines; return how many were dealt with."""
    messages = [_read(waiting, now=now) for waiting in waiting_messages(limit=limit)]
    return _keep(messages, now=now) if messages else 0


@transaction.atomic
def _keep(messages: list[ReadMessage], *, now: datetime) -> int:
    claimed = claim_messages([message.id for message in messages])
    messages = [message for message in messages if message.id in claimed]
    legs = open_legs({(message.carrier, news.tracking_number) for message in messages for news in message.news})
    lock_orders({leg.order_id for leg in legs.values()})
    store_scans(_scans(messages, legs), now=now)
    _put_aside(messages, legs, now=now)
    refresh_status({leg.order_id for leg in legs.values()}, now=now)
    return len(messages)


def _read(waiting: WaitingMessage, *, now: datetime) -> ReadMessage:
    carrier = CARRIERS.get(waiting.carrier)
    if carrier is None:
        return ReadMessage(waiting.id, waiting.carrier, error=f"no adapter for {waiting.carrier}")
    try:
        news = carrier.read(waiting.body).parcels
    except NotUnderstoodError as error:
        return ReadMessage(waiting.id, waiting.carrier, error=str(error))
    except Exception:
        # An adapter's own fault must not hold back the neighbours in the batch; the log has the trace.
        log.exception("adapter failed", carrier=waiting.carrier, message=waiting.id)
        return ReadMessage(waiting.id, waiting.carrier, error="the adapter failed; see the log")
    if any(scan.occurred_at > now + CLOCK_TOLERANCE for parcel in news for scan in parcel.scans):
        return ReadMessage(waiting.id, waiting.carrier, error="the activity is dated in the future")
    return ReadMessage(waiting.id, waiting.carrier, news)


def _scans(messages: list[ReadMessage], legs: dict[tuple[str, str], OpenLeg]) -> Iterable[NewScan]:
    for message in messages:
        for news in message.news:
            if leg := legs.get((message.carrier, news.tracking_number)):
                for scan in news.scans:
                    yield NewScan(
                        order_id=leg.order_id,
                        parcel_id=leg.parcel_id,
                        leg_id=leg.id,
                        message_id=message.id,
                        scan=scan,
                    )


def _put_aside(messages: list[ReadMessage], legs: dict[tuple[str, str], OpenLeg], *, now: datetime) -> None:
    read = []
    for message in messages:
        strangers = [n.tracking_number for n in message.news if (message.carrier, n.tracking_number) not in legs]
        if message.error:
            mark_not_understood(message.id, error=message.error, now=now)
        elif strangers:
            mark_unmatched(message.id, number=strangers[0], now=now)
        else:
            read.append(message.id)
        for news in message.news:
            for unmapped in news.unmapped:
                count_unknown_code(carrier=message.carrier, code=unmapped.code, text=unmapped.text, now=now)
    mark_read(read, now=now)
