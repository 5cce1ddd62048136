"""Reads of orders."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from severshop.domain.orders.models import OrderLine
from severshop.infra.db.reads import Row, Rows, ask

CARDS = (
    "SELECT o.id, o.number, o.placed_at, o.email_version, o.delivery_option, a.city, a.country, t.token_hash,"
    " o.language, a.region,"
    " EXISTS(SELECT 1 FROM orders_cancellationrequest r WHERE r.order_id = o.id AND r.state = 'open')"
    " FROM orders_order o LEFT JOIN orders_address a ON a.order_id = o.id"
    " LEFT JOIN orders_linktoken t ON t.order_id = o.id AND t.revoked_at IS NULL WHERE o.id {among}"
)
LINES = (
    "SELECT l.order_id, l.id, l.position, l.sku, l.name, l.variant, l.silhouette, l.tint, l.quantity, l.unit_minor,"
    " coalesce((SELECT sum(c.quantity) FROM orders_cancellation c WHERE c.line_id = l.id), 0)"
    " FROM orders_orderline l WHERE l.order_id {among} ORDER BY l.order_id, l.position"
)


class LineCard(NamedTuple):
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


class OrderCard(NamedTuple):
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
    language: str = "en"
    """In which the order was made: its lines are named in it."""
    region: str = ""
    cancellation_requested: bool = False
    """Somebody wants it cancelled, and nobody has decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGoods:
    """What carriers and customs ask of a line: of one piece, its price with the tax in it."""

    name: str
    variant: str
    unit_minor: int
    weight_grams: int
    hs_code: str
    origin: str


def goods_of(order_id: uuid.UUID) -> dict[uuid.UUID, LineGoods]:
    """Return what carriers and customs ask of an order's lines, in their order."""
    names = ("name", "variant", "unit_minor", "weight_grams", "hs_code", "origin")
    rows = OrderLine.objects.filter(order_id=order_id).order_by("position").values("pk", *names)
    return {row.pop("pk"): LineGoods(**row) for row in rows}


def lock_orders(order_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Lock the orders, always in the order of their ids so that two who want the same never wait in a ring.

    Call it inside a transaction, before reading facts. Returns the ids that exist.
    """
    return [order_id for (order_id,) in ask_locks(order_ids)()]


def ask_locks(order_ids: Collection[uuid.UUID]) -> Rows:
    """Lock the orders, as `lock_orders` does; whatever is asked next is answered when they are locked."""
    sql = "SELECT id FROM orders_order WHERE id {among} ORDER BY id"
    return ask(sql, order_ids, kinds=("uuid",), lock="FOR UPDATE")


def order_cards(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, OrderCard]:
    """Return the orders by id, each with its lines and the hash of its valid link."""
    return ask_order_cards(order_ids)()


def ask_order_cards(order_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, OrderCard]]:
    """Ask for what `order_cards` returns; call what is returned for the answer."""
    cards = ask(CARDS, order_ids, kinds=("uuid", "plain", "moment"))
    lines = ask(LINES, order_ids, kinds=("uuid", "uuid"))
    return lambda: _cards(cards(), _lines(lines()))


def _cards(rows: list[Row], lines: dict[uuid.UUID, list[LineCard]]) -> dict[uuid.UUID, OrderCard]:
    return {
        order_id: OrderCard(
            id=order_id,
            number=number,
            placed_at=placed_at,
            email_version=email_version,
            delivery_option=option,
            city=city or "",
            country=country or "",
            token_hash=token_hash,
            lines=tuple(lines[order_id]),
            language=language,
            region=region or "",
            cancellation_requested=bool(is_wanted),
        )
        for (
            order_id,
            number,
            placed_at,
            email_version,
            option,
            city,
            country,
            token_hash,
            language,
            region,
            is_wanted,
        ) in rows
    }


def _lines(rows: list[Row]) -> dict[uuid.UUID, list[LineCard]]:
    lines: dict[uuid.UUID, list[LineCard]] = defaultdict(list)
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
