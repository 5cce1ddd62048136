"""What waits for the staff, heap by heap: each read from its own room, the longest-waiting first."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from severshop.domain.claims.queries import ClaimRecord
from severshop.domain.claims.queries import waiting as waiting_claims
from severshop.domain.claims.queries import waiting_count as claim_count
from severshop.domain.orders.cancellations import RequestRecord, open_request_count, open_requests
from severshop.domain.payments.books import (
    ChargebackRecord,
    RefundRecord,
    chargebacks,
    failed_refunds,
    refunds_to_approve,
)
from severshop.domain.payments.ledger import Balance
from severshop.domain.returns.desk import desk_returns, not_received, stray_count, strays
from severshop.domain.returns.desk_records import DeskReturn, Stray
from severshop.domain.returns.models import Return
from severshop.domain.returns.queries import waiting as waiting_returns
from severshop.domain.returns.queries import waiting_count as return_count
from severshop.domain.tracking.models import ScanRow
from severshop.domain.withdrawals.queries import waiting_count as withdrawal_count
from severshop.usecases.reading.order_money import Asked
from severshop.usecases.reading.waiting_withdrawals import WaitingWithdrawal, waiting_withdrawals
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.claims import DECIDED_WITHIN_DAYS
from severshop.usecases.status.facts import OrderStory
from severshop.usecases.status.returns import inspected_within_days
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.waiting import Heap


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedToCancel:
    """A request to cancel, with its order as the staff see it."""

    asked: Asked
    story: OrderStory
    currency: str


type Found = (
    RequestRecord
    | AskedToCancel
    | WaitingWithdrawal
    | DeskReturn
    | Stray
    | ClaimRecord
    | RefundRecord
    | ChargebackRecord
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that waits. `due` is by when it must be done, where a law or a policy says so.

    `number` is that of the order, or the return's own; empty where nobody knows whose it is.
    """

    heap: Heap
    id: str
    order_id: uuid.UUID | None
    since: datetime
    found: Found
    number: str = ""
    due: date | None = None
    balance: Balance | None = None
    """What the order's ledger adds up to, for money that is to go back."""

    def is_overdue(self, today: date) -> bool:
        return self.due is not None and self.due < today


def _cancellations(limit: int) -> list[Row]:
    return [
        Row(heap=Heap.CANCELLATIONS, id=str(one.id), order_id=one.order_id, since=one.asked_at, found=one)
        for one in open_requests(limit)
    ]


def _withdrawals(limit: int) -> list[Row]:
    return [
        Row(
            heap=Heap.WITHDRAWALS,
            id=str(one.record.id),
            order_id=one.record.order_id,
            number=one.record.order_number,
            since=one.record.received_at,
            due=one.refund_by,
            found=one,
        )
        for one in waiting_withdrawals(limit)
    ]


def _at_door(limit: int) -> list[Row]:
    """Return what the carrier's scan says is at our door, and nobody has taken in."""
    cases = desk_returns(list(_brought().order_by("requested_at").values_list("pk", flat=True)[:limit]))
    parcels = [case.parcel_id for case in cases if case.parcel_id]
    scans = ScanRow.objects.filter(parcel__in=parcels, milestone=Milestone.DELIVERED).order_by("-occurred_at")
    came = dict(scans.values_list("parcel_id", "occurred_at"))
    return [
        _return(Heap.RETURNS_AT_DOOR, case, since=came.get(case.parcel_id, case.requested_at))
        for case in cases
        if case.parcel_id
    ]


def _brought() -> QuerySet[Return]:
    delivered = ScanRow.objects.filter(parcel=OuterRef("parcel"), milestone=Milestone.DELIVERED)
    return not_received().filter(Exists(delivered))


def _here(limit: int) -> list[Row]:
    return [
        _return(Heap.RETURNS_HERE, case, since=case.receipts[0].at if case.receipts else case.requested_at)
        for case in waiting_returns(limit)
    ]


def _return(heap: Heap, case: DeskReturn, *, since: datetime) -> Row:
    """Return a row; its money is due as `status.returns.settled_by` says to the shopper."""
    zone = shop_zone()
    law = case.requested_at.astimezone(zone).date() + timedelta(days=int(case.policy["refund_days"]))
    ours = since.astimezone(zone).date() + timedelta(days=inspected_within_days(case.policy))
    return Row(
        heap=heap,
        id=str(case.id),
        order_id=case.order_id,
        number=case.number,
        since=since,
        due=max(law, ours),
        found=case,
    )


def _strays(limit: int) -> list[Row]:
    return [
        Row(heap=Heap.STRAYS, id=str(one.id), order_id=None, since=one.received_at, found=one) for one in strays(limit)
    ]


def _claims(limit: int) -> list[Row]:
    return [_claim(one) for one in waiting_claims(limit)]


def _claim(claim: ClaimRecord) -> Row:
    decide_by = claim.opened_at.astimezone(shop_zone()).date() + timedelta(days=DECIDED_WITHIN_DAYS)
    return Row(
        heap=Heap.CLAIMS,
        id=str(claim.id),
        order_id=claim.order_id,
        number=claim.number,
        since=claim.opened_at if claim.end is None else claim.turned_up_at or claim.opened_at,
        due=decide_by if claim.end is None else None,
        found=claim,
    )


def _refunds(limit: int) -> list[Row]:
    return [_refund(Heap.REFUNDS, one, since=one.requested_at) for one in refunds_to_approve(limit=limit)]


def _failed(limit: int) -> list[Row]:
    return [_refund(Heap.FAILED_REFUNDS, one, since=one.changed_at) for one in failed_refunds(limit=limit)]


def _refund(heap: Heap, refund: RefundRecord, *, since: datetime) -> Row:
    return Row(heap=heap, id=str(refund.id), order_id=refund.order_id, since=since, found=refund)


def _chargebacks(limit: int) -> list[Row]:
    return [
        Row(heap=Heap.CHARGEBACKS, id=one.provider_ref, order_id=one.order_id, since=one.heard_at, found=one)
        for one in chargebacks(limit=limit)
        if one.seen_at is None
    ]


READERS: Final[Mapping[Heap, Callable[[int], list[Row]]]] = {
    Heap.CANCELLATIONS: _cancellations,
    Heap.WITHDRAWALS: _withdrawals,
    Heap.RETURNS_AT_DOOR: _at_door,
    Heap.RETURNS_HERE: _here,
    Heap.STRAYS: _strays,
    Heap.CLAIMS: _claims,
    Heap.REFUNDS: _refunds,
    Heap.FAILED_REFUNDS: _failed,
    Heap.CHARGEBACKS: _chargebacks,
}
"""How each heap is read: at most so many of its rows."""
COUNTS: Final[Mapping[Heap, Callable[[], int]]] = {
    Heap.CANCELLATIONS: open_request_count,
    Heap.WITHDRAWALS: withdrawal_count,
    Heap.RETURNS_AT_DOOR: lambda: _brought().count(),
    Heap.RETURNS_HERE: return_count,
    Heap.STRAYS: stray_count,
    Heap.CLAIMS: claim_count,
}
"""How each heap is counted; those of the money are counted together (see `waiting_list.MONEY`)."""
