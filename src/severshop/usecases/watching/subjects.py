"""What of an order is watched: its part that has not left, and each parcel on its way; the days that each goes by."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from severshop.domain.watch.chances import Forecast, Grounds, arrival_of_parcel, arrival_of_part
from severshop.domain.watch.rules import MORNING, Parcel, Part, Subject, Where
from severshop.usecases.status.facts import OrderStory, ParcelStory
from severshop.usecases.watching.ways import Ways
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.watching import Level
from severshop.vocabulary.windows import DeliveryWindow

SETTLED = frozenset(
    {
        Milestone.DELIVERED,
        Milestone.PICKUP_READY,
        Milestone.ACTION_REQUIRED,
        Milestone.REFUSED,
        Milestone.DAMAGED,
        Milestone.RETURNING,
        Milestone.RETURNED,
    }
)
"""What no longer waits for the carrier: it is there, somebody else's turn, or on its way back."""
OVER = frozenset({OrderStatus.DELIVERED, OrderStatus.CANCELLED})
NOT_LEFT = frozenset({OrderStatus.RECEIVED, OrderStatus.IN_PROCESS})
SAYS = {Milestone.DELAYED: Level.DELAYED, Milestone.LOST: Level.LOST, Milestone.DISPOSED: Level.LOST}
WHERE = {Milestone.CUSTOMS: Where.CUSTOMS, Milestone.OUT_FOR_DELIVERY: Where.ROUND}
ONE_DAY = timedelta(days=1)


class Watching(NamedTuple):
    """Something that is watched. `parcel_id` is None for what has not left."""

    parcel_id: uuid.UUID | None
    subject: Subject
    grounds: Grounds
    believed: date | None = None
    """The day until which its carrier's estimate can be believed."""

    def forecast(self, *, today: date, sure: float) -> Forecast:
        """Return when it arrives, given what has not happened yet. Raises `ValueError` where the calendar ends."""
        if isinstance(self.subject, Part):
            return arrival_of_part(self.grounds, self.subject.begins, today, sure)
        found = arrival_of_parcel(self.grounds, self.subject.shipped, today, sure)
        if self.believed is None or self.believed <= found.window.latest:
            return found
        return Forecast(DeliveryWindow(found.window.earliest, self.believed))


def watched_of(story: OrderStory, ways: Ways, *, zone: tzinfo) -> list[Watching]:
    """Return what of an order is watched; nothing once it has arrived. `zone` is the warehouse's."""
    if story.state.status in OVER:
        return []
    return list(_watched(story, ways, zone))


def _watched(story: OrderStory, ways: Ways, zone: tzinfo) -> Iterator[Watching]:
    promised = story.promised
    deadline = promised.first.latest if promised else None
    if story.state.status in NOT_LEFT:
        way, placed_at = ways.of(story), story.order.placed_at
        begins = way.begins(placed_at, day=placed_at.astimezone(zone).date())
        yield Watching(None, Part(begins, deadline, promised.ships_by if promised else None), way.grounds)
    for own in story.parcels:
        shipped_at = own.facts.shipped_at
        if shipped_at and not own.facts.delivered_at and own.stage.milestone not in SETTLED:
            yield _parcel(own, ways, story, shipped=shipped_at.astimezone(zone).date(), zone=zone)


def _parcel(own: ParcelStory, ways: Ways, story: OrderStory, *, shipped: date, zone: tzinfo) -> Watching:
    stage, parcel = own.stage, own.parcel
    deadline = story.promised.first.latest if story.promised else None
    heard = max(shipped, own.scans[0].scan.occurred_at.astimezone(zone).date()) if own.scans else shipped
    where = WHERE.get(stage.milestone, Where.MOVING) if own.facts.first_physical_at else Where.UNSCANNED
    has_since = where is Where.CUSTOMS or where is Where.ROUND
    since = stage.at.astimezone(zone).date() if has_since and stage.at else None
    believed = ways.believed(own.carrier_estimate, parcel.carrier) if own.carrier_estimate else None
    says, says_from = SAYS.get(stage.milestone), None
    if says and stage.at:
        says_from = _counts_from(stage.at.astimezone(zone))
    elif believed and deadline and believed > deadline:
        says, says_from = Level.DELAYED, shipped
    subject = Parcel(shipped, heard, deadline, where, since, says, says_from)
    return Watching(parcel.id, subject, ways.of(story, parcel.carrier).grounds, believed)


def _counts_from(told_at: datetime) -> date:
    """Return the day from whose morning on it counts that something was said at a moment."""
    return told_at.date() if told_at.time() < MORNING else told_at.date() + ONE_DAY
