"""Writes to claims. The caller holds the order's lock."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from severshop.domain.claims.models import Claim, ClaimLine, ClaimPhoto
from severshop.infra.ids import uuid7
from severshop.infra.pictures import Picture
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, TurnUp, WhyClaimRefused
from severshop.vocabulary.policies import Remedy

MOST_PHOTOS = 6
"""Of one claim."""


class TooManyPhotosError(Exception):
    """The claim has as many photos as it may."""


class ClaimEndedError(Exception):
    """The claim ended before: nothing else can follow from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """What is claimed. `units` are by the id of the order's line; `form` names the form that it came from."""

    order_id: uuid.UUID
    parcel_id: uuid.UUID
    kind: ClaimKind
    units: Mapping[uuid.UUID, int]
    wish: Remedy
    form: str
    words: str
    was_offered: bool
    evidence: dict[str, Any]
    policy: str
    policy_values: dict[str, Any]


def write_claim(new: NewClaim, *, now: datetime) -> uuid.UUID:
    """Write a claim down. Raises `IntegrityError` while another of the parcel is open."""
    row = Claim.objects.create(
        id=uuid7(),
        order_id=new.order_id,
        parcel_id=new.parcel_id,
        kind=new.kind.value,
        submit_key=new.form,
        opened_at=now,
        wish=new.wish.value,
        was_offered=new.was_offered,
        words=new.words,
        evidence=new.evidence,
        policy=new.policy,
        policy_values=new.policy_values,
    )
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=row, line_id=line_id, quantity=quantity) for line_id, quantity in sorted(new.units.items())
    )
    return row.pk


def add_photos(claim_id: uuid.UUID, pictures: Sequence[Picture], *, now: datetime) -> None:
    """Keep photos of what is wrong. Raises `TooManyPhotosError`: then none of them is kept."""
    there = ClaimPhoto.objects.filter(claim_id=claim_id)
    if there.count() + len(pictures) > MOST_PHOTOS:
        raise TooManyPhotosError(claim_id)
    last = there.aggregate(last=Max("position"))["last"] or 0
    ClaimPhoto.objects.bulk_create(
        ClaimPhoto(
            id=uuid7(),
            claim_id=claim_id,
            position=last + place,
            content=picture.content,
            width=picture.width,
            height=picture.height,
            taken_in_at=now,
        )
        for place, picture in enumerate(pictures, start=1)
    )


def end_claim(
    claim_id: uuid.UUID,
    end: ClaimEnd,
    *,
    by: uuid.UUID | None,
    now: datetime,
    note: str = "",
    why_refused: WhyClaimRefused | None = None,
    replacement_id: uuid.UUID | None = None,
) -> None:
    """End an open claim. Raises `ClaimEndedError` for one that has ended."""
    ended = Claim.objects.filter(pk=claim_id, end="").update(
        end=end.value,
        ended_at=now,
        decided_by_id=by,
        note=note,
        why_refused=why_refused.value if why_refused else "",
        replacement_id=replacement_id,
    )
    if not ended:
        raise ClaimEndedError(claim_id)


def note_turned_up(claim_id: uuid.UUID, *, now: datetime) -> bool:
    """Write that the parcel arrived after all; tell whether that is new."""
    rows = Claim.objects.filter(pk=claim_id, turned_up_at=None)
    return bool(rows.update(turned_up_at=now, turn_up=TurnUp.WAITING.value))


def settle_turn_up(claim_id: uuid.UUID, came_to: TurnUp) -> bool:
    """Write what became of a parcel that arrived after all; tell whether that is new."""
    rows = Claim.objects.filter(pk=claim_id, turn_up=TurnUp.WAITING.value)
    return bool(rows.update(turn_up=came_to.value))
