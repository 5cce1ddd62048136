"""What is sent in exchange for what comes back: the pairs that are kept, and the orders that bring them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from severshop.domain.orders.replacements import replacements_of
from severshop.domain.returns.exchanges import KeptPair
from severshop.domain.returns.queries import ReturnedLine, ReturnRecord
from severshop.usecases.status.replaced import Replaced, replaced_orders
from severshop.vocabulary.returning import ExchangeEnd, Wants

EXCHANGE: Final = "exchange"
"""Why there is a linked order; its key begins with it, then comes the return's id."""


def key_of(return_id: uuid.UUID, *, before: int) -> str:
    """Return what a linked order of a return follows from; `before`: how many units had been sent."""
    return f"{EXCHANGE}:{return_id}:{before}"


def exchange_orders(records: Iterable[ReturnRecord]) -> dict[uuid.UUID, tuple[Replaced, ...]]:
    """Return the orders that bring what returns were exchanged for, by the return's id, the oldest first."""
    from_orders = {
        record.order_id for record in records if any(line.exchange and line.exchange.sent for line in record.lines)
    }
    if not from_orders:
        return {}
    made = [one for one in replacements_of(from_orders) if one.key.startswith(f"{EXCHANGE}:")]
    told = replaced_orders([one.order_id for one in made])
    found: dict[uuid.UUID, list[Replaced]] = defaultdict(list)
    for one in made:
        found[uuid.UUID(one.key.split(":")[1])].append(told[one.order_id])
    return {return_id: tuple(orders) for return_id, orders in found.items()}


def exchanged_at(record: ReturnRecord) -> datetime | None:
    """Return when the last pair that is due got an order of its own; none while one waits for it, or none is wanted."""
    due = _due(record)
    if not due or not all(line.exchange and line.exchange.sent >= line.accepted for line in due):
        return None
    moments = [line.exchange.ended_at for line in due if line.exchange and line.exchange.ended_at]
    return max(moments) if len(moments) == len(due) else None


def wants_of(record: ReturnRecord) -> frozenset[Wants]:
    """Return what is wanted for what was accepted, as far as there is something to give."""
    wants: set[Wants] = {Wants.EXCHANGE} if _due(record) else set()
    is_nothing_to_pay = record.ended is not None and not record.ended.paid_minor
    if any(line.accepted_for_money for line in record.lines) and not is_nothing_to_pay:
        wants.add(Wants.REFUND)
    return frozenset(wants)


def _due(record: ReturnRecord) -> list[ReturnedLine]:
    """Return the lines for which a pair is due, or was sent before anybody looked at the old one."""
    wanted = [line for line in record.lines if line.wants is Wants.EXCHANGE]
    return [line for line in wanted if line.accepted or (line.exchange and line.exchange.sent)]


def pair_json(kept: KeptPair | None) -> dict[str, Any] | None:
    """Return what the public document says of a pair that is kept, or was."""
    if kept is None:
        return None
    pair = kept.pair
    return {
        "name": pair.name,
        "variant": pair.variant,
        "silhouette": pair.silhouette,
        "tint": pair.tint,
        "state": "kept" if kept.end is None else "sent" if kept.end is ExchangeEnd.SENT else "let_go",
    }
