"""Raw messages become scans, and scans become what the shopper sees.

1. Read a batch of waiting messages with their carriers' adapters, before any transaction.
2. In one transaction, claim those that still wait and lock the orders they are about.
3. Keep the new scans; count codes that no table maps; put aside what is not understood or not ours yet.
4. Refresh the status of the orders.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from severshop.domain.orders.queries import ask_locks, lock_orders
from severshop.domain.tracking.actions import (
    count_unknown_code,
    mark_not_understood,
    mark_read,
    mark_unmatched,
    store_scans,
)
from severshop.domain.tracking.inbox import Numbers, ask_legs, claim_messages, legs_of, waiting_messages
from severshop.domain.tracking.mappings import CODE_LENGTH, Mappings, all_mappings
from severshop.domain.tracking.reports import store_reports
from severshop.domain.tracking.strangers import hold_to_put_aside
from severshop.infra.db.reads import others_write, together
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.tracking.hear_estimates import hear_estimates
from severshop.usecases.tracking.understanding import ReadMessage, read_message, reports_in, scans_in, strangers_in


def update_timelines(*, now: datetime, limit: int = 500) -> int:
    """Read up to `limit` waiting messages into timelines; return how many were dealt with."""
    messages = [read_message(waiting, now=now) for waiting in waiting_messages(limit=limit)]
    return _keep(messages, now=now) if messages else 0


@transaction.atomic
def _keep(messages: list[ReadMessage], *, now: datetime) -> int:
    with together():
        claimed = claim_messages([message.id for message in messages])
        legs_before = ask_legs(_numbers_of(messages))
        still_waiting = claimed()
    messages = [message for message in messages if message.id in still_waiting]
    legs = _lock_orders_of(messages, legs_before())
    mappings = all_mappings() if _has_unmapped(messages) else {}
    reports = list(reports_in(messages, legs=legs))
    with together():
        keep_new = hear_estimates(reports)
        store_scans(scans_in(messages, legs=legs, mappings=mappings))
        store_reports(reports)
        keep_new()
        mark_read(put_aside(messages, legs, now=now), now=now)
        _count_unmapped(messages, mappings, now=now)
        refresh_locked(orders_of(legs), now=now)
    return len(messages)


def _lock_orders_of(messages: Iterable[ReadMessage], legs: Numbers) -> Numbers:
    """Lock the orders that the messages are about, and return their legs as they are under the lock."""
    with together():
        locked = orders_of(legs)
        ask_locks(locked)
        if others_write():
            # Somebody may have corrected a number while we waited.
            legs = legs_of(_numbers_of(messages))
    if added := orders_of(legs) - locked:
        lock_orders(added)
    return legs


def _numbers_of(messages: Iterable[ReadMessage]) -> set[tuple[str, str]]:
    return {(message.carrier, number) for message in messages for number in message.numbers}


def orders_of(legs: Numbers) -> set[uuid.UUID]:
    """Return the orders that the legs belong to."""
    return {leg.order_id for own in legs.values() for leg in own}


def put_aside(messages: list[ReadMessage], legs: Numbers, *, now: datetime) -> list[int]:
    """Note which messages are not ours yet, and which were not understood; return the ids of the others."""
    read = []
    waiting: list[tuple[ReadMessage, list[str]]] = []
    for message in messages:
        if message.error:
            mark_not_understood(message.id, error=message.error, now=now)
        elif strangers := strangers_in(message, legs=legs):
            waiting.append((message, strangers))
        else:
            read.append(message.id)
    for message, strangers in _surely_strange(waiting):
        mark_unmatched(message.id, numbers=strangers, now=now)
    return read


def _surely_strange(waiting: list[tuple[ReadMessage, list[str]]]) -> list[tuple[ReadMessage, list[str]]]:
    """Return those whose numbers nobody begins to carry at this moment. The others stay new, to be read once more."""
    if not waiting:
        return []
    held = hold_to_put_aside({number for _message, strangers in waiting for number in strangers})
    legs = legs_of({(message.carrier, number) for message, _strangers in waiting for number in message.numbers})
    return [
        (message, strangers)
        for message, strangers in waiting
        if held.issuperset(strangers) and strangers_in(message, legs=legs) == strangers
    ]


def _has_unmapped(messages: list[ReadMessage]) -> bool:
    return any(news.unmapped for message in messages for news in message.news)


def _count_unmapped(messages: list[ReadMessage], mappings: Mappings, *, now: datetime) -> None:
    for message in messages:
        for news in message.news:
            for unmapped in news.unmapped:
                if (message.carrier, unmapped.code[:CODE_LENGTH]) not in mappings:
                    count_unknown_code(carrier=message.carrier, code=unmapped.code, text=unmapped.text, now=now)
