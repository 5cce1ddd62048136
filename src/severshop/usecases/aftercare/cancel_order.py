"""Cancelling an order or a part of it, until it is handed over. One transaction each, under the order's lock.

    ask_to_cancel   where nobody has begun it is done at once; else it is a request that the staff decide
    ask_to_cancel_all   the same for everything that has not left
    decide          a member of staff grants or refuses a request
    cancel_for_shop a member of staff cancels of the shop's own accord: sold out, damaged on the shelf, asked by phone

The race with the hand-over is settled by the lock: either it is cancelled and refunded, or it has left and the
shopper is told so (`fulfilling.answer_requests`). Whatever is asked twice is done once.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note as audit
from severshop.domain.fulfilment.actions import unpack
from severshop.domain.fulfilment.queries import picking_of
from severshop.domain.inventory.actions import let_go
from severshop.domain.orders.cancellations import (
    NewRequest,
    RequestRecord,
    cause_of,
    grant,
    open_request,
    request_by_form,
    request_by_id,
    write_request,
)
from severshop.domain.orders.cancelling import (
    NotCancellableError,
    NothingChosenError,
    check_units,
    has_begun,
    parcels_to_open,
)
from severshop.domain.payments.books import order_balance, paid_with
from severshop.infra.outbox.actions import put
from severshop.usecases.fulfilling.answer_requests import (
    CANCELLATION_CONFIRMED,
    left_to_cancel,
    letter,
    line_facts,
    refuse_with_letter,
    still_possible,
)
from severshop.usecases.fulfilling.facts import UnknownOrderError
from severshop.usecases.paying.behind import due_for_cancelled, lock_with_money
from severshop.usecases.paying.refund import request_locked
from severshop.usecases.refresh_status import refresh_locked, shop_zone
from severshop.usecases.status.facts import OrderStory, tell
from severshop.vocabulary.cancelling import AskedBy, CancelReason, RequestState, WhyRefused
from severshop.vocabulary.refunds import Why, cut_to

__all__ = [
    "NotCancellableError",
    "NothingChosenError",
    "RequestOpenError",
    "UnknownOrderError",
    "UnknownRequestError",
    "Wish",
    "ask_to_cancel",
    "ask_to_cancel_all",
    "cancel_for_shop",
    "decide",
]


class UnknownRequestError(LookupError):
    """There is no such request."""


class RequestOpenError(Exception):
    """Another request of the order waits for its decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants cancelled: units by the line's position. `form` names the form that it came from."""

    order_id: uuid.UUID
    units: Mapping[int, int]
    reason: CancelReason
    form: str
    asked_by: AskedBy = AskedBy.SHOPPER


@transaction.atomic
def ask_to_cancel(wish: Wish, *, now: datetime) -> RequestRecord:
    """Cancel at once where the warehouse has not begun, else ask the staff. The same form again changes nothing.

    Raises `UnknownOrderError`, `RequestOpenError`, `NothingChosenError`, and `NotCancellableError` for what has left.
    """
    lock_with_money(wish.order_id)
    if known := request_by_form(_bound(wish.order_id, wish.form)):
        return known
    return _ask(wish, _story(wish.order_id, now=now), now=now)


@transaction.atomic
def ask_to_cancel_all(
    order_id: uuid.UUID, *, reason: CancelReason, asked_by: AskedBy, form: str, now: datetime
) -> RequestRecord:
    """Do what `ask_to_cancel` does, for everything that has not left. A request that is open already will do.

    Raises `UnknownOrderError`, and `NothingChosenError` when everything has left or is cancelled.
    """
    lock_with_money(order_id)
    if known := request_by_form(_bound(order_id, form)) or open_request(order_id):
        return known
    story = _story(order_id, now=now)
    wish = Wish(order_id=order_id, units=left_to_cancel(story), reason=reason, form=form, asked_by=asked_by)
    return _ask(wish, story, now=now)


@transaction.atomic
def decide(request_id: uuid.UUID, *, granted: bool, note: str, by: uuid.UUID, now: datetime) -> RequestRecord:
    """Grant or refuse a request. What was decided before stays; what has left meanwhile is refused whatever was said.

    A packed parcel with something cancelled in it is opened: what else is in it is to be packed again.
    Raises `UnknownRequestError`.
    """
    before = request_by_id(request_id)
    if before is None:
        raise UnknownRequestError(request_id)
    lock_with_money(before.order_id)
    request = request_by_id(request_id) or before
    if request.state is not RequestState.OPEN:
        return request
    story = _story(request.order_id, now=now)
    units = still_possible(request, story)
    if granted and units:
        _cancel(request, units, story, by=by, note=note, now=now)
    else:
        why = WhyRefused.STAFF if units else WhyRefused.HANDED_OVER
        refuse_with_letter(request, why=why, by=by, note=note, now=now)
    act = "grant cancellation" if granted and units else "refuse cancellation"
    audit(act, by=by, at=now, order_id=request.order_id, about=f"cancellation {request.id}")
    refresh_locked([request.order_id], now=now)
    return request_by_id(request_id) or request


@transaction.atomic
def cancel_for_shop(wish: Wish, *, note: str, by: uuid.UUID, now: datetime) -> RequestRecord:
    """Cancel what has not left, whoever has it in hand in the house; `note` tells the shopper why.

    A packed parcel with something of it inside is opened. The same form again changes nothing.
    Raises what `ask_to_cancel` raises.
    """
    lock_with_money(wish.order_id)
    if known := request_by_form(_bound(wish.order_id, wish.form)):
        return known
    story = _story(wish.order_id, now=now)
    request = _write(replace(wish, asked_by=AskedBy.STAFF), story, now=now)
    _cancel(request, request.units, story, by=by, note=note, now=now)
    audit("cancel order", by=by, at=now, order_id=wish.order_id, about=f"cancellation {request.id}")
    refresh_locked([wish.order_id], now=now)
    return _known(request.id)


def _ask(wish: Wish, story: OrderStory, *, now: datetime) -> RequestRecord:
    request = _write(wish, story, now=now)
    picking = picking_of(wish.order_id)
    started_at = picking.started_at if picking else None
    if not has_begun(picking_started_at=started_at, parcels=[parcel.facts for parcel in story.parcels]):
        _cancel(request, request.units, story, by=None, note="", now=now)
    refresh_locked([wish.order_id], now=now)
    return _known(request.id)


def _write(wish: Wish, story: OrderStory, *, now: datetime) -> RequestRecord:
    """Write a request for what can be cancelled."""
    if open_request(wish.order_id):
        raise RequestOpenError(wish.order_id)
    units = check_units(wish.units, left=left_to_cancel(story))
    new = NewRequest(
        order_id=wish.order_id,
        units=units,
        reason=wish.reason,
        asked_by=wish.asked_by,
        form=_bound(wish.order_id, wish.form),
    )
    return _known(write_request(new, now=now))


def _cancel(
    request: RequestRecord,
    units: Mapping[int, int],
    story: OrderStory,
    *,
    by: uuid.UUID | None,
    note: str,
    now: datetime,
) -> None:
    """Take the units out of the order, its boxes and the stock's reserve, and ask for what they pay back."""
    opened = parcels_to_open(units, lines=line_facts(story), parcels=[parcel.facts for parcel in story.parcels])
    for parcel in story.parcels:
        if parcel.parcel.position in opened:
            unpack(parcel.parcel.id, by=by, now=now)
    # Reckoned before the rows are written: a unit's share of the tax depends on how many went before it.
    paid_order, due = due_for_cancelled(request.order_id, units)
    freed = grant(request.id, units, by=by, note=note, now=now)
    let_go(request.order_id, freed)
    if paid_with(paid_order) is not None:
        parts = cut_to(due, order_balance(paid_order).left)
        if parts:
            request_locked(paid_order, parts, why=Why.CANCELLATION, cause=cause_of(request.id), by=by, now=now)
    put([letter(request, CANCELLATION_CONFIRMED)], now=now)


def _bound(order_id: uuid.UUID, form: str) -> str:
    """Return the form's name bound to its order: one that was seen elsewhere is another here."""
    return hashlib.sha256(f"{order_id}\0{form}".encode()).hexdigest()


def _known(request_id: uuid.UUID) -> RequestRecord:
    found = request_by_id(request_id)
    if found is None:
        raise UnknownRequestError(request_id)
    return found


def _story(order_id: uuid.UUID, *, now: datetime) -> OrderStory:
    return tell([order_id], today=now.astimezone(shop_zone()).date())[0]
