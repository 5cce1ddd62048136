"""What was found is acted on: the shelf, the exchange, the money. One transaction, and in the audit log.

Several times for one return, where something came later or was corrected: each time for what is new.
"""

import uuid
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from severshop.domain.inventory.actions import put_back
from severshop.domain.inventory.queries import is_counted_here
from severshop.domain.payments.books import RefundRecord
from severshop.domain.payments.refunds import RefundState
from severshop.domain.returns.desk_actions import NewCompletion, write_completion, write_refused_goods
from severshop.domain.returns.desk_records import DeskReturn
from severshop.domain.returns.queries import cause_of
from severshop.usecases.aftercare.exchange import follow_exchange_locked
from severshop.usecases.paying.refund import request_locked
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.returning.found import UnknownReturnError, known_return, locked_return, note_act
from severshop.usecases.returning.inspect import put_back_cause
from severshop.usecases.returning.money import due_now, refunds_for
from severshop.vocabulary.refunds import Why
from severshop.vocabulary.returning import AfterRefusal, AnnouncedBy, RestockGrade, Verdict

__all__ = [
    "Completed",
    "NotReadyError",
    "NothingRefusedError",
    "UnknownReturnError",
    "ask_again",
    "can_ask_again",
    "complete",
    "say_where_it_went",
]


class NotReadyError(Exception):
    """Something that came was not looked at, or there is nothing new to act on: somebody was faster."""


class NothingRefusedError(Exception):
    """Nothing of the return was refused for good, or it has been sent already."""


class Completed(NamedTuple):
    """What followed."""

    refund: RefundRecord | None
    on_the_shelf: int
    """Pieces that can be bought again."""
    exchange: uuid.UUID | None
    """The linked order."""


@transaction.atomic
def complete(return_id: uuid.UUID, *, is_last: bool, by: uuid.UUID, now: datetime) -> Completed:
    """Put on the shelf, send in exchange and pay back what was found and not acted on yet.

    `is_last`: what has not come is no longer expected. Raises `UnknownReturnError`, `NotReadyError`.
    """
    case = locked_return(return_id)
    if not (case.can_complete or (is_last and case.can_close)):
        raise NotReadyError(return_id)
    shelved = _to_the_shelf(case, now=now)
    exchange = follow_exchange_locked(case.id, is_last=is_last, by=by, now=now)
    refund = pay_locked(case.id, by=by, now=now)
    new = NewCompletion(
        case_id=case.id,
        inspections=case.inspections,
        accepted=sum(line.units(Verdict.ACCEPTED) for line in case.lines),
        refused=case.refused_units,
        refund_minor=refund.amount_minor if refund else 0,
        is_last=is_last and not case.is_closed,
        by=by,
    )
    write_completion(new, now=now)
    note_act(
        "complete return",
        case,
        by=by,
        now=now,
        accepted=new.accepted,
        refused=new.refused,
        refund=new.refund_minor,
        on_the_shelf=shelved,
        is_last=int(new.is_last),
    )
    refresh_locked([case.order_id], now=now)
    return Completed(refund, shelved, exchange)


@transaction.atomic
def say_where_it_went(
    return_id: uuid.UUID, done: AfterRefusal, *, carrier: str = "", number: str = "", by: uuid.UUID, now: datetime
) -> bool:
    """Write that the refused goods were sent to the shopper, or wait here; tell whether it is news.

    Raises `UnknownReturnError`, `NothingRefusedError`.
    """
    case = locked_return(return_id)
    if not case.has_refused_to_move:
        raise NothingRefusedError(return_id)
    if not write_refused_goods(case.id, done, carrier=carrier, number=number, by=by, now=now):
        return False
    note_act("send back refused goods", case, by=by, now=now, done=done.value, carrier=carrier, number=number)
    refresh_locked([case.order_id], now=now)
    return True


@transaction.atomic
def ask_again(return_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> RefundRecord:
    """Ask once more for what a second person has refused to pay back. What the gateway failed at is tried elsewhere.

    Raises `UnknownReturnError`, and `NotReadyError` where nothing is due, or something waits to be looked at.
    """
    case = locked_return(return_id)
    refund = pay_locked(case.id, by=by, now=now, again=len(refunds_for(case))) if can_ask_again(case) else None
    if refund is None:
        raise NotReadyError(return_id)
    note_act("ask again for refund", case, by=by, now=now, refund=refund.amount_minor)
    refresh_locked([case.order_id], now=now)
    return refund


def can_ask_again(case: DeskReturn) -> bool:
    """Tell whether all was acted on, and a second person has refused what was asked for."""
    states = {one.state for one in refunds_for(case) if not one.is_retried}
    is_done = bool(case.completions) and not case.can_complete and not case.to_inspect
    return is_done and RefundState.REFUSED in states and RefundState.FAILED not in states


def pay_locked(
    return_id: uuid.UUID, *, as_announced: bool = False, again: int = 0, by: uuid.UUID | None, now: datetime
) -> RefundRecord | None:
    """Ask for what a return pays back now; None for nothing, or where the shop holds no payment.

    `again`: how many refunds of it there were, where this one follows on none of the desk's findings.
    """
    case = known_return(return_id)
    due = due_now(return_id, as_announced=as_announced)
    if not due.parts or not due.is_paid_here:
        return None
    why = Why.WITHDRAWAL if case.announced_by == AnnouncedBy.WITHDRAWAL.value else Why.RETURN
    # The first is `return:<id>`; what follows later has its place behind it.
    place = len(case.completions) + 1
    behind = f"again:{again}" if again else "" if place == 1 else str(place)
    cause = f"{cause_of(case.id)}:{behind}" if behind else cause_of(case.id)
    return request_locked(due.order_id, due.parts, why=why, cause=cause, by=by, now=now)


def _to_the_shelf(case: DeskReturn, *, now: datetime) -> int:
    shelved = 0
    if not is_counted_here(case.order_id):
        return shelved
    for line in case.lines:
        for found in line.found:
            is_good = found.verdict is Verdict.ACCEPTED and found.grade is RestockGrade.SHELF
            if is_good and put_back(line.sku, quantity=found.quantity, cause=put_back_cause(found), now=now):
                shelved += found.quantity
    return shelved
