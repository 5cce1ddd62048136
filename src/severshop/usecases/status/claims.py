"""What was claimed of an order: each claim with what followed from it, and what the public may know of it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, NamedTuple

from severshop.domain.claims.queries import ClaimRecord, claims_of
from severshop.domain.claims.rules import ClaimFacts, state_of
from severshop.domain.payments.books import RefundRecord, refund_for
from severshop.domain.payments.refunds import NOT_PAID, RefundState, back_by
from severshop.usecases.status.replaced import Replaced, replaced_json, replaced_orders
from severshop.vocabulary.claiming import ClaimEnd, ClaimState

DECIDED_WITHIN_DAYS: Final = 3
"""Calendar days from the claim on, within which a person decides it: what we hold ourselves to."""
ENDED_FOR_NOTHING: Final = frozenset(
    {ClaimState.REFUSED, ClaimState.FOUND, ClaimState.WITHDRAWN, ClaimState.REPLACEMENT_CANCELLED}
)
"""After these the same pieces can be claimed again."""

type Json = dict[str, Any]


class ClaimStory(NamedTuple):
    """A claim with what followed from it."""

    claim: ClaimRecord
    state: ClaimState
    refund: RefundRecord | None = None
    replacement: Replaced | None = None

    @property
    def stands(self) -> bool:
        """Whether it still takes its pieces: it is being decided, or something was given for them."""
        return self.state not in ENDED_FOR_NOTHING


def tell_claims(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[ClaimStory, ...]]:
    """Return the orders' claims with their states, the oldest first."""
    told = defaultdict(list)
    for story in claim_stories(claims_of(order_ids) if order_ids else ()):
        told[story.claim.order_id].append(story)
    return {order_id: tuple(stories) for order_id, stories in told.items()}


def claim_stories(claims: Sequence[ClaimRecord]) -> tuple[ClaimStory, ...]:
    """Return the claims with their states."""
    sent = replaced_orders([one.replacement_id for one in claims if one.replacement_id])
    return tuple(_story(one, sent) for one in claims)


def claimed_units(stories: Collection[ClaimStory]) -> dict[int, int]:
    """Return how many units of each line claims take, that are being decided or for which something was given."""
    units: dict[int, int] = defaultdict(int)
    for story in stories:
        if story.stands:
            for line, count in story.claim.units.items():
                units[line] += count
    return dict(units)


def claims_json(stories: Collection[ClaimStory], *, zone: tzinfo) -> list[Json]:
    """Return what the public document says of claims: nobody's words, no photos, no reason of a refusal."""
    return [_json(story, zone=zone) for story in stories]


def _story(claim: ClaimRecord, sent: Mapping[uuid.UUID, Replaced]) -> ClaimStory:
    refund = refund_for(claim.cause) if claim.end is ClaimEnd.REFUND else None
    replacement = sent.get(claim.replacement_id) if claim.replacement_id else None
    facts = ClaimFacts(
        end=claim.end,
        is_paid_back=refund is not None and refund.state is RefundState.CONFIRMED,
        is_refund_stuck=refund is not None and refund.state in NOT_PAID,
        replacement=replacement.status if replacement else None,
    )
    return ClaimStory(claim=claim, state=state_of(facts), refund=refund, replacement=replacement)


def _json(story: ClaimStory, *, zone: tzinfo) -> Json:
    claim, sent = story.claim, story.replacement
    return {
        "parcel": claim.parcel,
        "kind": claim.kind,
        "wish": claim.wish,
        "state": story.state,
        "steps": [{"state": state, "at": _moment(at, zone)} for state, at in _steps(story)],
        "next": _next(story, zone=zone),
        "items": [{"line": line, "quantity": count} for line, count in sorted(claim.units.items())],
        "replacement": replaced_json(sent) if sent else None,
        "turned_up_at": _moment(claim.turned_up_at, zone) if claim.turned_up_at else None,
        "turn_up": claim.turn_up,
    }


def _steps(story: ClaimStory) -> Iterator[tuple[ClaimState, datetime]]:
    """Yield what has been reached and when, the oldest first; the last step is the state."""
    claim = story.claim
    yield ClaimState.RECEIVED, claim.opened_at
    if claim.ended_at is None:
        return
    if claim.end is ClaimEnd.REFUND:
        yield ClaimState.REFUND_COMING, claim.ended_at
        if story.state is not ClaimState.REFUND_COMING:
            yield story.state, story.refund.changed_at if story.refund else claim.ended_at
    elif claim.end is ClaimEnd.REPLACEMENT:
        yield ClaimState.REPLACEMENT_COMING, claim.ended_at
    else:
        yield story.state, claim.ended_at


def _next(story: ClaimStory, *, zone: tzinfo) -> Json | None:
    """Return what is expected next: `by` is a day, where one can be named."""
    match story.state:
        case ClaimState.RECEIVED:
            by = story.claim.opened_at.astimezone(zone).date() + timedelta(days=DECIDED_WITHIN_DAYS)
            return {"code": "decide", "by": by.isoformat()}
        case ClaimState.REFUND_COMING if story.refund:
            day = story.refund.changed_at.astimezone(zone).date()
            return {"code": "refund", "by": back_by(story.refund.state, day=day).isoformat()}
        case ClaimState.REPLACEMENT_COMING:
            window = story.replacement.window if story.replacement else None
            return {"code": "arrive", "by": window.latest.isoformat() if window else None}
        case ClaimState.REFUND_STUCK | ClaimState.REPLACEMENT_CANCELLED:
            return {"code": "see_to_it", "by": None}
        case _:
            return None


def _moment(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat("T", "seconds")
