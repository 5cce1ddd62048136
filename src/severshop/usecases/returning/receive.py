"""What comes to the desk is taken in. One transaction each, and in the audit log.

    receive_return     a return that was announced: all of it, a part, or an empty box
    receive_stray      a box of which nobody knows whose it is
    take_unannounced   whose it is was found: it becomes a return of that order

Two who take in the same box at the same time have seen the same receipts: that is one act.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.policies.kinds import values_of
from severshop.domain.returns.actions import NewReturn, write_return
from severshop.domain.returns.desk import desk_return
from severshop.domain.returns.desk_actions import NewReceipt, give_to, take_in
from severshop.domain.returns.desk_records import DeskReturn
from severshop.domain.returns.queries import return_by_form, returned_units
from severshop.domain.returns.rules import Chosen
from severshop.usecases.fulfilling.facts import UnknownOrderError, lock_known_orders
from severshop.usecases.reading.returnable import returnable
from severshop.usecases.refresh_status import refresh_locked, shop_zone
from severshop.usecases.returning.found import UnknownReturnError, known_return, locked_return, note_act
from severshop.usecases.status.facts import OrderStory, tell
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import AnnouncedBy, ReturnReason

__all__ = [
    "Box",
    "NothingInItError",
    "TooManyError",
    "UnknownOrderError",
    "UnknownReturnError",
    "can_have_come",
    "receive_return",
    "receive_stray",
    "take_unannounced",
]


class TooManyError(ValueError):
    """More of a line is said to have come than can have. `left` says how many could, by the line's position."""

    def __init__(self, left: Mapping[int, int]) -> None:
        super().__init__(f"left: {dict(left)}")
        self.left = dict(left)


class NothingInItError(ValueError):
    """Not one piece of the order was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What somebody has before them: its carrier and number as far as they can be read, and a word about it."""

    carrier: str = ""
    tracking_number: str = ""
    note: str = ""


@transaction.atomic
def receive_return(
    return_id: uuid.UUID, units: Mapping[int, int], *, seen: int, box: Box, by: uuid.UUID, now: datetime
) -> bool:
    """Take in what came, by the line's position; nothing at all is an empty box. False: somebody was faster.

    `seen` is how many receipts there were when the box was opened. Raises `UnknownReturnError`, `TooManyError`.
    """
    case = locked_return(return_id)
    if len(case.receipts) > seen:
        return False
    missing = {line.position: line.missing for line in case.lines}
    _check(units, left=missing)
    lines = {line.position: line.id for line in case.lines}
    new = NewReceipt(
        case_id=case.id,
        key=f"{case.id}:{seen}",
        by=by,
        units={lines[position]: quantity for position, quantity in units.items() if quantity},
        parcel_id=case.parcel_id,
        carrier=box.carrier,
        tracking_number=box.tracking_number,
        note=box.note,
    )
    if not take_in(new, now=now):
        return False
    note_act("receive return", case, by=by, now=now, pieces=sum(units.values()))
    refresh_locked([case.order_id], now=now)
    return True


@transaction.atomic
def receive_stray(box: Box, *, form: str, by: uuid.UUID, now: datetime) -> bool:
    """Write down a box of which nobody knows whose it is; the same form again is the same box."""
    new = NewReceipt(
        case_id=None,
        key=f"stray:{form}",
        by=by,
        units={},
        carrier=box.carrier,
        tracking_number=box.tracking_number,
        note=box.note,
    )
    is_news = take_in(new, now=now)
    if is_news:
        note("receive stray box", by=by, at=now, detail={"carrier": box.carrier})
    return is_news


@transaction.atomic
def take_unannounced(
    order_id: uuid.UUID,
    units: Mapping[int, int],
    *,
    reason: ReturnReason,
    box: Box,
    stray_id: uuid.UUID | None = None,
    form: str,
    by: uuid.UUID,
    now: datetime,
) -> DeskReturn:
    """Make a return of what came of an order, by the line's position, and take it in; the same form is the same.

    Whether it is too late, or final sale, is for the inspection to say. Raises `UnknownOrderError`, `TooManyError`,
    `NothingInItError`, and `UnknownReturnError` for a stray box that somebody has found the order of.
    """
    lock_known_orders([order_id])
    key = f"desk:{form}"
    if known := return_by_form(key):
        return known_return(known.id)
    story = tell([order_id], today=now.astimezone(shop_zone()).date())[0]
    _check(units, left=can_have_come(story))
    if not sum(units.values()):
        raise NothingInItError
    policy = returnable(story, today=now.astimezone(shop_zone()).date()).policy
    lines = {line.position: line.id for line in story.order.lines}
    return_id = write_return(
        NewReturn(
            order_id=order_id,
            form=key,
            by=by,
            announced_by=AnnouncedBy.STAFF,
            policy_name=policy.name,
            policy=values_of(policy),
            # It is here: nobody owes a label any more.
            way_back_paid_by=Payer.SHOPPER,
            lines={lines[position]: Chosen(quantity, reason) for position, quantity in units.items() if quantity},
        ),
        now=now,
    )
    case = known_return(return_id)
    came = {line.id: line.quantity for line in case.lines}
    if stray_id is None:
        receipt = NewReceipt(
            case_id=case.id,
            key=f"{case.id}:0",
            by=by,
            units=came,
            carrier=box.carrier,
            tracking_number=box.tracking_number,
            note=box.note,
        )
        take_in(receipt, now=now)
    elif not give_to(stray_id, case_id=case.id, units=came):
        raise UnknownReturnError(stray_id)
    note_act("receive unannounced return", case, by=by, now=now, pieces=sum(units.values()), reason=reason.value)
    refresh_locked([order_id], now=now)
    return desk_return(return_id) or case


def can_have_come(story: OrderStory) -> dict[int, int]:
    """Return how many units of each line have left us and are in no return, by its position."""
    gone: dict[int, int] = {}
    for parcel in story.parcels:
        if parcel.facts.shipped_at:
            for position, quantity in parcel.facts.units.items():
                gone[position] = gone.get(position, 0) + quantity
    back = returned_units(story.order.id)
    return {position: max(quantity - back.get(position, 0), 0) for position, quantity in gone.items()}


def _check(units: Mapping[int, int], *, left: Mapping[int, int]) -> None:
    if any(quantity < 0 or quantity > left.get(position, 0) for position, quantity in units.items()):
        raise TooManyError(left)
