"""Reads of orders."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from severshop.domain.orders.models import LinkToken, Order, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCard:
    """A line as pages show it; `cancelled` of its `quantity` will not be delivered."""

    id: uuid.UUID
    position: int
    sku: str
    name: str
    variant: str
    silhouette: str
    tint: str
    quantity: int
    unit_minor: int
    cancelled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order without its people: what its status and its public page are made of."""

    id: uuid.UUID
    number: str
    placed_at: datetime
    email_version: int
    delivery_option: str
    city: str
    country: str
    token_hash: str
    lines: tuple[LineCard, ...]


def lock_orders(order_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Lock the orders, always in the order of their ids so that two who want the same never wait in a ring.

    Call it inside a transaction, before reading facts. Returns the ids that exist.
    """
    rows = Order.objects.select_for_update().filter(id__in=order_ids).order_by("id")
    return list(rows.values_list("id", flat=True))


def order_cards(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, OrderCard]:
    """Return the orders by id, each with its lines and the hash of its valid link."""
    lines = _lines(order_ids)
    token_hashes = dict(
        LinkToken.objects.filter(order_id__in=order_ids, revoked_at=None).values_list("order_id", "token_hash")
    )
    rows = Order.objects.filter(id__in=order_ids).values_list(
        "id", "number", "placed_at", "email_version", "delivery_option", "address__city", "address__country"
    )
    return {
        order_id: OrderCard(
            id=order_id,
            number=number,
            placed_at=placed_at,
            email_version=email_version,
            delivery_option=delivery_option,
            city=city or "",
            country=country or "",
            token_hash=token_hashes[order_id],
            lines=tuple(lines[order_id]),
        )
        for order_id, number, placed_at, email_version, delivery_option, city, country in rows
    }


def _lines(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[LineCard]]:
    lines: dict[uuid.UUID, list[LineCard]] = defaultdict(list)
    rows = (
        OrderLine.objects.filter(order_id__in=order_ids)
        .annotate(cancelled=Sum("cancellations__quantity", default=0))
        .order_by("order_id", "position")
        .values_list(
            "order_id",
            "id",
            "position",
            "sku",
            "name",
            "variant",
            "silhouette",
            "tint",
            "quantity",
            "unit_minor",
            "cancelled",
        )
    )
    for order_id, line_id, position, sku, name, variant, silhouette, tint, quantity, unit_minor, cancelled in rows:
        lines[order_id].append(
            LineCard(
                id=line_id,
                position=position,
                sku=sku,
                name=name,
                variant=variant,
                silhouette=silhouette,
                tint=tint,
                quantity=quantity,
                unit_minor=unit_minor,
                cancelled=cancelled,
            )
        )
    return lines
