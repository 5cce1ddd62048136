"""An order as its buyer sees it right after buying: with the address and the sums."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.promises.facts import promised
from severshop.infra.links import link_token
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    sku: str
    name: str
    variant: str
    silhouette: str
    tint: str
    quantity: int
    unit_minor: int

    @property
    def line_minor(self) -> int:
        return self.quantity * self.unit_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order with its people; for the browser that bought it only. Amounts contain the tax."""

    id: uuid.UUID
    number: str
    placed_at: datetime
    email: str
    currency: str
    items_minor: int
    delivery_minor: int
    total_minor: int
    tax_minor: int
    tax_rate_bp: int
    delivery_option: str
    window: DeliveryWindow | None
    address: tuple[str, ...]
    country: str
    lines: tuple[PlacedLine, ...]
    status_path: str


def placed_order(order_id: uuid.UUID) -> PlacedOrder | None:
    """Return the order, or `None` if there is none."""
    order = Order.objects.select_related("address").filter(pk=order_id).first()
    if order is None:
        return None
    promise = promised([order_id]).get(order_id)
    return PlacedOrder(
        id=order.id,
        number=order.number,
        placed_at=order.placed_at,
        email=order.email,
        currency=order.currency,
        items_minor=order.items_minor,
        delivery_minor=order.delivery_minor,
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
        tax_rate_bp=order.tax_rate_bp,
        delivery_option=order.delivery_option,
        window=promise.first if promise else None,
        address=_address(order),
        country=order.address.country,
        lines=tuple(_line(row) for row in order.lines.all()),
        status_path=f"/t/{link_token(order.id, generation=order.link_generation)}",
    )


def _address(order: Order) -> tuple[str, ...]:
    where = order.address
    town = f"{where.postal_code} {where.city}".strip()
    return tuple(part for part in (where.name, where.company, where.street, where.extra, town, where.region) if part)


def _line(row: OrderLine) -> PlacedLine:
    return PlacedLine(
        sku=row.sku,
        name=row.name,
        variant=row.variant,
        silhouette=row.silhouette,
        tint=row.tint,
        quantity=row.quantity,
        unit_minor=row.unit_minor,
    )
