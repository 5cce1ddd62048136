"""Claim offers: from when a shopper may choose refund or replacement. The caller holds the order's lock to write."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.watch.models import ClaimOffer
from severshop.vocabulary.watching import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer that stands."""

    id: uuid.UUID
    order_id: uuid.UUID
    parcel_id: uuid.UUID
    offered_at: datetime
    why: Trouble


def offer_claim(order_id: uuid.UUID, *, parcel_id: uuid.UUID, why: Trouble, policy: str, now: datetime) -> Offer | None:
    """Offer the choice; return the offer if it is new. One stands at a time."""
    row, is_new = ClaimOffer.objects.get_or_create(
        parcel_id=parcel_id,
        withdrawn_at=None,
        defaults={"order_id": order_id, "offered_at": now, "why": why.value, "policy": policy},
    )
    return _offer(row) if is_new else None


def withdraw_offer(parcel_id: uuid.UUID, *, now: datetime) -> bool:
    """Take the parcel's offer back, as news took its reason away; return whether there was one."""
    return bool(ClaimOffer.objects.filter(parcel_id=parcel_id, withdrawn_at=None).update(withdrawn_at=now))


def standing_offers(order_ids: Collection[uuid.UUID]) -> tuple[Offer, ...]:
    """Return the offers that stand, the oldest first."""
    rows = ClaimOffer.objects.filter(order_id__in=order_ids, withdrawn_at=None).order_by("offered_at", "pk")
    return tuple(_offer(row) for row in rows)


def _offer(row: ClaimOffer) -> Offer:
    return Offer(
        id=row.pk, order_id=row.order_id, parcel_id=row.parcel_id, offered_at=row.offered_at, why=Trouble(row.why)
    )
