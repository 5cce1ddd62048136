"""Writes to an order's own facts."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.orders.models import Address, EmailCorrection, LinkToken, Order, OrderLine
from severshop.infra.links import link_token, token_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as it was agreed: `unit_minor` contains the tax.

    `weight_grams` is of one piece (0: not known); `hs_code` and `origin` (ISO 3166-1) are what customs ask.
    """

    sku: str
    name: str
    quantity: int
    unit_minor: int
    variant: str = ""
    silhouette: str = ""
    tint: str = ""
    weight_grams: int = 0
    hs_code: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """Where to: `country` is ISO 3166-1 alpha-2."""

    name: str
    street: str
    city: str
    country: str
    company: str = ""
    extra: str = ""
    postal_code: str = ""
    region: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """Everything that is agreed when an order comes into being. Amounts in minor units, tax included."""

    id: uuid.UUID
    number: str
    email: str
    lines: tuple[NewLine, ...]
    address: NewAddress
    delivery_option: str
    delivery_minor: int
    tax_minor: int
    tax_rate_bp: int
    currency: str = "EUR"
    language: str = "en"
    channel: str = "shop"
    customer_id: uuid.UUID | None = None

    @property
    def items_minor(self) -> int:
        return sum(line.unit_minor * line.quantity for line in self.lines)


def create_order(new: NewOrder, *, now: datetime) -> Order:
    """Write the order, its lines, its address and its first link. Raises `IntegrityError` if it exists."""
    order = Order.objects.create(
        id=new.id,
        number=new.number,
        channel=new.channel,
        placed_at=now,
        language=new.language,
        currency=new.currency,
        items_minor=new.items_minor,
        delivery_minor=new.delivery_minor,
        total_minor=new.items_minor + new.delivery_minor,
        tax_minor=new.tax_minor,
        tax_rate_bp=new.tax_rate_bp,
        delivery_option=new.delivery_option,
        email=new.email,
        customer_id=new.customer_id,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            position=position,
            sku=line.sku,
            name=line.name,
            variant=line.variant,
            silhouette=line.silhouette,
            tint=line.tint,
            quantity=line.quantity,
            unit_minor=line.unit_minor,
            weight_grams=line.weight_grams,
            hs_code=line.hs_code,
            origin=line.origin,
        )
        for position, line in enumerate(new.lines, start=1)
    )
    address = new.address
    Address.objects.create(
        order=order,
        name=address.name,
        company=address.company,
        street=address.street,
        extra=address.extra,
        postal_code=address.postal_code,
        city=address.city,
        region=address.region,
        country=address.country,
        phone=address.phone,
    )
    _open_link(order, now=now)
    return order


def correct_email(order: Order, *, email: str, now: datetime) -> None:
    """Write the right address, keep the wrong one on record, and revoke the link that went to it."""
    order.email_version += 1
    EmailCorrection.objects.create(order=order, corrected_at=now, was=order.email, version=order.email_version)
    order.email = email
    order.save(update_fields=["email", "email_version"])
    replace_link(order, now=now)


def replace_link(order: Order, *, now: datetime) -> None:
    """Revoke the order's link and open another."""
    LinkToken.objects.filter(order=order, revoked_at=None).update(revoked_at=now)
    order.link_generation += 1
    order.save(update_fields=["link_generation"])
    _open_link(order, now=now)


def _open_link(order: Order, *, now: datetime) -> None:
    token = link_token(order.id, generation=order.link_generation)
    LinkToken.objects.create(token_hash=token_hash(token), order=order, generation=order.link_generation, made_at=now)
