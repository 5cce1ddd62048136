"""What the public JSON says of pairs in exchange, as typed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFact:
    """Another pair for some units of a line. `state`: `kept`, `sent` or `let_go`."""

    quantity: int
    name: str
    variant: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOrderFact:
    """An order that brings other pairs; its days where they are known."""

    number: str
    is_over: bool
    is_cancelled: bool
    window: DeliveryWindow | None


def read_pairs(items: list[Mapping[str, Any]]) -> tuple[PairFact, ...]:
    """Return the pairs that a return's items name."""
    return tuple(
        PairFact(quantity=item["quantity"], name=pair["name"], variant=pair["variant"], state=pair["state"])
        for item in items
        if (pair := item.get("exchange"))
    )


def read_pair_orders(told: list[Mapping[str, Any]]) -> tuple[PairOrderFact, ...]:
    """Return the orders that bring them."""
    return tuple(
        PairOrderFact(
            number=one["number"],
            is_over=one["status"] == OrderStatus.DELIVERED,
            is_cancelled=one["status"] == OrderStatus.CANCELLED,
            window=DeliveryWindow(date.fromisoformat(one["earliest"]), date.fromisoformat(one["latest"]))
            if one["earliest"]
            else None,
        )
        for one in told
    )
