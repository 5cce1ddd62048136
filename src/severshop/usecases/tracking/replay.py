"""Kept messages are read again with today's adapters and mappings, and history becomes what they say now.

1. Survey: read the selected messages once, to know which orders they are about.
2. For each batch of orders, in one transaction: lock them, rewrite their scans, refresh their status.

Nothing is told twice: the outbox knows by key what was sent, and what happened long ago is no news.
A dry run does the same and takes each batch back, so that what it says is what would happen.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from severshop.domain.orders.queries import lock_orders
from severshop.domain.tracking.actions import mark_new
from severshop.domain.tracking.inbox import Numbers, legs_of
from severshop.domain.tracking.mappings import Mappings, all_mappings
from severshop.domain.tracking.reports import store_reports
from severshop.domain.tracking.rewriting import (
    Selection,
    count_messages,
    forget_reports,
    kept_messages,
    messages_by_id,
    not_read,
    rewrite_scans,
)
from severshop.usecases.refresh_status import refresh_status, shop_zone
from severshop.usecases.status.facts import OrderStory, ParcelStory, tell
from severshop.usecases.tracking.understanding import ReadMessage, read_message, reports_in, scans_in
from severshop.usecases.tracking.update_timelines import put_aside

__all__ = ["Change", "Replayed", "Selection", "replay"]

ORDERS = 50
"""As many orders are rewritten in one transaction: others wait for it."""

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a replay made of an order or of one of its parcels (`parcel` is its position), in codes."""

    order_number: str
    parcel: int | None
    was: str
    now: str


@dataclass(slots=True, kw_only=True)
class Replayed:
    """What a replay did, or would do."""

    messages: int = 0
    orders: int = 0
    scans_changed: int = 0
    changes: list[Change] = field(default_factory=list)


def replay(
    selection: Selection, *, now: datetime, dry_run: bool = False, progress: Progress = lambda _done, _of: None
) -> Replayed:
    """Read the selected messages again and rewrite the history of their orders. Again changes nothing more."""
    done = Replayed()
    mappings = all_mappings()
    by_order = _survey(selection, done, now=now, dry_run=dry_run, progress=progress)
    for order_ids in _batches(sorted(by_order)):
        message_ids = {message_id for order_id in order_ids for message_id in by_order[order_id]}
        messages = [read_message(kept, now=now) for kept in messages_by_id(message_ids)]
        _rewrite(order_ids, messages, mappings, selection=selection, done=done, now=now, dry_run=dry_run)
        done.orders += len(order_ids)
        progress(done.messages + done.orders, done.messages + len(by_order))
    return done


def _survey(
    selection: Selection, done: Replayed, *, now: datetime, dry_run: bool, progress: Progress
) -> Mapping[uuid.UUID, set[int]]:
    """Return which of the messages are about which order; note the state of those that are about none."""
    total = count_messages(selection)
    by_order: dict[uuid.UUID, set[int]] = defaultdict(set)
    for batch in kept_messages(selection):
        messages = [read_message(kept, now=now) for kept in batch]
        legs = _legs(messages)
        for message in messages:
            for number in message.numbers:
                for leg in legs.get((message.carrier, number), ()):
                    by_order[leg.order_id].add(message.id)
        if not dry_run:
            with transaction.atomic():
                again = not_read([message.id for message in messages])
                read = put_aside([message for message in messages if message.id in again], legs, now=now)
                # Which parcels they are about may change until we hold their orders: the worker sees to it that
                # none is left out.
                mark_new(read)
        done.messages += len(batch)
        progress(done.messages, total)
    return by_order


@transaction.atomic
def _rewrite(
    order_ids: Collection[uuid.UUID],
    messages: list[ReadMessage],
    mappings: Mappings,
    *,
    selection: Selection,
    done: Replayed,
    now: datetime,
    dry_run: bool,
) -> None:
    lock_orders(order_ids)
    legs = _legs(messages)
    today = now.astimezone(shop_zone()).date()
    before = tell(order_ids, today=today)
    scans = [new for new in scans_in(messages, legs=legs, mappings=mappings) if new.order_id in order_ids]
    understood = [message.id for message in messages if not message.error]
    done.scans_changed += rewrite_scans(order_ids, scans, understood=understood, is_whole=selection.is_whole)
    if selection.is_whole:
        kept_since = now - timedelta(days=settings.RAW_MESSAGE_DAYS)
        forget_reports(order_ids, carrier=selection.carrier, opened_since=kept_since)
    store_reports([new for new in reports_in(messages, legs=legs) if new.order_id in order_ids])
    done.changes += _changes(before, tell(order_ids, today=today))
    if dry_run:
        transaction.set_rollback(True)
    else:
        refresh_status(order_ids, now=now)


def _batches(order_ids: list[uuid.UUID]) -> Iterable[list[uuid.UUID]]:
    return (order_ids[start : start + ORDERS] for start in range(0, len(order_ids), ORDERS))


def _legs(messages: Iterable[ReadMessage]) -> Numbers:
    return legs_of({(message.carrier, number) for message in messages for number in message.numbers})


def _changes(before: list[OrderStory], after: list[OrderStory]) -> Iterable[Change]:
    were = {story.order.id: story for story in before}
    for story in after:
        was = were[story.order.id]
        pairs: list[tuple[int | None, str, str]] = [(None, _order_words(was), _order_words(story))]
        pairs += [
            (new.parcel.position, _parcel_words(old), _parcel_words(new))
            for old, new in zip(was.parcels, story.parcels, strict=True)
        ]
        for parcel, old_words, new_words in pairs:
            if old_words != new_words:
                yield Change(order_number=story.order.number, parcel=parcel, was=old_words, now=new_words)


def _order_words(story: OrderStory) -> str:
    attention = story.state.attention
    return f"{story.state.status} ({attention})" if attention else story.state.status.value


def _parcel_words(parcel: ParcelStory) -> str:
    stage = parcel.stage
    return f"{stage.milestone} ({stage.reason})" if stage.reason else stage.milestone.value
