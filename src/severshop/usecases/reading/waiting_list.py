"""Everything that waits for a decision of the staff, as one list: what is overdue first, then what waits longest.

What only a shown row needs is read for the shown rows.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from severshop.domain.orders.cancellations import RequestRecord
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import RefundRecord, order_balance, waiting_counts
from severshop.usecases.reading.order_money import asked_to_cancel
from severshop.usecases.reading.waiting_rows import COUNTS, READERS, AskedToCancel, Row
from severshop.usecases.status.facts import tell
from severshop.vocabulary.waiting import Heap

MONEY: Final[Mapping[Heap, str]] = {
    Heap.REFUNDS: "approve",
    Heap.FAILED_REFUNDS: "failed",
    Heap.CHARGEBACKS: "chargebacks",
}


def counts(heaps: Collection[Heap]) -> dict[Heap, int]:
    """Return how much waits in each of the heaps."""
    money = waiting_counts([name for heap, name in MONEY.items() if heap in heaps])
    found = {heap: money[name] for heap, name in MONEY.items() if heap in heaps}
    found |= {heap: count() for heap, count in COUNTS.items() if heap in heaps}
    return {heap: found[heap] for heap in Heap if heap in found}


def waiting_list(heaps: Collection[Heap], *, today: date, limit: int) -> tuple[Row, ...]:
    """Return what waits in the heaps; `today` is the date at the warehouse."""
    rows = [row for heap in Heap if heap in heaps for row in READERS[heap](limit)]
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
        if order and isinstance(row.found, RefundRecord):
            told = replace(told, balance=order_balance(order.pk))
        if order and isinstance(row.found, RequestRecord):
            story = stories[row.found.order_id]
            request = asked_to_cancel(story, today=today)
            if request is None:
                continue  # decided between two reads
            told = replace(told, found=AskedToCancel(asked=request, story=story, currency=order.currency))
        shown.append(told)
    return tuple(shown)
