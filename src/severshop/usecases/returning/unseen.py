"""What never came to the desk: called off, or paid back all the same. One transaction each, and in the audit log.

Who has shown that they sent it gets their money, though it was lost on its way to us: the risk is the shop's where
the shop's carrier had it, and the law asks for no more than the proof (Directive 2011/83/EU Art. 13(3)).
"""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.payments.books import RefundRecord
from severshop.domain.returns.desk_actions import NewCompletion, write_completion
from severshop.domain.returns.desk_records import DeskReturn
from severshop.usecases.aftercare.announce_return import TooLateToChangeError, cancel_return
from severshop.usecases.aftercare.exchange import follow_exchange_locked
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.returning.complete import NotReadyError, pay_locked
from severshop.usecases.returning.found import UnknownReturnError, locked_return, note_act

__all__ = ["NotReadyError", "TooLateToChangeError", "UnknownReturnError", "call_off_unseen", "pay_unseen"]


@transaction.atomic
def call_off_unseen(return_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> None:
    """Call a return off that nobody has handed in; again changes nothing.

    Raises `UnknownReturnError`, and `TooLateToChangeError` once its carrier has it.
    """
    case = locked_return(return_id)
    if case.cancelled_at:
        return
    cancel_return(case.order_id, position=case.position, now=now)
    note_act("call off return", case, by=by, now=now)


@transaction.atomic
def pay_unseen(return_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> RefundRecord | None:
    """Pay back, or exchange, what was sent and is lost; nothing more is expected. None for nothing left to pay.

    If it comes after all it is taken in and looked at like any other, and pays nothing a second time.
    Raises `UnknownReturnError`, and `NotReadyError` for what was taken in, called off or paid so before.
    """
    case = locked_return(return_id)
    if not _never_came(case):
        raise NotReadyError(return_id)
    follow_exchange_locked(case.id, by=by, now=now, trusted=True)
    refund = pay_locked(case.id, as_announced=True, by=by, now=now)
    amount = refund.amount_minor if refund else 0
    new = NewCompletion(case_id=case.id, inspections=0, accepted=0, refused=0, refund_minor=amount, is_last=True, by=by)
    write_completion(new, now=now)
    note_act("pay return unseen", case, by=by, now=now, refund=amount)
    refresh_locked([case.order_id], now=now)
    return refund


def _never_came(case: DeskReturn) -> bool:
    return not (case.receipts or case.cancelled_at or case.is_closed)
