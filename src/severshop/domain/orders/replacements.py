"""Orders that cost nothing, because they make something of another order good. Writes hold that order's lock."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from severshop.domain.orders.actions import NewAddress, NewLine, NewOrder, create_order
from severshop.domain.orders.models import Address, Order, OrderLine, Replacement
from severshop.infra.ids import order_number, uuid7


class NotInOrderError(ValueError):
    """More of a line was to be sent again than the order has of it, or nothing at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementRecord:
    """An order that makes something of `original_id` good."""

    order_id: uuid.UUID
    number: str
    original_id: uuid.UUID
    because: str
    key: str
    made_at: datetime


def lines_again(order_id: uuid.UUID, units: Mapping[int, int]) -> tuple[NewLine, ...]:
    """Return lines of an order once more, for nothing; `units` are by position. Raises `NotInOrderError`."""
    rows = {row.position: row for row in OrderLine.objects.filter(order_id=order_id)}
    wanted = {position: quantity for position, quantity in units.items() if quantity}
    known = [
        quantity > 0 and position in rows and quantity <= rows[position].quantity
        for position, quantity in wanted.items()
    ]
    if not wanted or not all(known):
        raise NotInOrderError(dict(units))
    return tuple(_again(rows[position], quantity) for position, quantity in sorted(wanted.items()))


def create_replacement(
    order_id: uuid.UUID, lines: Sequence[NewLine], *, because: str, key: str, now: datetime
) -> ReplacementRecord:
    """Write an order with these lines to the same address and person, for nothing; whatever `unit_minor` they have.

    Raises `IntegrityError` for a key that is there.
    """
    order, address = Order.objects.get(pk=order_id), Address.objects.get(order_id=order_id)
    new = NewOrder(
        id=uuid7(),
        number=_unused_number(),
        email=order.email,
        lines=tuple(_for_nothing(line) for line in lines),
        address=NewAddress(
            name=address.name,
            company=address.company,
            street=address.street,
            extra=address.extra,
            postal_code=address.postal_code,
            city=address.city,
            region=address.region,
            country=address.country,
            phone=address.phone,
        ),
        delivery_option=order.delivery_option,
        delivery_minor=0,
        tax_minor=0,
        tax_rate_bp=order.tax_rate_bp,
        currency=order.currency,
        language=order.language,
        channel=order.channel,
        customer_id=order.customer_id,
    )
    create_order(new, now=now)
    row = Replacement.objects.create(order_id=new.id, original=order, because=because, key=key, made_at=now)
    return _record(row, number=new.number)


def replacement_for(key: str) -> ReplacementRecord | None:
    """Return the order that was sent for a cause, or None."""
    rows = Replacement.objects.select_related("order").filter(key=key)
    return next((_record(row, number=row.order.number) for row in rows), None)


def replacements_of(order_ids: Collection[uuid.UUID]) -> tuple[ReplacementRecord, ...]:
    """Return the orders that make something of these good, the oldest first."""
    rows = Replacement.objects.select_related("order").filter(original_id__in=order_ids).order_by("made_at", "pk")
    return tuple(_record(row, number=row.order.number) for row in rows)


def replaces(order_id: uuid.UUID) -> ReplacementRecord | None:
    """Return what an order makes good; None for one that was bought."""
    rows = Replacement.objects.select_related("order").filter(pk=order_id)
    return next((_record(row, number=row.order.number) for row in rows), None)


def payer_of(order_id: uuid.UUID) -> uuid.UUID:
    """Return the order that was paid for one that cost nothing; itself, for one that was bought."""
    while (made := replaces(order_id)) is not None:
        order_id = made.original_id
    return order_id


def originals_of(order_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return the orders that these make good."""
    return set(Replacement.objects.filter(pk__in=order_ids).values_list("original_id", flat=True))


def _again(row: OrderLine, quantity: int) -> NewLine:
    return NewLine(
        sku=row.sku,
        name=row.name,
        quantity=quantity,
        unit_minor=0,
        variant=row.variant,
        silhouette=row.silhouette,
        tint=row.tint,
        weight_grams=row.weight_grams,
        hs_code=row.hs_code,
        origin=row.origin,
    )


def _for_nothing(line: NewLine) -> NewLine:
    return replace(line, unit_minor=0)


def _unused_number() -> str:
    while Order.objects.filter(number=(number := order_number())).exists():
        pass
    return number


def _record(row: Replacement, *, number: str) -> ReplacementRecord:
    return ReplacementRecord(
        order_id=row.pk,
        number=number,
        original_id=row.original_id,
        because=row.because,
        key=row.key,
        made_at=row.made_at,
    )
