"""What the letters about returns are owed for, read from an order's story."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from severshop.domain.notifications.return_mails import ReturnNews, return_mails
from severshop.infra.outbox.actions import NewEntry
from severshop.usecases.status.facts import OrderStory
from severshop.usecases.status.returns import ReturnStory
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import AnnouncedBy, ReturnState


def return_letters(stories: Sequence[OrderStory], *, now: datetime) -> Iterator[NewEntry]:
    """Yield every letter about returns that is owed by now."""
    for story in stories:
        for one in story.returns:
            yield from return_mails(_news(one), now=now)


def _news(story: ReturnStory) -> ReturnNews:
    record, facts = story.record, story.facts
    is_theirs = record.announced_by is not AnnouncedBy.STAFF
    surprises = any(line.refused or line.deducted_minor for line in record.lines)
    return ReturnNews(
        return_id=record.id,
        order_id=record.order_id,
        ready_at=_ready_at(story) if is_theirs and story.state is ReturnState.ANNOUNCED else None,
        arrived_at=facts.arrived_at or facts.received_at,
        found_at=record.ended.at if record.ended and surprises else None,
    )


def _ready_at(story: ReturnStory) -> datetime | None:
    if story.record.way_back_paid_by is Payer.SHOPPER:
        return story.record.requested_at
    return story.parcel.parcel.packed_at if story.parcel else None
