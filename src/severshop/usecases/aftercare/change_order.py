"""Changing an order before the warehouse begins: where it goes, which size, how it is shipped, whom to write to.

One transaction, under the order's lock: whoever picks at the same moment either finds it changed, or was first, and
then it is not changed any more. What costs more is paid first: `pay_change`.
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
from severshop.domain.orders.pending import NewPending
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
    "agreed",
    "bound",
    "change_order",
    "checked_plan",
    "make_change",
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
    Raises `UnknownOrderError`, `NotChangedError` also for what costs more, `NothingChangedError`, `OutdatedError`,
    `ValidationError` for an e-mail that is none.
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
    form = bound(order_id, form)
    if known := edit_by_form(form):
        return known
    plan = checked_plan(order_id, wished, seal=seal, now=now)
    if plan.difference_minor > 0:
        raise NotChangedError(WhyNotChanged.COSTS_MORE)
    return make_change(agreed(order_id, plan, form=form, by=by), now=now)


def checked_plan(order_id: uuid.UUID, wished: Wished, *, seal: str, now: datetime) -> Plan:
    """Return what a change does, as its shopper was shown. Whoever will write holds the order's lock.

    Raises `NothingChangedError`, `NotChangedError`, `OutdatedError`.
    """
    plan = plan_change(wished, present=present_of(order_id, now=now), now=now)
    if plan.is_nothing:
        raise NothingChangedError(order_id)
    if plan.why:
        raise NotChangedError(plan.why)
    if plan.seal != seal:
        raise OutdatedError(order_id)
    return plan


def agreed(order_id: uuid.UUID, plan: Plan, *, form: str, by: uuid.UUID | None) -> NewPending:
    """Return a plan as something that is agreed to, and stays as it is."""
    return NewPending(
        order_id=order_id,
        kind=plan.kind,
        was=plan.was,
        becomes=plan.becomes,
        before=plan.before,
        after=plan.after,
        form=form,
        by=by,
        window=plan.dates.window if plan.dates else None,
        evidence=plan.dates.evidence if plan.dates else None,
    )


def make_change(
    what: NewPending, *, now: datetime, held_by: uuid.UUID | None = None, charge: uuid.UUID | None = None
) -> EditRecord:
    """Change the order in the caller's transaction, with all that follows: stock, dates, money, letters, its page.

    `held_by` is the name under which another size is kept already, `charge` what it was paid with where it costs more.
    Raises `SoldOutError`.
    """
    if what.kind is ChangeKind.SIZE:
        sku, for_sku, quantity = what.was["sku"], what.becomes["sku"], what.was["quantity"]
        swap(what.order_id, sku=sku, for_sku=for_sku, quantity=quantity, held_by=held_by, now=now)
    new = NewEdit(
        order_id=what.order_id,
        kind=what.kind,
        was=what.was,
        becomes=what.becomes,
        before=what.before,
        after=what.after,
        form=what.form,
        by=what.by,
        promise_version=_promise_anew(what, now=now),
        charge=charge,
    )
    edit = make_edit(new, now=now)
    parts = parts_back(what.before, what.after, line=what.was.get("position"))
    if parts:
        request_locked(edit.order_id, parts, why=Why.CHANGE, cause=cause_of(edit.id), by=None, now=now)
    put(_letters(edit), now=now)
    refresh_locked([what.order_id], now=now)
    return edit


def bound(order_id: uuid.UUID, form: str) -> str:
    """Return the form's name bound to its order: one that was seen elsewhere is another here."""
    return hashlib.sha256(f"{order_id}\0{form}".encode()).hexdigest()


def _promise_anew(what: NewPending, *, now: datetime) -> int | None:
    before = newest_promise(what.order_id)
    if what.window is None or what.evidence is None or before is None:
        return None
    version = before.version + 1
    revise([Revised(what.order_id, version, what.window, CHANGED, what.evidence)], now=now)
    return version


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
