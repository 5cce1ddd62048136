"""Orders that cost nothing, as the order that they make good tells of them."""

import uuid
from collections.abc import Collection
from typing import Any, NamedTuple

from severshop.domain.orders.queries import order_cards
from severshop.domain.promises.facts import promised
from severshop.domain.snapshots.statuses import statuses_of
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.windows import DeliveryWindow


class Replaced(NamedTuple):
    """The order that is sent instead, as its own page has it. `window`: when it is expected."""

    id: uuid.UUID
    number: str
    status: OrderStatus
    window: DeliveryWindow | None


def replaced_orders(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Replaced]:
    """Return the orders that are sent instead, by their ids."""
    if not order_ids:
        return {}
    statuses, dates = statuses_of(order_ids), promised(order_ids)
    return {
        card.id: Replaced(
            id=card.id,
            number=card.number,
            status=statuses.get(card.id, OrderStatus.RECEIVED),
            window=dates[card.id].newest if card.id in dates else None,
        )
        for card in order_cards(order_ids).values()
    }


def replaced_json(sent: Replaced) -> dict[str, Any]:
    """Return what the public document says of such an order."""
    return {
        "number": sent.number,
        "status": sent.status,
        "earliest": sent.window.earliest.isoformat() if sent.window else None,
        "latest": sent.window.latest.isoformat() if sent.window else None,
    }
