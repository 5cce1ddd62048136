"""What of an order can be changed, what it could become, and what was changed before: for its owner's pages."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from severshop.domain.inventory.queries import available, is_counted_here
from severshop.domain.orders.changing import agreed_plus, why_closed
from severshop.domain.orders.edits import EditRecord, cause_of, contact_of, edits_of
from severshop.domain.orders.models import OrderLine
from severshop.domain.payments.books import RefundRecord, refund_for
from severshop.domain.payments.queries import card_hint
from severshop.domain.shipping.queries import destinations
from severshop.infra.links import link_token
from severshop.usecases.reading.cancelling import back_on
from severshop.usecases.reading.other_sizes import OtherSize, other_sizes
from severshop.usecases.reading.planned_change import NewDelivery, Plan, Present, Wished, plan_change, present_of
from severshop.vocabulary.changing import ChangeKind, WhyNotChanged
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A line of the order; `has_sizes` tells whether there is another size or colour of it at all."""

    position: int
    sku: str
    name: str
    variant: str
    silhouette: str
    tint: str
    quantity: int
    unit_minor: int
    has_sizes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change that was made, and the refund that follows from it."""

    edit: EditRecord
    refund: RefundRecord | None
    back_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """An order as its owner's page to change it shows it. Amounts in minor units of `currency`."""

    token: str
    email_version: int
    link_generation: int
    currency: str
    total_minor: int
    window: DeliveryWindow | None
    place: dict[str, str]
    contact: dict[str, str]
    option: str
    lines: tuple[ChangeLine, ...]
    closed: dict[ChangeKind, WhyNotChanged | None]
    changes: tuple[Changed, ...]
    countries: tuple[str, ...]
    card: str
    can_pay: bool
    """What costs more can be paid here."""

    def line(self, position: int) -> ChangeLine | None:
        """Return a line, if it is of the order and there are other sizes of it."""
        return next((line for line in self.lines if line.position == position and line.has_sizes), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that could be chosen instead; `why` says why it cannot be after all."""

    code: str
    difference_minor: int
    why: WhyNotChanged | None
    is_now: bool
    size: OtherSize | None = None
    window: DeliveryWindow | None = None


def change_view(order_id: uuid.UUID, *, now: datetime) -> ChangeView:
    """Return what the page shows. Raises `Order.DoesNotExist`."""
    present = present_of(order_id, now=now)
    order = present.order
    return ChangeView(
        token=link_token(order_id, generation=order.link_generation),
        email_version=order.email_version,
        link_generation=order.link_generation,
        currency=order.currency,
        total_minor=order.total_minor,
        window=present.window,
        place=present.place,
        contact=contact_of(order_id),
        option=order.delivery_option,
        lines=tuple(_line(row, present) for row in order.lines.all()),
        closed={kind: why_closed(kind, present.standing) for kind in ChangeKind},
        changes=tuple(_changed(edit) for edit in edits_of(order_id)),
        countries=tuple(where.country for where in destinations()),
        card=card_hint(order_id),
        can_pay=present.standing.paid_here,
    )


def plan_for(order_id: uuid.UUID, wished: Wished, *, now: datetime) -> Plan:
    """Return what a change would do. Raises `Order.DoesNotExist`."""
    return plan_change(wished, present=present_of(order_id, now=now), now=now)


def colours_for(line: ChangeLine, *, language: str, can_pay: bool) -> tuple[tuple[Choice, ...], ...]:
    """Return the sizes of a line's product by colour, its own first, and which can be had instead.

    `can_pay` tells whether those that cost more can.
    """
    sold = other_sizes(line.sku, language=language)
    left = available([one.sku for one in sold])
    own = next((one for one in sold if one.sku == line.sku), None)
    colours: dict[str, list[Choice]] = {own.colour: []} if own else {}
    for one in sold:
        choice = _size(one, line, old_today=own.unit_minor if own else None, left=left[one.sku])
        if choice.difference_minor > 0 and not choice.why and not can_pay:
            choice = replace(choice, why=WhyNotChanged.COSTS_MORE)
        colours.setdefault(one.colour, []).append(choice)
    return tuple(tuple(choices) for choices in colours.values())


def ways_for(order_id: uuid.UUID, *, now: datetime) -> tuple[Choice, ...]:
    """Return the ways to ship to the order's address, each with what it costs beside, and its dates."""
    present = present_of(order_id, now=now)
    return tuple(_way(one.code, present, now=now) for one in present.options)


def _way(code: str, present: Present, *, now: datetime) -> Choice:
    plan = plan_change(NewDelivery(option=code), present=present, now=now)
    return Choice(
        code=code,
        difference_minor=plan.difference_minor,
        why=plan.why,
        is_now=plan.is_nothing,
        window=plan.dates.window if plan.dates else plan.window,
    )


def _size(one: OtherSize, line: ChangeLine, *, old_today: int | None, left: int) -> Choice:
    unit = agreed_plus(line.unit_minor, old_today=old_today, new_today=one.unit_minor)
    difference = (unit - line.unit_minor) * line.quantity
    is_now = one.sku == line.sku
    why = WhyNotChanged.SOLD_OUT if left < line.quantity and not is_now else None
    return Choice(code=one.sku, difference_minor=difference, why=why, is_now=is_now, size=one)


def _line(row: OrderLine, present: Present) -> ChangeLine:
    sold = other_sizes(row.sku, language=present.order.language) if is_counted_here(row.order_id) else ()
    return ChangeLine(
        position=row.position,
        sku=row.sku,
        name=row.name,
        variant=row.variant,
        silhouette=row.silhouette,
        tint=row.tint,
        quantity=row.quantity,
        unit_minor=row.unit_minor,
        has_sizes=len(sold) > 1,
    )


def _changed(edit: EditRecord) -> Changed:
    refund = refund_for(cause_of(edit.id))
    return Changed(edit=edit, refund=refund, back_on=back_on(refund) if refund else None)
