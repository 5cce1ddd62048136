"""Withdrawals that the staff have to see to, each with when its receipt went and until when it must be paid back."""

from dataclasses import dataclass
from datetime import date, datetime

from severshop.domain.withdrawals.queries import WithdrawalRecord, waiting
from severshop.domain.withdrawals.rules import receipt_key
from severshop.infra.outbox.queries import id_of, sent
from severshop.usecases.reading.withdrawing import ToldWithdrawal, told_withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingWithdrawal:
    """A line of the staff's list. `receipt_at` is none until the receipt has gone."""

    record: WithdrawalRecord
    told: ToldWithdrawal
    receipt_at: datetime | None
    refund_by: date | None


def waiting_withdrawals(limit: int) -> tuple[WaitingWithdrawal, ...]:
    """Return those that wait, the oldest first."""
    return tuple(row for record in waiting(limit) if (row := _row(record)))


def _row(record: WithdrawalRecord) -> WaitingWithdrawal | None:
    told = told_withdrawal(record.id)
    if told is None:
        return None
    entry = id_of(receipt_key(record.id))
    return WaitingWithdrawal(
        record=record,
        told=told,
        receipt_at=sent(entry)[1] if entry else None,
        refund_by=told.deadlines.refund_by if told.deadlines else None,
    )
