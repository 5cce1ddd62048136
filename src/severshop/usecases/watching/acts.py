"""What the shop does about what the watch found, by policy: it tells the shopper, asks the carrier, offers a claim.

Everything follows once from a change, in its transaction; told again, it finds its own rows and keys and is silent.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from severshop.domain.notifications.rules import MAIL_TOPIC, Kind, Message, about_a_search, delayed
from severshop.domain.policies.consent import Asked, question
from severshop.domain.policies.queries import delay_policy_for
from severshop.domain.promises.facts import ships_by_of
from severshop.domain.watch.claim_offers import withdraw_offer
from severshop.domain.watch.investigations import end_investigation, open_investigation_of, start_investigation
from severshop.domain.watch.notices import Notice, has_cancelled, keep_notice, was_asked_before
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.status.facts import OrderStory, ParcelStory
from severshop.usecases.watching.changes import Change
from severshop.usecases.watching.dossier import dossier_of
from severshop.usecases.watching.working_days import end_of_day, shop_day
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.policies import DelayPolicy
from severshop.vocabulary.watching import Level, Outcome

CAME_OUT = {
    Milestone.DELIVERED: Outcome.DELIVERED,
    Milestone.RETURNING: Outcome.RETURNING,
    Milestone.RETURNED: Outcome.RETURNING,
    Milestone.DAMAGED: Outcome.DAMAGED,
}
"""What came of looking for a parcel, where its stage says more than that it was found."""


def follow(changes: Sequence[Change], *, now: datetime) -> None:
    """Do what the policy says about each change, in the caller's transaction, its orders locked by the caller."""
    by_order = defaultdict(list)
    for change in changes:
        by_order[change.order_id].append(change)
    for of_one in by_order.values():
        searches = [(change, _search(change, now=now)) for change in of_one]
        found = [message for _change, message in searches if message]
        # Whoever reads that a parcel was found reads its new date with it.
        if late := _late([change for change, message in searches if message is None]):
            found += _tell_of_delay(late, now=now)
        put([_mail(of_one[0], message) for message in found], now=now)


def policy_of(story: OrderStory) -> DelayPolicy:
    """Return the delay policy that an order keeps: of where it goes, as it was when the order was placed."""
    return delay_policy_for(story.order.country, shop_day(story.order.placed_at))


def _search(change: Change, *, now: datetime) -> Message | None:
    """Look for a parcel that is presumed lost, or end the search; return what the shopper is told of it."""
    own = _parcel(change)
    if own is None:
        return None
    if change.verdict.level is Level.LOST:
        return _begin(change, own, now=now)
    return _end(change, own, now=now) if change.before is Level.LOST else None


def _begin(change: Change, own: ParcelStory, *, now: datetime) -> Message | None:
    dossier = dossier_of(change.story, own.parcel.id) | {"because": change.verdict.evidence}
    start_investigation(change.order_id, parcel_id=own.parcel.id, dossier=dossier, by=None, now=now)
    search = open_investigation_of(own.parcel.id)
    if search is None or change.before is Level.LOST:
        return None
    return about_a_search(Kind.PRESUMED_LOST, change.order_id, parcel=own.parcel.position, because=search)


def _end(change: Change, own: ParcelStory, *, now: datetime) -> Message | None:
    withdraw_offer(own.parcel.id, now=now)
    search = open_investigation_of(own.parcel.id)
    if search is None:
        return None
    outcome = CAME_OUT.get(own.stage.milestone, Outcome.FOUND)
    end_investigation(search, outcome=outcome, now=now)
    if outcome is not Outcome.FOUND:
        return None
    return about_a_search(Kind.FOUND, change.order_id, parcel=own.parcel.position, because=search)


def _late(changes: Sequence[Change]) -> Change | None:
    """Return the change to tell of: dates were revised for it. What has not left comes first: it asks something."""
    late = [one for one in changes if one.revision and one.verdict.level is Level.DELAYED and one.verdict.trouble]
    return min(late, key=lambda one: one.parcel_id is not None, default=None)


def _tell_of_delay(change: Change, *, now: datetime) -> list[Message]:
    if change.revision is None or change.verdict.trouble is None or has_cancelled(change.order_id):
        return []
    policy, version = policy_of(change.story), change.revision.version
    asked = _asked(change, policy, version=version, now=now)
    is_new = keep_notice(
        Notice(
            order_id=change.order_id,
            promise_version=version,
            level=Level.DELAYED,
            trouble=change.verdict.trouble,
            owed_at=now,
            policy=policy.name,
            silence_is_consent=asked.silence_is_consent if asked else True,
            answer_by=end_of_day(asked.answer_on) if asked else None,
        )
    )
    own = _parcel(change)
    return [delayed(change.order_id, version=version, parcel=own.parcel.position if own else None)] if is_new else []


def _asked(change: Change, policy: DelayPolicy, *, version: int, now: datetime) -> Asked | None:
    """Return the question of a delay before the hand-over; what is under way, even in part, is not asked about."""
    promised = change.story.promised
    if any(parcel.facts.shipped_at for parcel in change.story.parcels):
        return None
    if change.parcel_id is not None or promised is None or promised.ships_by is None:
        return None
    last = ships_by_of(change.order_id, version=version - 1) or promised.ships_by
    return question(
        policy,
        ships_by=max(last, shop_day(now)),
        revised=promised.newest_ships_by,
        promised=promised.ships_by,
        asked_before=was_asked_before(change.order_id, version=version),
    )


def _parcel(change: Change) -> ParcelStory | None:
    return next((own for own in change.story.parcels if own.parcel.id == change.parcel_id), None)


def _mail(change: Change, message: Message) -> NewEntry:
    return NewEntry(topic=MAIL_TOPIC, key=message.key, order_id=change.order_id, payload=message.payload)
