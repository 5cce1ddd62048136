"""What of the watch the shopper reads: worked out for orders in trouble alone; the others cost no read.

What is at risk stays with the staff. A claim is offered here as soon as its day has come: the page's next change is due
then (`choose_from`), so that nobody has to look for it.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from severshop.domain.notifications.rules import MAIL_TOPIC, Kind, about_a_search
from severshop.domain.promises.opening import CalendarError
from severshop.domain.watch.claim_offers import Offer, offer_claim, standing_offers
from severshop.domain.watch.investigations import InvestigationRecord, investigations_of
from severshop.domain.watch.notices import Notice, newest_notices
from severshop.domain.watch.rules import LEVELS, Verdict
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.status.facts import OrderStory
from severshop.usecases.status.outlook import NOTHING_WRONG, Delay, Outlook
from severshop.usecases.watching.acts import policy_of
from severshop.usecases.watching.working_days import morning_of, shop_day, working_day_after
from severshop.vocabulary.watching import Level, Trouble

TOLD = (Level.DELAYED, Level.LOST)


class Watched(NamedTuple):
    """What the watch says of a parcel, or of the part that has not left (None). `since`: of its level and trouble."""

    parcel_id: uuid.UUID | None
    verdict: Verdict
    since: datetime | None = None


class _Done(NamedTuple):
    searches: Mapping[uuid.UUID, InvestigationRecord]
    offers: Mapping[uuid.UUID, Offer]
    notices: Mapping[uuid.UUID, Notice]


def outlooks(
    stories: Sequence[OrderStory], watched: Mapping[uuid.UUID, Sequence[Watched]], *, now: datetime
) -> dict[uuid.UUID, Outlook]:
    """Return what the pages of the orders say of the watch, in the caller's transaction, the orders locked by it."""
    worst = {story.order.id: _worst(watched.get(story.order.id, ())) for story in stories}
    done = _done([order_id for order_id, found in worst.items() if found])
    return {
        story.order.id: Outlook(
            delay=_delay(story, found, done, now=now) if (found := worst[story.order.id]) else None,
            asks_at=_asks_at(watched.get(story.order.id, ()), now=now),
        )
        for story in stories
        if watched.get(story.order.id)
    }


def outlook_of(outlooks: Mapping[uuid.UUID, Outlook], story: OrderStory) -> Outlook:
    """Return an order's outlook; where the watch has nothing to say, that nothing is wrong."""
    return outlooks.get(story.order.id, NOTHING_WRONG)


def _worst(watched: Sequence[Watched]) -> Watched | None:
    told = [one for one in watched if one.verdict.level in TOLD and one.since]
    return max(told, key=lambda one: LEVELS[one.verdict.level], default=None)


def _done(order_ids: Sequence[uuid.UUID]) -> _Done:
    if not order_ids:
        return _Done({}, {}, {})
    searches = [one for one in investigations_of(order_ids) if one.closed_at is None]
    return _Done(
        searches={one.parcel_id: one for one in searches},
        offers={one.parcel_id: one for one in standing_offers(order_ids)},
        notices=newest_notices(order_ids),
    )


def _delay(story: OrderStory, found: Watched, done: _Done, *, now: datetime) -> Delay | None:
    level, trouble, parcel_id = found.verdict.level, found.verdict.trouble, found.parcel_id
    if level is None or trouble is None or found.since is None:
        return None
    search = done.searches.get(parcel_id) if parcel_id else None
    choose_from = _choose_from(story, found) if level is Level.LOST else None
    offer = done.offers.get(parcel_id) if parcel_id else None
    is_settled = any(one.stands for one in story.claims if one.claim.parcel_id == parcel_id)
    if offer is None and not is_settled and parcel_id and choose_from and morning_of(choose_from) <= now:
        offer = _offer(story, parcel_id, trouble=trouble, now=now)
    notice = done.notices.get(story.order.id)
    return Delay(
        level=level,
        trouble=trouble,
        parcel=next((one.parcel.position for one in story.parcels if one.parcel.id == parcel_id), None),
        since=found.since,
        opened_at=search.opened_at if search else None,
        asked_at=search.asked_at if search else None,
        choose_from=choose_from,
        offered_at=offer.offered_at if offer else None,
        end_from=_end_from(story),
        notice=notice if notice and notice.asks and not has_left(story) else None,
    )


def has_left(story: OrderStory) -> bool:
    """Tell whether anything of the order has left the warehouse: then nothing is asked about waiting any more."""
    return any(parcel.facts.shipped_at for parcel in story.parcels)


def _choose_from(story: OrderStory, found: Watched) -> date | None:
    """Return the policy's day for a lost parcel: at once where its carrier itself gave it up."""
    days = 0 if found.verdict.trouble is Trouble.CARRIER_SAYS else policy_of(story).claim_days
    return _day_after(shop_day(found.since), days) if found.since else None


def _end_from(story: OrderStory) -> date | None:
    days = policy_of(story).additional_days
    # Of the day that was agreed at checkout: later ones are the shop's word alone.
    return _day_after(story.promised.first.latest, days) if story.promised and days else None


def _day_after(day: date, count: int) -> date | None:
    """Return the working day; None where the warehouse's calendar has none. Its page says so to the staff."""
    try:
        return working_day_after(day, count)
    except CalendarError:
        return None


def _offer(story: OrderStory, parcel_id: uuid.UUID, *, trouble: Trouble, now: datetime) -> Offer | None:
    order_id, policy = story.order.id, policy_of(story)
    offer = offer_claim(order_id, parcel_id=parcel_id, why=trouble, policy=policy.name, now=now)
    position = next((one.parcel.position for one in story.parcels if one.parcel.id == parcel_id), None)
    if offer and position:
        told = about_a_search(Kind.CLAIM_OFFERED, order_id, parcel=position, because=offer.id)
        put([NewEntry(topic=MAIL_TOPIC, key=told.key, order_id=order_id, payload=told.payload)], now=now)
    return offer


def _asks_at(watched: Sequence[Watched], *, now: datetime) -> datetime | None:
    """Return when the first parcel would be presumed lost, and its carrier asked, if nothing is heard."""
    waiting = [one for one in watched if one.parcel_id and one.verdict.level is not Level.LOST]
    moments = [turn.at for one in waiting for turn in one.verdict.turns if turn.level is Level.LOST and turn.at > now]
    return min(moments, default=None)
