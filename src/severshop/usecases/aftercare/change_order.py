"""Changing an order before the warehouse begins: where it goes, which size, how it is shipped, whom to write to.

One transaction, under the order's lock: whoever picks at the same moment either finds it changed, or was first, and
then it is not changed any more. Only what costs nothing more is done here: the shop takes no second payment.
"""

import hashlib
import uuid
from datetime import datetime

from django.core.validators import validate_email
from django.db import transaction

from severshop.domain.inventory.actions import SoldOutError, swap
from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.actions import NewAddress
from severshop.domain.orders.changing import parts_back
from severshop.domain.orders.edits import EditRecord, NewEdit, cause_of, edit_by_form, make_edit
from severshop.domain.promises.actions import Revised, revise
from severshop.domain.promises.facts import newest_promise
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.fulfilling.facts import UnknownOrderError, lock_known_orders
from severshop.usecases.paying.refund import request_locked
from severshop.usecases.reading.planned_change import (
    NewContact,
    NewDelivery,
    NewSize,
    Plan,
    Wished,
    plan_change,
    present_of,
)
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.changing import CHANGED, ChangeKind, WhyNotChanged
from severshop.vocabulary.refunds import Why

__all__ = [
    "NewAddress",
    "NewContact",
    "NewDelivery",
    "NewSize",
    "NotChangedError",
    "NothingChangedError",
    "OutdatedError",
    "UnknownOrderError",
    "Wished",
    "change_order",
]

ORDER_CHANGED = "order_changed"
"""The letter about it. Where the address of mail changes, the old one is told too, without the new one."""


class NotChangedError(Exception):
    """The change is not made; `why` says for what reason."""

    def __init__(self, why: WhyNotChanged) -> None:
        super().__init__(why.value)
        self.why = why


class NothingChangedError(ValueError):
    """It is all as it was."""


class OutdatedError(Exception):
    """What the change does is no longer what the shopper was shown."""


def change_order(
    order_id: uuid.UUID, wished: Wished, *, seal: str, form: str, by: uuid.UUID | None, now: datetime
) -> EditRecord:
    """Change an order as its shopper was shown (`Plan.seal`). The same form again is the same change.

    `by` is the account that owns it, null for a browser that has proved to hold its address: the caller has seen to it.
    Raises `UnknownOrderError`, `NotChangedError`, `NothingChangedError`, `OutdatedError`, `ValidationError` for an
    e-mail that is none.
    """
    if isinstance(wished, NewContact):
        validate_email(wished.email)
    try:
        return _change(order_id, wished, seal=seal, form=form, by=by, now=now)
    except SoldOutError as error:
        raise NotChangedError(WhyNotChanged.SOLD_OUT) from error


@transaction.atomic
def _change(
    order_id: uuid.UUID, wished: Wished, *, seal: str, form: str, by: uuid.UUID | None, now: datetime
) -> EditRecord:
    lock_known_orders([order_id])
    form = _bound(order_id, form)
    if known := edit_by_form(form):
        return known
    plan = plan_change(wished, present=present_of(order_id, now=now), now=now)
    if plan.is_nothing:
        raise NothingChangedError(order_id)
    if plan.why:
        raise NotChangedError(plan.why)
    if plan.seal != seal:
        raise OutdatedError(order_id)
    if plan.kind is ChangeKind.SIZE:
        was, becomes = plan.was["sku"], plan.becomes["sku"]
        swap(order_id, sku=was, for_sku=becomes, quantity=plan.was["quantity"], now=now)
    version = _promise_anew(order_id, plan, now=now)
    new = NewEdit(
        order_id=order_id,
        kind=plan.kind,
        was=plan.was,
        becomes=plan.becomes,
        before=plan.before,
        after=plan.after,
        form=form,
        by=by,
        promise_version=version,
    )
    edit = make_edit(new, now=now)
    _pay_back(edit, plan, now=now)
    put(_letters(edit), now=now)
    refresh_locked([order_id], now=now)
    return edit


def _bound(order_id: uuid.UUID, form: str) -> str:
    """Return the form's name bound to its order: one that was seen elsewhere is another here."""
    return hashlib.sha256(f"{order_id}\0{form}".encode()).hexdigest()


def _promise_anew(order_id: uuid.UUID, plan: Plan, *, now: datetime) -> int | None:
    before = newest_promise(order_id)
    if plan.dates is None or before is None:
        return None
    version = before.version + 1
    revise([Revised(order_id, version, plan.dates.window, CHANGED, plan.dates.evidence)], now=now)
    return version


def _pay_back(edit: EditRecord, plan: Plan, *, now: datetime) -> None:
    parts = parts_back(plan.before, plan.after, line=plan.was.get("position"))
    if parts:
        request_locked(edit.order_id, parts, why=Why.CHANGE, cause=cause_of(edit.id), by=None, now=now)


def _letters(edit: EditRecord) -> list[NewEntry]:
    moved = edit.kind is ChangeKind.CONTACT and edit.was["email"] != edit.becomes["email"]
    return [
        NewEntry(
            topic=MAIL_TOPIC,
            key=f"mail:edit:{edit.id}:{to}",
            order_id=edit.order_id,
            payload={"kind": ORDER_CHANGED, "edit": str(edit.id), "to": to},
        )
        for to in (("now", "before") if moved else ("now",))
    ]
