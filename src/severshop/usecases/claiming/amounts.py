"""What of an order nothing was given for yet, and what a refund of it pays back."""

import uuid
from collections.abc import Iterable, Mapping

from severshop.domain.claims.queries import ClaimRecord, claims_of
from severshop.domain.orders.cancellations import sale_of
from severshop.domain.orders.cancelling import parts_due
from severshop.domain.payments.books import order_balance, paid_with, refunds_of
from severshop.domain.payments.refunds import NOT_PAID
from severshop.domain.returns.queries import returns_of
from severshop.vocabulary.claiming import ClaimEnd
from severshop.vocabulary.refunds import Part, Why, cut_to

FOR_UNITS = frozenset({Why.RETURN, Why.WITHDRAWAL, Why.CLAIM})
"""What is paid back for pieces that were sold, besides cancellations, which the order itself knows of."""


def units_left(order_id: uuid.UUID) -> dict[int, int]:
    """Return the units of each line, by its position, for which nothing was given and that do not come back.

    Cancelled, paid back, sent again, or in a return that was not refused: each counts once. Open claims do not count.
    """
    back, given = _coming_back(order_id), _sum(one.units for one in claims_of([order_id]) if _stands(one))
    paid = _paid_back(order_id, among=FOR_UNITS - {Why.CLAIM})
    left = {
        line.position: line.quantity
        - line.cancelled
        - max(back.get(line.position, 0), paid.get(line.position, 0))
        - given.get(line.position, 0)
        for line in sale_of(order_id).lines
    }
    return {position: quantity for position, quantity in left.items() if quantity > 0}


def still_due(order_id: uuid.UUID, units: Mapping[int, int]) -> dict[int, int]:
    """Return those of the units for which nothing was given yet."""
    left = units_left(order_id)
    due = {position: min(quantity, left.get(position, 0)) for position, quantity in units.items()}
    return {position: quantity for position, quantity in due.items() if quantity > 0}


def parts_for(order_id: uuid.UUID, units: Mapping[int, int]) -> tuple[Part, ...]:
    """Return what a refund of the units would pay back; nothing where nothing was paid here, or is left of it.

    The delivery goes back with the last piece that was paid for.
    """
    if paid_with(order_id) is None:
        return ()
    before, sale = _paid_back(order_id, among=FOR_UNITS), sale_of(order_id)
    lines = tuple(line._replace(cancelled=line.cancelled + before.get(line.position, 0)) for line in sale.lines)
    return cut_to(parts_due(sale._replace(lines=lines), units), order_balance(order_id).left)


def _paid_back(order_id: uuid.UUID, *, among: frozenset[Why]) -> dict[int, int]:
    return _sum(
        {part.line: part.quantity}
        for refund in refunds_of(order_id)
        if refund.why in among and refund.state not in NOT_PAID
        for part in refund.parts
        if part.line is not None
    )


def _coming_back(order_id: uuid.UUID) -> dict[int, int]:
    return _sum(
        {line.position: line.quantity - line.refused}
        for one in returns_of([order_id]).get(order_id, ())
        if one.cancelled_at is None
        for line in one.lines
    )


def _stands(one: ClaimRecord) -> bool:
    """Tell whether a claim made its pieces good: what was to be sent and was cancelled as a whole does not."""
    if one.end is ClaimEnd.REPLACEMENT and one.replacement_id:
        return any(line.cancelled < line.quantity for line in sale_of(one.replacement_id).lines)
    return one.end is ClaimEnd.REFUND


def _sum(units: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: dict[int, int] = {}
    for some in units:
        for position, quantity in some.items():
            total[position] = total.get(position, 0) + quantity
    return total
