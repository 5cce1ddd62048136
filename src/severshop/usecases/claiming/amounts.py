"""What of an order nothing was given for yet, and what a refund of it pays back."""

import uuid
from collections.abc import Iterable, Mapping

from severshop.domain.claims.queries import ClaimRecord, claims_of
from severshop.domain.orders.cancellations import sale_of
from severshop.domain.orders.cancelling import parts_due
from severshop.domain.payments.books import order_balance, paid_with, refunds_of
from severshop.domain.payments.refunds import NOT_PAID
from severshop.domain.returns.queries import ReturnRecord, return_by_form, returns_of
from severshop.usecases.paying.behind import money_behind
from severshop.vocabulary.claiming import ClaimEnd, TurnUp
from severshop.vocabulary.refunds import Part, Why, cut_to

FOR_UNITS = frozenset({Why.RETURN, Why.WITHDRAWAL, Why.CLAIM})
"""What is paid back for pieces that were sold, besides cancellations, which the order itself knows of."""


def units_left(order_id: uuid.UUID) -> dict[int, int]:
    """Return the units of each line, by its position, for which nothing was given and that do not come back.

    Cancelled, paid back, sent again, or in a return that was not refused: each counts once. Open claims do not count.
    """
    back, given = _coming_back(order_id), _sum(one.units for one in claims_of([order_id]) if _stands(one))
    left = {
        line.position: line.quantity - line.cancelled - back.get(line.position, 0) - given.get(line.position, 0)
        for line in sale_of(order_id).lines
    }
    return {position: quantity for position, quantity in left.items() if quantity > 0}


def is_made_good(found: ReturnRecord) -> bool:
    """Tell whether a return brings back what turned up after a claim had made it good: it pays nothing."""
    sent_back = [one.id for one in claims_of([found.order_id]) if one.turn_up is TurnUp.SENT_BACK]
    return any((back := return_of(claim_id)) is not None and back.id == found.id for claim_id in sent_back)


def return_of(claim_id: uuid.UUID) -> ReturnRecord | None:
    """Return the return in which what turned up after a claim comes back."""
    return return_by_form(turn_up_form(claim_id))


def turn_up_form(claim_id: uuid.UUID) -> str:
    """Return the name of the form that announces such a return."""
    return f"turn-up:{claim_id}"


def still_due(order_id: uuid.UUID, units: Mapping[int, int]) -> dict[int, int]:
    """Return those of the units for which nothing was given yet."""
    left = units_left(order_id)
    due = {position: min(quantity, left.get(position, 0)) for position, quantity in units.items()}
    return {position: quantity for position, quantity in due.items() if quantity > 0}


def parts_for(order_id: uuid.UUID, units: Mapping[int, int]) -> tuple[Part, ...]:
    """Return what a refund of the units would pay back; nothing where nothing was paid here, or is left of it.

    For an order that cost nothing the parts are of the order that was paid for it, at the price that was agreed
    there. The delivery goes back with the last piece that was paid for.
    """
    behind = money_behind(order_id)
    if paid_with(behind.order_id) is None:
        return ()
    before, sale = _paid_back(behind.order_id), sale_of(behind.order_id)
    lines = tuple(line._replace(cancelled=line.cancelled + before.get(line.position, 0)) for line in sale.lines)
    paid = [(behind.lines[position], quantity) for position, quantity in units.items() if position in behind.lines]
    due = parts_due(sale._replace(lines=lines), _sum({worth.position: quantity} for worth, quantity in paid))
    worth = _sum({worth.position: worth.unit_minor * quantity} for worth, quantity in paid)
    return cut_to(tuple(_priced(part, worth) for part in due), order_balance(behind.order_id).left)


def _priced(part: Part, worth: Mapping[int, int]) -> Part:
    """Return a part at what its pieces are worth, where that is not their line's price; its tax in proportion."""
    amount = worth.get(part.line, 0) if part.line is not None else 0
    if amount in {0, part.amount_minor}:
        return part
    return part._replace(amount_minor=amount, tax_minor=part.tax_minor * amount // part.amount_minor)


def _paid_back(order_id: uuid.UUID) -> dict[int, int]:
    return _sum(
        {part.line: part.quantity}
        for refund in refunds_of(order_id)
        if refund.why in FOR_UNITS and refund.state not in NOT_PAID
        for part in refund.parts
        if part.line is not None
    )


def _coming_back(order_id: uuid.UUID) -> dict[int, int]:
    return _sum(
        {line.position: line.quantity - line.refused}
        for one in returns_of([order_id]).get(order_id, ())
        if one.cancelled_at is None and not is_made_good(one)
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
