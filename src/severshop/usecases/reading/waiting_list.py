"""Everything that waits for a decision of the staff, as one list: what is overdue first, then what waits longest.

Each heap is read from its own room; what only a shown row needs is read for the shown rows.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from severshop.domain.orders.cancellations import RequestRecord, open_request_count, open_requests
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import (
    ChargebackRecord,
    RefundRecord,
    chargebacks,
    failed_refunds,
    refunds_to_approve,
    waiting_counts,
)
from severshop.domain.withdrawals.queries import waiting_count as withdrawal_count
from severshop.usecases.reading.order_money import Asked, asked_to_cancel
from severshop.usecases.reading.waiting_withdrawals import WaitingWithdrawal, waiting_withdrawals
from severshop.usecases.status.facts import OrderStory, tell
from severshop.vocabulary.waiting import Heap

MONEY: Final[Mapping[Heap, str]] = {
    Heap.REFUNDS: "approve",
    Heap.FAILED_REFUNDS: "failed",
    Heap.CHARGEBACKS: "chargebacks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedToCancel:
    """A request to cancel, with its order as the staff see it."""

    asked: Asked
    story: OrderStory
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that waits. `due` is by when it must be done, where a law or a policy says so."""

    heap: Heap
    id: str
    order_id: uuid.UUID | None
    since: datetime
    found: RequestRecord | AskedToCancel | WaitingWithdrawal | RefundRecord | ChargebackRecord
    number: str = ""
    due: date | None = None

    def is_overdue(self, today: date) -> bool:
        return self.due is not None and self.due < today


def counts(heaps: Collection[Heap]) -> dict[Heap, int]:
    """Return how much waits in each of the heaps."""
    money = waiting_counts([name for heap, name in MONEY.items() if heap in heaps])
    found = {heap: money[name] for heap, name in MONEY.items() if heap in heaps}
    found |= {heap: count() for heap, count in _COUNTS.items() if heap in heaps}
    return {heap: found[heap] for heap in Heap if heap in found}


def waiting_list(heaps: Collection[Heap], *, today: date, limit: int) -> tuple[Row, ...]:
    """Return what waits in the heaps; `today` is the date at the warehouse."""
    rows = [row for heap in Heap if heap in heaps for row in _READERS[heap](limit)]
    rows.sort(key=lambda row: (not row.is_overdue(today), row.since))
    return _with_orders(rows[:limit], today=today)


def _with_orders(rows: list[Row], *, today: date) -> tuple[Row, ...]:
    """Add the orders' numbers, and to requests to cancel what of them is possible still."""
    wanted = {row.order_id for row in rows if row.order_id and not row.number}
    orders = {order.pk: order for order in Order.objects.filter(pk__in=wanted).only("number", "currency")}
    asked = [row.order_id for row in rows if row.heap is Heap.CANCELLATIONS and row.order_id]
    stories = {story.order.id: story for story in (tell(asked, today=today) if asked else ())}
    shown = []
    for row in rows:
        order = orders.get(row.order_id) if row.order_id else None
        told = replace(row, number=order.number) if order else row
        if order and isinstance(row.found, RequestRecord):
            story = stories[row.found.order_id]
            request = asked_to_cancel(story, today=today)
            if request is None:
                continue  # decided between two reads
            told = replace(told, found=AskedToCancel(asked=request, story=story, currency=order.currency))
        shown.append(told)
    return tuple(shown)


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


_READERS: Final[Mapping[Heap, Callable[[int], list[Row]]]] = {
    Heap.CANCELLATIONS: _cancellations,
    Heap.WITHDRAWALS: _withdrawals,
    Heap.REFUNDS: _refunds,
    Heap.FAILED_REFUNDS: _failed,
    Heap.CHARGEBACKS: _chargebacks,
}
_COUNTS: Final[Mapping[Heap, Callable[[], int]]] = {
    Heap.CANCELLATIONS: open_request_count,
    Heap.WITHDRAWALS: withdrawal_count,
}
