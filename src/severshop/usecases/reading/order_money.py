"""Where the money of orders is, for the staff: one order's ledger, and what waits for the finance people."""

import uuid
from dataclasses import dataclass
from datetime import date

from severshop.domain.orders.cancellations import RequestRecord, open_request
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import (
    ChargebackRecord,
    RefundRecord,
    chargebacks,
    failed_refunds,
    ledger_of,
    refunds_of,
    refunds_on_their_way,
    refunds_to_approve,
)
from severshop.domain.payments.ledger import Balance, Entry, balance_of
from severshop.usecases.fulfilling.answer_requests import still_possible
from severshop.usecases.reading.cancelling import cancel_view, preview
from severshop.usecases.status.facts import OrderStory


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to cancel that waits for its decision."""

    request: RequestRecord
    possible: dict[int, int]
    """What of it can be cancelled still, by the line's position; empty when it has left."""
    back_minor: int
    """What granting it would pay back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoney:
    """An order's money. Amounts in minor units."""

    ledger: tuple[Entry, ...]
    balance: Balance
    refunds: tuple[RefundRecord, ...]
    chargebacks: tuple[ChargebackRecord, ...]
    asked: Asked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRow:
    """A refund in a list, with its order's number."""

    refund: RefundRecord
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargebackRow:
    """A chargeback in a list, with its order's number, and what of it the shop had paid back already."""

    chargeback: ChargebackRecord
    number: str
    contested_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLists:
    """What waits for the finance people, and what is under way."""

    to_approve: tuple[RefundRow, ...]
    failed: tuple[RefundRow, ...]
    on_their_way: tuple[RefundRow, ...]
    chargebacks: tuple[ChargebackRow, ...]


def order_money(story: OrderStory, *, today: date) -> OrderMoney:
    """Return the money of an order; `today` is the date at the warehouse."""
    order_id = story.order.id
    entries = ledger_of(order_id)
    return OrderMoney(
        ledger=entries,
        balance=balance_of(entries),
        refunds=refunds_of(order_id),
        chargebacks=chargebacks(order_id),
        asked=asked_to_cancel(story, today=today),
    )


def money_lists() -> MoneyLists:
    """Return the lists, what has waited longest first."""
    approve, failed, way = refunds_to_approve(), failed_refunds(), refunds_on_their_way()
    taken = chargebacks()
    wanted = {row.order_id for row in (*approve, *failed, *way)} | {row.order_id for row in taken}
    numbers = dict(Order.objects.filter(pk__in=wanted).values_list("pk", "number"))
    return MoneyLists(
        to_approve=_rows(approve, numbers),
        failed=_rows(failed, numbers),
        on_their_way=_rows(way, numbers),
        chargebacks=tuple(
            ChargebackRow(
                chargeback=row,
                number=numbers.get(row.order_id, ""),
                contested_minor=balance_of(ledger_of(row.order_id)).contested,
            )
            for row in taken
        ),
    )


def asked_to_cancel(story: OrderStory, *, today: date) -> Asked | None:
    """Return the order's request to cancel that waits for its decision, if there is one."""
    request = open_request(story.order.id)
    if request is None:
        return None
    possible = still_possible(request, story)
    back = 0
    if possible:
        back = preview(
            story.order.id, possible, view=cancel_view(story.order.id, today=today), today=today
        ).amount_minor
    return Asked(request=request, possible=possible, back_minor=back)


def _rows(refunds: tuple[RefundRecord, ...], numbers: dict[uuid.UUID, str]) -> tuple[RefundRow, ...]:
    return tuple(RefundRow(refund=row, number=numbers.get(row.order_id, "")) for row in refunds)
