"""A shopper's half of a return: announced, called off, shown in photos. One transaction each, under the order's lock.

    announce_return   what comes back and why; refused with a reason where it cannot
    cancel_return     called off, until its carrier has it
    show_photos       what is wrong with something, until it was looked at

The label is bought afterwards, outside of a transaction: see `label_return`.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from severshop.domain.policies.kinds import values_of
from severshop.domain.returns.actions import NewReturn, TooManyPhotosError, add_photo, call_off, write_return
from severshop.domain.returns.queries import ReturnRecord, return_at, return_by_form, return_by_id
from severshop.domain.returns.rules import (
    Chosen,
    NothingChosenError,
    NotReturnableError,
    can_cancel,
    check_chosen,
    payer_of,
)
from severshop.infra.pictures import Picture
from severshop.usecases.aftercare.exchange import NotExchangedError, keep_pairs_locked, let_go_locked
from severshop.usecases.fulfilling.facts import UnknownOrderError, lock_known_orders
from severshop.usecases.reading.returnable import returnable
from severshop.usecases.refresh_status import refresh_locked, shop_zone
from severshop.usecases.status.facts import OrderStory, tell
from severshop.usecases.status.returns import ReturnStory
from severshop.vocabulary.returning import AnnouncedBy, ExchangeEnd

__all__ = [
    "Announcement",
    "Chosen",
    "NotExchangedError",
    "NotReturnableError",
    "NothingChosenError",
    "TooLateToChangeError",
    "TooManyPhotosError",
    "UnknownOrderError",
    "UnknownReturnError",
    "announce_return",
    "cancel_return",
    "show_photos",
]


class UnknownReturnError(LookupError):
    """The order has no such return."""


class TooLateToChangeError(Exception):
    """The return is further than what was asked for allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What comes back, by the line's position. `form` names the form that it came from."""

    order_id: uuid.UUID
    lines: Mapping[int, Chosen]
    form: str
    by: uuid.UUID | None = None
    """The account that announces it; none for a guest."""
    announced_by: AnnouncedBy = AnnouncedBy.SHOPPER
    photos: Mapping[int, Sequence[Picture]] | None = None
    """Pictures of what is wrong, by the line's position."""


@transaction.atomic
def announce_return(wish: Announcement, *, now: datetime) -> ReturnRecord:
    """Write down what comes back. The same form again is the same return.

    Pairs that are wanted in exchange are kept from here on. Raises `UnknownOrderError`, `NothingChosenError`,
    `TooManyPhotosError`, and `NotReturnableError` or `NotExchangedError` with the reason.
    """
    lock_known_orders([wish.order_id])
    if known := return_by_form(wish.form):
        return known
    story = _story(wish.order_id, now=now)
    can = returnable(story, today=now.astimezone(shop_zone()).date())
    chosen = check_chosen(wish.lines, can.possibles)
    payer = payer_of({one.reason for one in chosen.values()}, policy=can.policy, zone=can.zone)
    lines = {line.position: line.id for line in story.order.lines}
    new = NewReturn(
        order_id=wish.order_id,
        form=wish.form,
        by=wish.by,
        announced_by=wish.announced_by,
        policy_name=can.policy.name,
        policy=values_of(can.policy),
        way_back_paid_by=payer,
        lines={lines[position]: one for position, one in chosen.items()},
    )
    record = _known(write_return(new, now=now))
    keep_pairs_locked(record, now=now)
    _keep_photos(record, wish.photos or {}, now=now)
    refresh_locked([wish.order_id], now=now)
    return _known(record.id)


@transaction.atomic
def cancel_return(order_id: uuid.UUID, *, position: int, now: datetime) -> None:
    """Call a return off; again changes nothing. Raises `UnknownReturnError`, `TooLateToChangeError`."""
    lock_known_orders([order_id])
    story = _return(order_id, position=position, now=now)
    if story.record.cancelled_at:
        return
    if not can_cancel(story.state):
        raise TooLateToChangeError(story.state)
    call_off(story.record.id, now=now)
    let_go_locked(story.record.id, end=ExchangeEnd.CALLED_OFF, now=now)
    refresh_locked([order_id], now=now)


@transaction.atomic
def show_photos(order_id: uuid.UUID, *, position: int, photos: Mapping[int, Sequence[Picture]], now: datetime) -> None:
    """Add photos to a return's lines, by the line's position.

    Raises `UnknownReturnError`, `TooManyPhotosError`, and `TooLateToChangeError` once it was looked at or called off.
    """
    lock_known_orders([order_id])
    record = _return(order_id, position=position, now=now).record
    if record.cancelled_at or record.units.is_inspected:
        raise TooLateToChangeError(record.id)
    _keep_photos(record, photos, now=now)


def _keep_photos(record: ReturnRecord, photos: Mapping[int, Sequence[Picture]], *, now: datetime) -> None:
    for line in record.lines:
        for picture in photos.get(line.position, ()):
            add_photo(line.id, picture, now=now)


def _return(order_id: uuid.UUID, *, position: int, now: datetime) -> ReturnStory:
    if return_at(order_id, position=position) is None:
        raise UnknownReturnError(position)
    return next(one for one in _story(order_id, now=now).returns if one.record.position == position)


def _known(return_id: uuid.UUID) -> ReturnRecord:
    found = return_by_id(return_id)
    if found is None:
        raise UnknownReturnError(return_id)
    return found


def _story(order_id: uuid.UUID, *, now: datetime) -> OrderStory:
    return tell([order_id], today=now.astimezone(shop_zone()).date())[0]
