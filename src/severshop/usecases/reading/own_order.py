"""What an order's owner may know beyond its public page: the address, the sums, and what can be done now."""

import uuid
from dataclasses import dataclass

from severshop.domain.fulfilment.queries import parcels_of
from severshop.domain.orders.acts import Act, possible_acts
from severshop.domain.orders.cancellations import requests_of
from severshop.domain.orders.replacements import replaces
from severshop.domain.payments.queries import card_hint
from severshop.usecases.reading.placed_order import PlacedOrder, placed_order
from severshop.vocabulary.statuses import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOrder:
    """An order with its people, for its owner only."""

    placed: PlacedOrder
    token: str
    paid_with: str
    """What it was paid with, such as `Visa 4242`; empty if it was not paid here."""
    acts: frozenset[Act]
    asked_to_cancel: bool
    """A cancellation was asked for: its page says what became of it and of the money."""


def own_order(order_id: uuid.UUID, *, status: OrderStatus) -> OwnOrder:
    """Return the order. Raises `LookupError` if there is none."""
    placed = placed_order(order_id)
    if placed is None:
        raise LookupError(order_id)
    return OwnOrder(
        placed=placed,
        token=placed.status_path.removeprefix("/t/"),
        paid_with=card_hint(order_id),
        acts=possible_acts(
            status,
            has_parcels=bool(parcels_of([order_id])),
            has_days=placed.window is not None,
            makes_good=replaces(order_id) is not None,
        ),
        asked_to_cancel=bool(requests_of(order_id)),
    )
