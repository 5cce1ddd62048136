"""Reads of claims."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from severshop.domain.claims.models import Claim, ClaimPhoto
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, TurnUp, WhyClaimRefused
from severshop.vocabulary.policies import Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """A claim and how it ended. `units` are by the line's position; `parcel` is the parcel's position."""

    id: uuid.UUID
    order_id: uuid.UUID
    number: str
    parcel_id: uuid.UUID
    parcel: int
    kind: ClaimKind
    wish: Remedy
    was_offered: bool
    words: str
    evidence: dict[str, Any]
    policy: str
    policy_values: dict[str, Any]
    opened_at: datetime
    end: ClaimEnd | None
    ended_at: datetime | None
    decided_by: str
    why_refused: WhyClaimRefused | None
    note: str
    replacement_id: uuid.UUID | None
    turned_up_at: datetime | None
    turn_up: TurnUp | None
    units: dict[int, int]
    photos: tuple[uuid.UUID, ...]
    """Of what is wrong, in the order in which they came."""

    @property
    def cause(self) -> str:
        """What its refund, or the order that replaces its pieces, says that it follows from."""
        return f"claim:{self.id}"


class Photo(NamedTuple):
    """A photo as it is shown; `order_id` says whose it is."""

    order_id: uuid.UUID
    content: bytes


def photo(photo_id: uuid.UUID) -> Photo | None:
    """Return a photo, a JPEG."""
    row = ClaimPhoto.objects.filter(pk=photo_id).values_list("claim__order_id", "content").first()
    return Photo(row[0], bytes(row[1])) if row else None


def claim(claim_id: uuid.UUID) -> ClaimRecord | None:
    """Return one claim."""
    return _first(Claim.objects.filter(pk=claim_id))


def claim_by_form(form: str) -> ClaimRecord | None:
    """Return the claim that a form has made."""
    return _first(Claim.objects.filter(submit_key=form))


def claims_of(order_ids: Collection[uuid.UUID]) -> tuple[ClaimRecord, ...]:
    """Return the orders' claims, the oldest first."""
    return _records(Claim.objects.filter(order_id__in=order_ids))


def with_claims(order_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the orders about which there are claims."""
    return set(Claim.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True))


def waiting(limit: int = 200) -> tuple[ClaimRecord, ...]:
    """Return what waits for the staff, the longest-waiting first: open claims, and parcels that turned up."""
    return _records(Claim.objects.filter(Q(end="") | Q(turn_up=TurnUp.WAITING.value)), limit=limit)


def waiting_count() -> int:
    """Return how many `waiting` would return without a limit."""
    return Claim.objects.filter(Q(end="") | Q(turn_up=TurnUp.WAITING.value)).count()


def _first(rows: QuerySet[Claim]) -> ClaimRecord | None:
    return next(iter(_records(rows)), None)


def _records(rows: QuerySet[Claim], *, limit: int | None = None) -> tuple[ClaimRecord, ...]:
    rows = rows.select_related("order", "parcel", "decided_by").prefetch_related("lines__line")
    found = list(rows.order_by("opened_at", "id")[:limit])
    photos = defaultdict(list)
    # Without their content, which is large.
    shown = ClaimPhoto.objects.filter(claim__in=[row.pk for row in found]) if found else ClaimPhoto.objects.none()
    for claim_id, photo_id in shown.order_by("position").values_list("claim_id", "pk"):
        photos[claim_id].append(photo_id)
    return tuple(_record(row, photos=tuple(photos[row.pk])) for row in found)


def _record(row: Claim, *, photos: tuple[uuid.UUID, ...]) -> ClaimRecord:
    decider = row.decided_by
    return ClaimRecord(
        id=row.pk,
        order_id=row.order_id,
        number=row.order.number,
        parcel_id=row.parcel_id,
        parcel=row.parcel.position,
        kind=ClaimKind(row.kind),
        wish=Remedy(row.wish),
        was_offered=row.was_offered,
        words=row.words,
        evidence=row.evidence,
        policy=row.policy,
        policy_values=row.policy_values,
        opened_at=row.opened_at,
        end=ClaimEnd(row.end) if row.end else None,
        ended_at=row.ended_at,
        decided_by=str(getattr(decider, "name", "") or decider or ""),
        why_refused=WhyClaimRefused(row.why_refused) if row.why_refused else None,
        note=row.note,
        replacement_id=row.replacement_id,
        turned_up_at=row.turned_up_at,
        turn_up=TurnUp(row.turn_up) if row.turn_up else None,
        units={one.line.position: one.quantity for one in row.lines.all()},
        photos=photos,
    )
