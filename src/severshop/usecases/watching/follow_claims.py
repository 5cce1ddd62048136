"""What news means for claims: a parcel is found, or turns up after it was made good; what replaced it is not sent."""

from collections.abc import Iterable
from datetime import datetime

from severshop.domain.claims.actions import NewClaim, end_claim, note_turned_up, write_claim
from severshop.domain.claims.queries import ClaimRecord
from severshop.domain.claims.rules import turned_up, was_found
from severshop.domain.notifications.claim_mails import ClaimMail, about_a_claim
from severshop.infra.outbox.actions import put
from severshop.usecases.status.claims import ClaimStory
from severshop.usecases.status.facts import OrderStory, ParcelStory
from severshop.vocabulary.claiming import ClaimEnd, ClaimState
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.policies import Remedy

GOES_ON = frozenset(
    {
        Milestone.ACCEPTED,
        Milestone.IN_TRANSIT,
        Milestone.CUSTOMS,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.ATTEMPT_FAILED,
        Milestone.PICKUP_READY,
        Milestone.DELIVERED,
    }
)
"""Scans that bring a parcel that was claimed as lost on to the shopper. One that comes back is not among them."""


def follow_claims(stories: Iterable[OrderStory], *, now: datetime) -> bool:
    """End open claims whose parcel is found, and note those that arrived after all; say so by mail.

    Where what was to replace something was cancelled, it is claimed anew, so that somebody sees to it.

    In the caller's transaction, the orders locked by the caller; again is harmless. Nobody is ever charged here.
    Return whether anything was written: the stories are to be told anew then. Orders without claims cost nothing.
    """
    is_news = [_follow(one.claim, story, now=now) for story in stories for one in story.claims]
    is_news += [_open_again(one, story, now=now) for story in stories for one in story.claims]
    return any(is_news)


def _follow(found: ClaimRecord, story: OrderStory, *, now: datetime) -> bool:
    own = next((parcel for parcel in story.parcels if parcel.parcel.id == found.parcel_id), None)
    if own is None:
        return False
    is_delivered = own.facts.delivered_at is not None
    kind = ClaimMail.TURNED_UP
    if found.end is None:
        if not was_found(found.kind, has_moved=_moved_since(own, found.opened_at), is_delivered=is_delivered):
            return False
        end_claim(found.id, ClaimEnd.FOUND, by=None, now=now)
        kind = ClaimMail.FOUND
    elif not turned_up(found.kind, found.end, is_delivered=is_delivered) or not note_turned_up(found.id, now=now):
        return False
    put([about_a_claim(kind, claim_id=found.id, order_id=found.order_id)], now=now)
    return True


def _open_again(one: ClaimStory, story: OrderStory, *, now: datetime) -> bool:
    """Claim once more what was to be replaced and is not; tell whether it was not done before."""
    before = one.claim
    if one.state is not ClaimState.REPLACEMENT_CANCELLED or before.ended_at is None:
        return False
    ended_at = before.ended_at
    later = (other.claim for other in story.claims if other.claim.parcel_id == before.parcel_id)
    if any(other.end is None or other.opened_at > ended_at for other in later):
        return False
    lines = {line.position: line.id for line in story.order.lines}
    again = NewClaim(
        order_id=before.order_id,
        parcel_id=before.parcel_id,
        kind=before.kind,
        units={lines[position]: quantity for position, quantity in before.units.items()},
        wish=Remedy.REFUND,
        form=f"again:{before.id}",
        words=before.words,
        was_offered=before.was_offered,
        evidence=before.evidence,
        policy=before.policy,
        policy_values=before.policy_values,
    )
    claim_id = write_claim(again, now=now)
    put([about_a_claim(ClaimMail.RECEIVED, claim_id=claim_id, order_id=before.order_id)], now=now)
    return True


def _moved_since(own: ParcelStory, moment: datetime) -> bool:
    """Tell whether a carrier has brought the parcel on since a moment."""
    return any(heard.scan.occurred_at > moment and heard.scan.milestone in GOES_ON for heard in own.scans)
