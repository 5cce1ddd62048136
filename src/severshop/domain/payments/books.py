"""Reads of the money: an order's ledger, its refunds and chargebacks, and what waits for somebody."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from severshop.domain.payments.ledger import Balance, Entry, EntryKind, balance_of
from severshop.domain.payments.models import Chargeback, Payment, Refund
from severshop.domain.payments.refunds import (
    NOT_PAID,
    NOT_TOLD,
    ChargebackState,
    RefundOrder,
    RefundState,
)
from severshop.domain.payments.rules import PaymentState
from severshop.vocabulary.refunds import Part, PartKind, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRecord:
    """A refund with its parts, and who did what when. Amounts in minor units."""

    id: uuid.UUID
    order_id: uuid.UUID
    charge: uuid.UUID
    amount_minor: int
    currency: str
    why: Why
    cause: str
    state: RefundState
    note: str
    requested_at: datetime
    requested_by: str
    requested_by_id: uuid.UUID | None
    decided_at: datetime | None
    decided_by: str
    asked_at: datetime | None
    tries: int
    ended_at: datetime | None
    failure_code: str
    is_retried: bool
    parts: tuple[Part, ...]

    @property
    def changed_at(self) -> datetime:
        """When its last step was taken."""
        return self.ended_at or self.asked_at or self.decided_at or self.requested_at

    @property
    def tax_minor(self) -> int:
        return sum(part.tax_minor for part in self.parts)

    @property
    def asked(self) -> RefundOrder:
        """What the gateway is, or was, asked for."""
        return RefundOrder(key=self.id, charge=self.charge, amount_minor=self.amount_minor, currency=self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargebackRecord:
    """Money that a bank took back."""

    provider_ref: str
    order_id: uuid.UUID
    amount_minor: int
    currency: str
    reason: str
    state: ChargebackState
    heard_at: datetime
    closed_at: datetime | None
    seen_at: datetime | None
    seen_by: str


def ledger_of(order_id: uuid.UUID) -> tuple[Entry, ...]:
    """Return an order's ledger, the oldest entry first. Refunds that were not paid are not in it."""
    paid = Payment.objects.filter(order_id=order_id, state=PaymentState.SUCCEEDED)
    entries = [Entry(EntryKind.CHARGE, row.amount_minor, row.settled_at or row.started_at, str(row.pk)) for row in paid]
    entries += [
        Entry(
            EntryKind.REFUND,
            row.amount_minor,
            row.ended_at or row.requested_at,
            str(row.pk),
            is_certain=row.state == RefundState.CONFIRMED,
        )
        for row in Refund.objects.filter(order_id=order_id).exclude(state__in=NOT_PAID)
    ]
    for row in Chargeback.objects.filter(order_id=order_id):
        entries.append(Entry(EntryKind.CHARGEBACK, row.amount_minor, row.heard_at, row.pk))
        if row.state == ChargebackState.WON and row.closed_at:
            entries.append(Entry(EntryKind.CHARGEBACK_WON, row.amount_minor, row.closed_at, row.pk))
    return tuple(sorted(entries, key=lambda entry: entry.at))


def order_balance(order_id: uuid.UUID) -> Balance:
    """Return what an order's ledger adds up to. Whoever will write holds the order's lock."""
    return balance_of(ledger_of(order_id))


def paid_with(order_id: uuid.UUID) -> Payment | None:
    """Return the payment that refunds of an order go back to; None if it was not paid here."""
    return Payment.objects.filter(order_id=order_id, state=PaymentState.SUCCEEDED).first()


def refund(refund_id: uuid.UUID) -> RefundRecord | None:
    """Return one refund."""
    return next(iter(_records(Refund.objects.filter(pk=refund_id))), None)


def refund_for(cause: str) -> RefundRecord | None:
    """Return the refund that follows from a cause, or from trying it again: the newest."""
    found = refund_of_cause = next(iter(_records(Refund.objects.filter(cause=cause))), None)
    while found is not None and found.is_retried:
        found = next(iter(_records(Refund.objects.filter(retry_of=found.id))), None)
    return found or refund_of_cause


def refunds_of(order_id: uuid.UUID) -> tuple[RefundRecord, ...]:
    """Return an order's refunds, the newest first."""
    return _records(Refund.objects.filter(order_id=order_id))


def refunds_to_call_off(order_id: uuid.UUID) -> tuple[tuple[str, int], ...]:
    """Return reference and amount of those that the gateway has not heard of, the oldest first."""
    rows = Refund.objects.filter(order_id=order_id, state__in=NOT_TOLD).order_by("requested_at", "id")
    return tuple((str(key), amount) for key, amount in rows.values_list("id", "amount_minor"))


def refunds_to_approve(*, limit: int = 200) -> tuple[RefundRecord, ...]:
    """Return what waits for a second person, the longest-waiting first."""
    rows = Refund.objects.filter(ended_at=None, state=RefundState.WAITING)
    return _records(rows, newest_first=False)[:limit]


def failed_refunds(*, limit: int = 200) -> tuple[RefundRecord, ...]:
    """Return what the gateway did not pay and nobody has tried again, the longest-waiting first."""
    rows = Refund.objects.filter(state=RefundState.FAILED, retried_by=None)
    return _records(rows, newest_first=False)[:limit]


def refunds_on_their_way(*, limit: int = 200) -> tuple[RefundRecord, ...]:
    """Return what the gateway has been or will be told, and has not ended; the longest-waiting first."""
    rows = Refund.objects.filter(ended_at=None).exclude(state=RefundState.WAITING)
    return _records(rows, newest_first=False)[:limit]


def refunds_to_ask_about(*, quiet_since: datetime, limit: int) -> tuple[uuid.UUID, ...]:
    """Return refunds that should be at the gateway and of which nothing was heard since; the oldest first."""
    rows = Refund.objects.filter(ended_at=None).exclude(state=RefundState.WAITING)
    quiet = rows.filter(Q(asked_at__lte=quiet_since) | Q(asked_at=None, requested_at__lte=quiet_since))
    return tuple(quiet.order_by("requested_at", "id").values_list("id", flat=True)[:limit])


def chargebacks(order_id: uuid.UUID | None = None, *, limit: int = 200) -> tuple[ChargebackRecord, ...]:
    """Return an order's chargebacks, or those of all that nobody has seen or that are open; the newest first."""
    rows = Chargeback.objects.select_related("seen_by").order_by("-heard_at")
    wanted = Q(order_id=order_id) if order_id else Q(state=ChargebackState.OPEN) | Q(seen_at=None)
    return tuple(
        ChargebackRecord(
            provider_ref=row.provider_ref,
            order_id=row.order_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
            reason=row.reason,
            state=ChargebackState(row.state),
            heard_at=row.heard_at,
            closed_at=row.closed_at,
            seen_at=row.seen_at,
            seen_by=_name(row.seen_by),
        )
        for row in rows.filter(wanted)[:limit]
    )


def waiting_counts(among: Collection[str] = ("approve", "failed", "chargebacks")) -> dict[str, int]:
    """Return how much of each waits for the finance people."""
    counts = {
        "approve": Refund.objects.filter(ended_at=None, state=RefundState.WAITING),
        "failed": Refund.objects.filter(state=RefundState.FAILED, retried_by=None),
        "chargebacks": Chargeback.objects.filter(seen_at=None),
    }
    return {name: counts[name].count() for name in among}


def _records(rows: QuerySet[Refund], *, newest_first: bool = True) -> tuple[RefundRecord, ...]:
    order = ("-requested_at", "-id") if newest_first else ("requested_at", "id")
    rows = rows.select_related("requested_by", "decided_by", "retried_by").prefetch_related("parts")
    return tuple(record_of(row) for row in rows.order_by(*order))


def record_of(row: Refund) -> RefundRecord:
    """Return a row as a value."""
    return RefundRecord(
        id=row.id,
        order_id=row.order_id,
        charge=row.payment_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
        why=Why(row.why),
        cause=row.cause,
        state=RefundState(row.state),
        note=row.note,
        requested_at=row.requested_at,
        requested_by=_name(row.requested_by),
        requested_by_id=row.requested_by_id,
        decided_at=row.decided_at,
        decided_by=_name(row.decided_by),
        asked_at=row.asked_at,
        tries=row.tries,
        ended_at=row.ended_at,
        failure_code=row.failure_code,
        is_retried=hasattr(row, "retried_by"),
        parts=tuple(
            Part(
                kind=PartKind(part.kind),
                amount_minor=part.amount_minor,
                tax_minor=part.tax_minor,
                line=part.line,
                quantity=part.quantity,
            )
            for part in row.parts.all()
        ),
    )


def _name(user: object) -> str:
    return str(getattr(user, "name", "") or user or "")
