"""A shopper's half of a claim: opened with its evidence, and where a rule can, decided; shown in photos.

    open_claim    what went wrong with a parcel, and what is wanted for it
    show_photos   what is wrong, as long as nobody has decided

One transaction each, under the order's lock. To take a claim back: `decide_claim.take_back`.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from severshop.domain.claims.actions import (
    MOST_PHOTOS,
    ClaimEndedError,
    NewClaim,
    TooManyPhotosError,
    add_photos,
    write_claim,
)
from severshop.domain.claims.queries import ClaimRecord, claim, claim_by_form
from severshop.domain.claims.rules import WHOLE, decides_itself, why_not
from severshop.domain.notifications.claim_mails import ClaimMail, about_a_claim
from severshop.domain.policies.kinds import values_of
from severshop.infra.outbox.actions import put
from severshop.infra.pictures import Picture
from severshop.usecases.claiming.amounts import parts_for
from severshop.usecases.claiming.decide_claim import SoldOutError, UnknownClaimError, grant
from severshop.usecases.claiming.evidence import evidence_of
from severshop.usecases.claiming.facts import Situation, policy_for, remedies_for, situations
from severshop.usecases.fulfilling.facts import UnknownOrderError, lock_known_orders
from severshop.usecases.paying.behind import lock_with_money
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.status.facts import OrderStory, tell
from severshop.usecases.watching.working_days import shop_day
from severshop.vocabulary.claiming import ClaimKind, WhyNotNow
from severshop.vocabulary.policies import Remedy

__all__ = [
    "MOST_PHOTOS",
    "ClaimEndedError",
    "ClaimWish",
    "NotClaimableError",
    "NothingChosenError",
    "RemedyNotOfferedError",
    "SoldOutError",
    "TooManyPhotosError",
    "UnknownClaimError",
    "UnknownOrderError",
    "UnknownParcelError",
    "open_claim",
    "show_photos",
]

MOST_WORDS = 500


class UnknownParcelError(LookupError):
    """The order has no such parcel."""


class NotClaimableError(Exception):
    """It cannot be claimed now; `why` says it."""

    def __init__(self, why: WhyNotNow) -> None:
        super().__init__(why.value)
        self.why = why


class NothingChosenError(ValueError):
    """No piece was named, or more than is left to claim."""


class RemedyNotOfferedError(ValueError):
    """What was chosen is not offered: by policy, or because nothing was paid here that could be paid back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWish:
    """What a shopper says. `units` by the line's position, for kinds that name their pieces; `form` names the form."""

    order_id: uuid.UUID
    parcel: int
    kind: ClaimKind
    remedy: Remedy
    form: str
    units: Mapping[int, int] = field(default_factory=dict)
    words: str = ""
    photos: Sequence[Picture] = ()


@transaction.atomic
def open_claim(wish: ClaimWish, *, now: datetime) -> ClaimRecord:
    """Open a claim with its evidence, and decide it where policy needs no person. The same form again is the same.

    Raises `UnknownOrderError`, `UnknownParcelError`, `NotClaimableError`, `NothingChosenError`,
    `RemedyNotOfferedError`, `TooManyPhotosError`; and `SoldOutError` where a rule would have sent a replacement.
    Whatever is raised, nothing was opened.
    """
    lock_with_money(wish.order_id)
    key = hashlib.sha256(f"{wish.order_id}:{wish.form}".encode()).hexdigest()
    if known := claim_by_form(key):
        return known
    story = tell([wish.order_id], today=shop_day(now))[0]
    where = next((one for one in situations(story) if one.own.parcel.position == wish.parcel), None)
    if where is None:
        raise UnknownParcelError(wish.parcel)
    opened = _open(wish, story, where, key=key, now=now)
    refresh_locked([wish.order_id], now=now)
    return _known(opened)


@transaction.atomic
def show_photos(order_id: uuid.UUID, claim_id: uuid.UUID, photos: Sequence[Picture], *, now: datetime) -> None:
    """Add photos to a claim. Raises `UnknownClaimError`, `ClaimEndedError` once decided, `TooManyPhotosError`."""
    lock_known_orders([order_id])
    found = claim(claim_id)
    if found is None or found.order_id != order_id:
        raise UnknownClaimError(claim_id)
    if found.end is not None:
        raise ClaimEndedError(claim_id)
    add_photos(claim_id, photos, now=now)


def _open(wish: ClaimWish, story: OrderStory, where: Situation, *, key: str, now: datetime) -> uuid.UUID:
    policy = policy_for(story)
    if why := why_not(wish.kind, where.now, policy=policy, today=shop_day(now)):
        raise NotClaimableError(why)
    units = _units(wish, where)
    if wish.remedy not in remedies_for(story, units, policy=policy):
        raise RemedyNotOfferedError(wish.remedy)
    lines = {line.position: line.id for line in story.order.lines}
    claim_id = write_claim(
        NewClaim(
            order_id=wish.order_id,
            parcel_id=where.own.parcel.id,
            kind=wish.kind,
            units={lines[position]: quantity for position, quantity in units.items()},
            wish=wish.remedy,
            form=key,
            words=wish.words.replace("\x00", "").strip()[:MOST_WORDS],
            was_offered=where.offer is not None,
            evidence=evidence_of(story, where.own, offer=where.offer, now=now),
            policy=policy.name,
            policy_values=values_of(policy),
        ),
        now=now,
    )
    add_photos(claim_id, wish.photos, now=now)
    # Worth what it would pay back, whichever is chosen.
    worth = sum(part.amount_minor for part in parts_for(wish.order_id, units))
    if decides_itself(wish.kind, where.now, policy=policy, amount_minor=worth):
        grant(_known(claim_id), wish.remedy, by=None, now=now)
    else:
        put([about_a_claim(ClaimMail.RECEIVED, claim_id=claim_id, order_id=wish.order_id)], now=now)
    return claim_id


def _units(wish: ClaimWish, where: Situation) -> dict[int, int]:
    left = dict(where.now.left)
    if wish.kind in WHOLE:
        return left
    units = {position: quantity for position, quantity in wish.units.items() if quantity}
    if not units or any(quantity < 0 or quantity > left.get(position, 0) for position, quantity in units.items()):
        raise NothingChosenError
    return units


def _known(claim_id: uuid.UUID) -> ClaimRecord:
    found = claim(claim_id)
    if found is None:
        raise UnknownClaimError(claim_id)
    return found
