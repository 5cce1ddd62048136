"""Reads of the money: an order's ledger, its refunds and chargebacks, and what waits for somebody."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from severshop.domain.payments.ledger import Balance, Entry, EntryKind, balance_of, balances_of
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

_HOW_FAR = (
    RefundState.FAILED,
    RefundState.WAITING,
    RefundState.REQUESTED,
    RefundState.UNKNOWN,
    RefundState.SENT,
    RefundState.REFUSED,
    RefundState.OVERTAKEN,
    RefundState.CONFIRMED,
)
"""From what needs a person the most to what is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRecord:
    """A refund with its parts, and who did what when. Amounts in minor units."""

    id: uuid.UUID
    order_id: uuid.UUID
    charge: uuid.UUID
    card: str
    """Where it goes, such as `Visa 4242`; several with commas."""
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
    entries = [
        Entry(EntryKind.CHARGE, row.amount_minor, row.settled_at or row.started_at, str(row.pk), charge=str(row.pk))
        for row in paid
    ]
    entries += [
        Entry(
            EntryKind.REFUND,
            row.amount_minor,
            row.ended_at or row.requested_at,
            str(row.pk),
            is_certain=row.state == RefundState.CONFIRMED,
            charge=str(row.payment_id),
        )
        for row in Refund.objects.filter(order_id=order_id).exclude(state__in=NOT_PAID)
    ]
    for row in Chargeback.objects.filter(order_id=order_id):
        charge = str(row.payment_id)
        entries.append(Entry(EntryKind.CHARGEBACK, row.amount_minor, row.heard_at, row.pk, charge=charge))
        if row.state == ChargebackState.WON and row.closed_at:
            entries.append(Entry(EntryKind.CHARGEBACK_WON, row.amount_minor, row.closed_at, row.pk, charge=charge))
    return tuple(sorted(entries, key=lambda entry: entry.at))


def order_balance(order_id: uuid.UUID) -> Balance:
    """Return what an order's ledger adds up to. Whoever will write holds the order's lock."""
    return balance_of(ledger_of(order_id))


def charge_balances(order_id: uuid.UUID) -> dict[str, Balance]:
    """Return what each charge of an order adds up to, by its key. Whoever will write holds the order's lock."""
    return balances_of(ledger_of(order_id))


def paid_with(order_id: uuid.UUID) -> Payment | None:
    """Return the first payment of an order; None if it was not paid here. What is paid back may go to others too."""
    paid = Payment.objects.filter(order_id=order_id, state=PaymentState.SUCCEEDED)
    return paid.order_by("started_at", "id").first()


def refund(refund_id: uuid.UUID) -> RefundRecord | None:
    """Return one refund."""
    return next(iter(_records(Refund.objects.filter(pk=refund_id))), None)


def refund_for(cause: str) -> RefundRecord | None:
    """Return what follows from a cause as one refund, and instead of what was tried again, the newest try.

    Where it goes back to several charges, it is as far as the one that is the least far.
    """
    found = refunds_for(cause)
    if not found:
        return None
    return replace(
        min(found, key=lambda one: _HOW_FAR.index(one.state)),
        id=found[0].id,
        cause=cause,
        amount_minor=sum(one.amount_minor for one in found),
        card=", ".join(dict.fromkeys(one.card for one in found if one.card)),
        parts=tuple(part for one in found for part in one.parts),
    )


def refunds_for(cause: str) -> tuple[RefundRecord, ...]:
    """Return the refunds that follow from a cause, one for each charge; instead of what was tried again, the tries."""
    found = _records(Refund.objects.filter(cause=cause), newest_first=False)
    tries = [refunds_for(f"again:{one.id}") if one.is_retried else (one,) for one in found]
    return tuple(one for last in tries for one in last)


def first_causes(refunds: Collection[RefundRecord]) -> dict[uuid.UUID, str]:
    """Return what each of an order's refunds follows from, also where it tries another one again."""
    known = {str(one.id): one for one in refunds}
    causes = {}
    for one in refunds:
        first = one
        while (before := known.get(first.cause.removeprefix("again:"))) is not None:
            first = before
        causes[one.id] = first.cause
    return causes


def refunds_of(order_id: uuid.UUID) -> tuple[RefundRecord, ...]:
    """Return an order's refunds, the newest first."""
    return _records(Refund.objects.filter(order_id=order_id))


def refunds_to_call_off(charge: str) -> tuple[tuple[str, int], ...]:
    """Return reference and amount of a charge's that the gateway has not heard of, the oldest first."""
    rows = Refund.objects.filter(payment_id=charge, state__in=NOT_TOLD).order_by("requested_at", "id")
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
    rows = rows.select_related("payment", "requested_by", "decided_by", "retried_by").prefetch_related("parts")
    return tuple(record_of(row) for row in rows.order_by(*order))


def record_of(row: Refund) -> RefundRecord:
    """Return a row as a value."""
    return RefundRecord(
        id=row.id,
        order_id=row.order_id,
        charge=row.payment_id,
        card=row.payment.card_hint,
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
