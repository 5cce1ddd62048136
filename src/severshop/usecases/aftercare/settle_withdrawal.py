"""The staff's half of withdrawals: carry one out that no rule could, or write down that it was seen to.

One transaction each, under the order's lock and in the audit log. Whatever is done twice is done once.
"""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.withdrawals.actions import add_step
from severshop.domain.withdrawals.queries import WithdrawalRecord, withdrawal
from severshop.usecases.aftercare.withdraw import carry_out
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.withdrawing import Outcome, Step, WhyPeople

__all__ = ["CAN_BE_CARRIED_OUT", "NotClearError", "UnknownWithdrawalError", "carry_out_withdrawal", "settle_withdrawal"]

CAN_BE_CARRIED_OUT = frozenset({WhyPeople.OTHER_EMAIL, WhyPeople.LATE, WhyPeople.CANCELLATION_OPEN})
"""Its order is known, and what of it is meant."""


class UnknownWithdrawalError(LookupError):
    """There is no such withdrawal."""


class NotClearError(Exception):
    """Nobody but a person can tell what is meant: it is done on the order's own screen."""


@transaction.atomic
def carry_out_withdrawal(withdrawal_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> None:
    """Do what would have followed by itself. Raises `UnknownWithdrawalError`, `NotClearError`."""
    record = _locked(withdrawal_id)
    if record.order_id is None or record.why_people not in CAN_BE_CARRIED_OUT:
        raise NotClearError(withdrawal_id)
    if {taken.step for taken in record.steps} & {Step.SETTLED, Step.CANCELLED, Step.CANCEL_ASKED}:
        return
    done = carry_out(record, order_id=record.order_id, by=by, now=now)
    if done.is_empty:
        add_step(record.id, Step.SETTLED, now=now, by=by, detail={"outcome": Outcome.DONE.value})
    _note("carry out withdrawal", record, by=by, now=now, outcome=Outcome.DONE)


@transaction.atomic
def settle_withdrawal(withdrawal_id: uuid.UUID, *, outcome: Outcome, by: uuid.UUID, now: datetime) -> None:
    """Write down that somebody has seen to it. Raises `UnknownWithdrawalError`."""
    record = _locked(withdrawal_id)
    if not add_step(record.id, Step.SETTLED, now=now, by=by, detail={"outcome": outcome.value}):
        return
    _note("settle withdrawal", record, by=by, now=now, outcome=outcome)
    if record.order_id:
        refresh_locked([record.order_id], now=now)


def _locked(withdrawal_id: uuid.UUID) -> WithdrawalRecord:
    """Return the withdrawal, as it stands once its order is locked."""
    found = withdrawal(withdrawal_id)
    if found and found.order_id:
        lock_known_orders([found.order_id])
        found = withdrawal(withdrawal_id)
    if found is None:
        raise UnknownWithdrawalError(withdrawal_id)
    return found


def _note(act: str, record: WithdrawalRecord, *, by: uuid.UUID, now: datetime, outcome: Outcome) -> None:
    detail = {"outcome": outcome.value}
    note(act, by=by, at=now, order_id=record.order_id, about=f"withdrawal {record.id}", detail=detail)
