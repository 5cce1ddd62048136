"""The last step of every corridor: facts -> status -> snapshot -> outbox.

1. Lock the orders, so that nobody else derives from half of what we see.
2. Gather their facts and let the rules name their state.
3. Follow news to the claims about it; watch what is open: raise and clear flags, revise dates, act by policy.
4. Compose what their public pages say; write those that changed, and log the change for open pages.
5. Put the messages that are owed into the outbox; it knows which of them are new.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import batched
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from severshop.domain.notifications.rules import MAIL_TOPIC, Message, OrderNews, ParcelNews, due_messages
from severshop.domain.orders.queries import lock_orders
from severshop.domain.orders.replacements import originals_of
from severshop.domain.snapshots.actions import NewSnapshot, ask_known_snapshots, write_snapshots
from severshop.domain.snapshots.due import due_for_refresh
from severshop.domain.snapshots.statuses import make_due
from severshop.domain.tracking.inbox import waiting_since
from severshop.domain.watch.queries import ask_open_flags
from severshop.infra.db.reads import together
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.status.facts import OrderStory, tell
from severshop.usecases.status.outlook import Outlook
from severshop.usecases.status.public import next_steps, public_status, refresh_due_at
from severshop.usecases.status.push_owed import owed_pushes
from severshop.usecases.status.return_news import return_letters
from severshop.usecases.watching.follow_claims import follow_claims
from severshop.usecases.watching.outlook import outlook_of, outlooks
from severshop.usecases.watching.watch_orders import Findings, watch_orders

WRITTEN_AT_ONCE: Final = 100
"""Snapshots in one statement: PostgreSQL writes them while the next are composed."""
BEHIND_AFTER: Final = timedelta(minutes=2)
"""A message that waits for longer means that the worker is behind: what looks silent may have been heard of."""
LOOK_AGAIN_AFTER: Final = timedelta(minutes=10)


@transaction.atomic
def refresh_status(order_ids: Collection[uuid.UUID], *, now: datetime) -> None:
    """Derive the orders' status from their facts, write what their pages show, and say what is new."""
    refresh_locked(lock_orders(order_ids), now=now)


def refresh_locked(
    order_ids: Collection[uuid.UUID], *, now: datetime, by_age: bool = False, again_at: datetime | None = None
) -> None:
    """Do what `refresh_status` does for orders that the caller has locked, in the caller's transaction.

    `by_age`, `again_at`: see `watch_orders`.
    """
    zone = shop_zone()
    with together():
        known, flags = ask_known_snapshots(order_ids), ask_open_flags(order_ids)
        today = now.astimezone(zone).date()
        told = tell(order_ids, today=today)
        if follow_claims(told, now=now):
            told = tell(order_ids, today=today)
        found = watch_orders(told, flags=flags(), now=now, zone=zone, by_age=by_age, again_at=again_at)
        there = known()
        for new in _snapshots(found, zone=zone, now=now):
            write_snapshots(new, known=there, now=now)
        owed = {story.order.id: due_messages(_news(story), now=now) for story in found.stories}
        put([*_mails(owed), *return_letters(found.stories, now=now), *owed_pushes(owed)], now=now)
        if sent_again := [story.order.id for story in found.stories if story.makes_good]:
            # The page of what they make good tells of them.
            make_due(originals_of(sent_again), now=now)


def refresh_due(*, now: datetime, limit: int = 500) -> int:
    """Refresh the orders whose words change by age alone, and raise flags; return how many there were.

    While messages wait for long, no flag is raised: they may say that all is well.
    """
    order_ids = due_for_refresh(now=now, limit=limit)
    if order_ids:
        since = waiting_since()
        is_behind = since is not None and now - since > BEHIND_AFTER
        with transaction.atomic():
            again_at = now + LOOK_AGAIN_AFTER if is_behind else None
            refresh_locked(lock_orders(order_ids), now=now, by_age=not is_behind, again_at=again_at)
    return len(order_ids)


@cache
def shop_zone() -> ZoneInfo:
    """Return the time zone that days are counted in: the warehouse's."""
    return ZoneInfo(settings.SHOP_TIME_ZONE)


def _snapshots(found: Findings, *, zone: ZoneInfo, now: datetime) -> Iterator[list[NewSnapshot]]:
    """Yield what the pages should say, in batches: the database writes one while the next is composed."""
    updated_at = now.astimezone(zone).isoformat(timespec="seconds")
    said = outlooks(found.stories, found.watched, now=now)
    for some in batched(found.stories, WRITTEN_AT_ONCE):
        yield [
            _snapshot(
                story,
                outlook=outlook_of(said, story),
                next_at=found.next_at.get(story.order.id),
                zone=zone,
                updated_at=updated_at,
                now=now,
            )
            for story in some
        ]


def _snapshot(
    story: OrderStory, *, outlook: Outlook, next_at: datetime | None, zone: ZoneInfo, updated_at: str, now: datetime
) -> NewSnapshot:
    steps = next_steps(story, zone=zone, outlook=outlook)
    due_at = refresh_due_at(story, steps=steps, zone=zone, now=now)
    return NewSnapshot(
        order_id=story.order.id,
        token_hash=story.order.token_hash,
        status=story.state.status,
        attention=story.state.attention.value if story.state.attention else "",
        placed_at=story.order.placed_at,
        refresh_due_at=min((moment for moment in (due_at, next_at) if moment), default=None),
        document=public_status(story, steps=steps, zone=zone, outlook=outlook),
        updated_at=updated_at,
    )


def _mails(owed: Mapping[uuid.UUID, Sequence[Message]]) -> list[NewEntry]:
    return [
        NewEntry(topic=MAIL_TOPIC, key=message.key, order_id=order_id, payload=message.payload)
        for order_id, messages in owed.items()
        for message in messages
    ]


def _news(story: OrderStory) -> OrderNews:
    return OrderNews(
        order_id=story.order.id,
        email_version=story.order.email_version,
        placed_at=story.order.placed_at,
        parcels=tuple(
            ParcelNews(
                position=parcel.parcel.position,
                shipped_at=parcel.facts.shipped_at,
                out_for_delivery_at=parcel.stage.out_for_delivery_at,
                delivered_at=parcel.facts.delivered_at,
            )
            for parcel in story.parcels
        ),
    )
