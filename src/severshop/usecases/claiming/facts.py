"""What claims go by: the policy, and each parcel as it is now with what is left to claim of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from severshop.domain.claims.rules import ParcelNow, left_of
from severshop.domain.policies.queries import claims_policy_for
from severshop.domain.watch.claim_offers import Offer, standing_offers
from severshop.usecases.claiming.amounts import parts_for, units_left
from severshop.usecases.status.facts import OrderStory, ParcelStory
from severshop.usecases.watching.working_days import shop_day
from severshop.vocabulary.claiming import ClaimState
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.policies import ClaimsPolicy, Remedy

GIVEN_UP = frozenset({Milestone.LOST, Milestone.DISPOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A parcel as claims see it. `offer`: the shop itself offers the choice."""

    own: ParcelStory
    now: ParcelNow
    offer: Offer | None


def policy_for(story: OrderStory) -> ClaimsPolicy:
    """Return the claims policy that an order keeps: of where it goes, as it was when the order was placed."""
    return claims_policy_for(story.order.country, shop_day(story.order.placed_at))


def situations(story: OrderStory) -> tuple[Situation, ...]:
    """Return the order's parcels as claims see them. Whoever will write has told the story under the order's lock."""
    offers = {offer.parcel_id: offer for offer in standing_offers([story.order.id])}
    sold = _sold(story)
    return tuple(
        Situation(own=own, offer=offers.get(own.parcel.id), now=_now(own, story, sold=sold, offers=offers))
        for own in story.parcels
    )


def remedies_for(story: OrderStory, units: Mapping[int, int], *, policy: ClaimsPolicy) -> tuple[Remedy, ...]:
    """Return what can be chosen: what policy has, and a refund only of what was paid here."""
    can_pay = bool(parts_for(story.order.id, units))
    return tuple(one for one in policy.remedies if one is not Remedy.REFUND or can_pay)


def _now(
    own: ParcelStory, story: OrderStory, *, sold: Mapping[int, int], offers: Mapping[uuid.UUID, Offer]
) -> ParcelNow:
    parcel_id = own.parcel.id
    standing = [one for one in story.claims if one.stands]
    return ParcelNow(
        left=left_of(
            own.parcel.units,
            sold=sold,
            here=[one.claim.units for one in standing if one.claim.parcel_id == parcel_id],
            elsewhere=[one.claim.units for one in standing if one.claim.parcel_id != parcel_id],
        ),
        has_left=own.facts.shipped_at is not None,
        delivered_on=shop_day(own.facts.delivered_at) if own.facts.delivered_at else None,
        promised_until=story.promised.first.latest if story.promised else None,
        is_given_up=parcel_id in offers or own.stage.milestone in GIVEN_UP,
        carrier_says_damaged=own.stage.milestone is Milestone.DAMAGED,
        has_open_claim=any(one.claim.parcel_id == parcel_id and one.state is ClaimState.RECEIVED for one in standing),
    )


def _sold(story: OrderStory) -> dict[int, int]:
    """Return what could be claimed of each line if nobody had claimed anything."""
    sold = units_left(story.order.id)
    for one in story.claims:
        if one.stands and one.state is not ClaimState.RECEIVED:
            for line, quantity in one.claim.units.items():
                sold[line] = sold.get(line, 0) + quantity
    return sold
