"""What may be claimed when, what decides itself, and how far a claim is. Pure. All days are calendar days."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, ClaimState, WhyNotNow
from severshop.vocabulary.policies import ClaimsPolicy
from severshop.vocabulary.statuses import OrderStatus

WHOLE: Final = frozenset({ClaimKind.LATE, ClaimKind.LOST, ClaimKind.NOT_RECEIVED})
"""Kinds that are about all that is in a parcel; the others name their pieces."""
ON_ITS_WAY: Final = frozenset({ClaimKind.LATE, ClaimKind.LOST})
IN_THE_BOX: Final = frozenset({ClaimKind.DAMAGED, ClaimKind.WRONG_ITEM, ClaimKind.MISSING_ITEM})

TRANSITIONS: Final[Mapping[ClaimState, frozenset[ClaimState]]] = {
    ClaimState.RECEIVED: frozenset(
        {
            ClaimState.REFUND_COMING,
            ClaimState.REPLACEMENT_COMING,
            ClaimState.REFUSED,
            ClaimState.FOUND,
            ClaimState.WITHDRAWN,
        }
    ),
    ClaimState.REFUND_COMING: frozenset({ClaimState.REFUNDED, ClaimState.REFUND_STUCK}),
    ClaimState.REFUND_STUCK: frozenset({ClaimState.REFUND_COMING, ClaimState.REFUNDED}),
    ClaimState.REFUNDED: frozenset(),
    ClaimState.REPLACEMENT_COMING: frozenset({ClaimState.REPLACED, ClaimState.REPLACEMENT_CANCELLED}),
    ClaimState.REPLACEMENT_CANCELLED: frozenset(),
    ClaimState.REPLACED: frozenset(),
    ClaimState.REFUSED: frozenset(),
    ClaimState.FOUND: frozenset(),
    ClaimState.WITHDRAWN: frozenset(),
}
"""What may follow on what."""


ENDED: Final[Mapping[ClaimEnd | None, ClaimState]] = {
    None: ClaimState.RECEIVED,
    ClaimEnd.REFUSED: ClaimState.REFUSED,
    ClaimEnd.FOUND: ClaimState.FOUND,
    ClaimEnd.WITHDRAWN: ClaimState.WITHDRAWN,
}
SENT_AGAIN: Final[Mapping[OrderStatus | None, ClaimState]] = {
    OrderStatus.CANCELLED: ClaimState.REPLACEMENT_CANCELLED,
    OrderStatus.DELIVERED: ClaimState.REPLACED,
}


class ParcelNow(NamedTuple):
    """A parcel as claims see it. Days are the warehouse's.

    `left` are units, by the line's position, for which nothing was given and nothing is being decided.
    """

    left: Mapping[int, int]
    has_left: bool = True
    delivered_on: date | None = None
    promised_until: date | None = None
    """The last day that was agreed at checkout."""
    is_given_up: bool = False
    """The shop offers the choice, or the carrier itself says that the parcel is lost."""
    carrier_says_damaged: bool = False
    has_open_claim: bool = False


class ClaimFacts(NamedTuple):
    """All that the state of a claim depends on."""

    end: ClaimEnd | None
    is_paid_back: bool = False
    is_refund_stuck: bool = False
    replacement: OrderStatus | None = None


def why_not(kind: ClaimKind, parcel: ParcelNow, *, policy: ClaimsPolicy, today: date) -> WhyNotNow | None:
    """Return why something cannot be claimed now; None where it can."""
    if not parcel.has_left:
        return WhyNotNow.NOT_SHIPPED
    if parcel.has_open_claim:
        return WhyNotNow.CLAIM_OPEN
    if not any(parcel.left.values()):
        return WhyNotNow.NOTHING_LEFT
    if kind in ON_ITS_WAY:
        return _on_its_way(kind, parcel, policy=policy, today=today)
    return _arrived(kind, parcel, policy=policy, today=today)


def late_from(promised_until: date, *, policy: ClaimsPolicy) -> date:
    """Return the first day on which a parcel that has not arrived may be claimed as late."""
    return promised_until + timedelta(days=policy.late_after_days + 1)


def decides_itself(kind: ClaimKind, parcel: ParcelNow, *, policy: ClaimsPolicy, amount_minor: int) -> bool:
    """Tell whether a claim that is possible needs no person: the evidence bears it out, and policy lets it.

    What the shop itself gave up is always granted: the shop said so first.
    """
    if kind is ClaimKind.LOST:
        return parcel.is_given_up
    is_borne_out = kind is ClaimKind.LATE or (kind is ClaimKind.DAMAGED and parcel.carrier_says_damaged)
    return is_borne_out and amount_minor <= policy.decides_itself_up_to_minor


def left_of(
    packed: Mapping[int, int],
    *,
    sold: Mapping[int, int],
    here: Iterable[Mapping[int, int]],
    elsewhere: Iterable[Mapping[int, int]] = (),
) -> dict[int, int]:
    """Return the units of a parcel that can still be claimed, by the line's position.

    `packed` is what is in it; `sold` what of each line the order has and was not paid back otherwise; `here` and
    `elsewhere` what claims that are open or were granted name, of this parcel and of the order's others.
    """
    own, others = _sum(here), _sum(elsewhere)
    left = {
        line: min(quantity - own.get(line, 0), sold.get(line, 0) - own.get(line, 0) - others.get(line, 0))
        for line, quantity in packed.items()
    }
    return {line: quantity for line, quantity in left.items() if quantity > 0}


def state_of(facts: ClaimFacts) -> ClaimState:
    """Return how far a claim is."""
    if facts.end is ClaimEnd.REFUND:
        unpaid = ClaimState.REFUND_STUCK if facts.is_refund_stuck else ClaimState.REFUND_COMING
        return ClaimState.REFUNDED if facts.is_paid_back else unpaid
    if facts.end is ClaimEnd.REPLACEMENT:
        return SENT_AGAIN.get(facts.replacement, ClaimState.REPLACEMENT_COMING)
    return ENDED[facts.end]


def was_found(kind: ClaimKind, *, has_moved: bool, is_delivered: bool) -> bool:
    """Tell whether news of the parcel settles an open claim: what was lost moves on, what was late has arrived."""
    return is_delivered if kind is ClaimKind.LATE else kind is ClaimKind.LOST and (has_moved or is_delivered)


def turned_up(kind: ClaimKind, end: ClaimEnd, *, is_delivered: bool) -> bool:
    """Tell whether a parcel that was made good because it did not come has arrived after all."""
    return is_delivered and kind in ON_ITS_WAY and end in {ClaimEnd.REFUND, ClaimEnd.REPLACEMENT}


def _on_its_way(kind: ClaimKind, parcel: ParcelNow, *, policy: ClaimsPolicy, today: date) -> WhyNotNow | None:
    if parcel.delivered_on is not None:
        return WhyNotNow.DELIVERED
    if kind is ClaimKind.LOST:
        return None if parcel.is_given_up else WhyNotNow.NOT_LOST
    if parcel.promised_until is None or today < late_from(parcel.promised_until, policy=policy):
        return WhyNotNow.NOT_LATE_ENOUGH
    return None


def _arrived(kind: ClaimKind, parcel: ParcelNow, *, policy: ClaimsPolicy, today: date) -> WhyNotNow | None:
    if kind is ClaimKind.DAMAGED and parcel.carrier_says_damaged:
        return None
    if parcel.delivered_on is None:
        return WhyNotNow.NOT_DELIVERED
    first, days = 0, policy.damaged_within_days
    if kind is ClaimKind.NOT_RECEIVED:
        first, days = policy.not_received_after_days, policy.not_received_within_days
    if today < parcel.delivered_on + timedelta(days=first):
        return WhyNotNow.TOO_EARLY
    return WhyNotNow.TOO_LATE if today > parcel.delivered_on + timedelta(days=days) else None


def _sum(claims: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: dict[int, int] = {}
    for units in claims:
        for line, quantity in units.items():
            total[line] = total.get(line, 0) + quantity
    return total
