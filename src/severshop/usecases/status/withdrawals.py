"""What was withdrawn from an order, as its page may know it: never who declared it, nor in which words."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import tzinfo
from typing import Any

from severshop.domain.orders.queries import OrderCard
from severshop.domain.policies.queries import returns_policy_for
from severshop.domain.returns.rules import OVER
from severshop.domain.withdrawals.queries import WithdrawalRecord, withdrawals_of
from severshop.domain.withdrawals.rules import deadlines
from severshop.usecases.status.returns import ReturnStory
from severshop.vocabulary.returning import ReturnState
from severshop.vocabulary.withdrawing import Step, WithdrawalState

type Json = dict[str, Any]

DONE = OVER - {ReturnState.CANCELLED}
"""Ends of a return after which nothing of the withdrawal is left to be done."""
BACK = (Step.SEND_BACK, Step.SEND_BACK_INSTEAD, Step.RETURN_ANNOUNCED)


def tell_withdrawals(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[WithdrawalRecord, ...]]:
    """Return the withdrawals that are known to come from the orders' own people, the oldest first."""
    found = defaultdict(list)
    for record in reversed(withdrawals_of(order_ids)) if order_ids else ():
        if record.is_sure and record.order_id:
            found[record.order_id].append(record)
    return {order_id: tuple(records) for order_id, records in found.items()}


def withdrawals_json(
    records: Sequence[WithdrawalRecord], *, order: OrderCard, returns: Sequence[ReturnStory], zone: tzinfo
) -> list[Json]:
    """Return them as the public JSON has them: see docs/reference/status-json.md. `returns` are the order's own."""
    ended = {str(one.record.id) for one in returns if one.state in DONE}
    return [_json(record, order=order, state=_state(record, ended=ended), zone=zone) for record in records]


def _state(record: WithdrawalRecord, *, ended: AbstractSet[str]) -> WithdrawalState:
    """Return how far it is: one whose pieces all came back in a return that is over is settled by it."""
    back = [taken for taken in record.steps if taken.step in BACK]
    is_over = bool(back) and all(taken.detail.get("return") in ended for taken in back)
    return WithdrawalState.SETTLED if is_over else record.state


def _json(record: WithdrawalRecord, *, order: OrderCard, state: WithdrawalState, zone: tzinfo) -> Json:
    received_at = record.received_at.astimezone(zone)
    policy = returns_policy_for(order.country, order.placed_at.date())
    until = deadlines(received_at.date(), send_back_days=policy.send_back_days, refund_days=policy.refund_days)
    is_open = state not in {WithdrawalState.TAKEN_IN, WithdrawalState.SETTLED}
    return {
        "received_at": received_at.isoformat(timespec="seconds"),
        "state": state,
        "whole": record.is_whole,
        "cancelled": _units(record, Step.CANCELLED),
        "to_send_back": _units(record, *BACK),
        "send_back_by": until.send_back_by.isoformat() if state is WithdrawalState.TO_SEND_BACK else None,
        "refund_by": until.refund_by.isoformat() if is_open else None,
    }


def _units(record: WithdrawalRecord, *steps: Step) -> list[Json]:
    units: dict[int, int] = defaultdict(int)
    for step in steps:
        for line, count in record.units_in(step).items():
            units[line] += count
    return [{"line": line, "quantity": count} for line, count in sorted(units.items())]
