"""Writes of returns, for callers that hold the order's lock."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from severshop.domain.returns.models import Return, ReturnLine, ReturnPhoto
from severshop.domain.returns.rules import Chosen
from severshop.infra.ids import uuid7
from severshop.infra.pictures import Picture
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import AnnouncedBy

MOST_PHOTOS = 4
"""Of one line."""


class TooManyPhotosError(Exception):
    """A line has as many photos as it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """What is announced. `lines` holds ids of order lines. `form` names the form that it came from."""

    order_id: uuid.UUID
    form: str
    by: uuid.UUID | None
    announced_by: AnnouncedBy
    policy_name: str
    policy: Mapping[str, Any]
    way_back_paid_by: Payer
    lines: Mapping[uuid.UUID, Chosen]


def write_return(new: NewReturn, *, now: datetime) -> uuid.UUID:
    """Write a return down."""
    last = Return.objects.filter(order_id=new.order_id).aggregate(last=Max("position"))["last"] or 0
    row = Return.objects.create(
        id=uuid7(),
        order_id=new.order_id,
        position=last + 1,
        submit_key=new.form,
        requested_at=now,
        announced_by=new.announced_by.value,
        requested_by_id=new.by,
        policy_name=new.policy_name,
        policy=dict(new.policy),
        way_back_paid_by=new.way_back_paid_by.value,
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(
            case=row,
            line_id=line_id,
            quantity=one.quantity,
            reason=one.reason.value,
            note=one.note,
            wants=one.wants.value,
            exchange_sku=one.exchange_sku,
        )
        for line_id, one in new.lines.items()
    )
    return row.pk


def add_photo(line_id: int, picture: Picture, *, of_inspection: bool = False, now: datetime) -> uuid.UUID:
    """Keep a photo of what is wrong with a return's line. Raises `TooManyPhotosError`: shopper and desk have their own.

    `of_inspection`: taken at the desk.
    """
    there = ReturnPhoto.objects.filter(line_id=line_id)
    last = there.aggregate(last=Max("position"))["last"] or 0
    if there.filter(of_inspection=of_inspection).count() >= MOST_PHOTOS:
        raise TooManyPhotosError(line_id)
    row = ReturnPhoto.objects.create(
        id=uuid7(),
        line_id=line_id,
        position=last + 1,
        of_inspection=of_inspection,
        content=picture.content,
        width=picture.width,
        height=picture.height,
        taken_in_at=now,
    )
    return row.pk


def note_parcel(return_id: uuid.UUID, *, parcel_id: uuid.UUID) -> None:
    """Write in which parcel it comes back."""
    Return.objects.filter(pk=return_id, parcel=None).update(parcel_id=parcel_id)


def call_off(return_id: uuid.UUID, *, now: datetime) -> None:
    """Write that nothing comes back after all."""
    Return.objects.filter(pk=return_id, cancelled_at=None).update(cancelled_at=now)
