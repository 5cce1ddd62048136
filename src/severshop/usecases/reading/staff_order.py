"""Everything that the staff may know of one order."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from severshop.domain.fulfilment.models import UnpackedParcel
from severshop.domain.fulfilment.queries import ParcelRecord, PickingStart, picking_of
from severshop.domain.fulfilment.rules import Step, Work, possible_steps
from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.edits import EditRecord, edits_of
from severshop.domain.orders.models import Address, Cancellation, EmailCorrection, Order
from severshop.domain.orders.replacements import replacements_of, replaces
from severshop.domain.payments.models import Payment
from severshop.domain.tracking.queries import LegRecord, legs_of_order
from severshop.domain.tracking.reports import Proof, proofs
from severshop.infra.links import link_token
from severshop.infra.outbox.models import OutboxEntry
from severshop.look.changing import lines_of
from severshop.usecases.fulfilling.facts import read_work
from severshop.usecases.status.facts import OrderStory, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the order costs, in minor units of its currency; the tax is contained."""

    items_minor: int
    delivery_minor: int
    total_minor: int
    tax_minor: int
    tax_rate_bp: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """A try to be paid, for the order or for a change of it that costs more."""

    is_beside: bool
    state: str
    amount_minor: int
    currency: str
    card_hint: str
    decline_code: str
    started_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """An e-mail to the shopper: sent, failed, or waiting when neither."""

    id: uuid.UUID
    kind: str
    parcel: int | None
    created_at: datetime
    done_at: datetime | None
    failed_at: datetime | None
    attempts: int
    last_error: str


class EventKind(StrEnum):
    """What happened in the house."""

    PLACED = "placed"
    EMAIL_CORRECTED = "email_corrected"
    PICKING_STARTED = "picking_started"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    HANDED_OVER_BY_SCAN = "handed_over_by_scan"
    CANCELLED = "cancelled"
    UNPACKED = "unpacked"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the order in the house: when, and by whom where a person did it."""

    kind: EventKind
    at: datetime
    by: str = ""
    detail: str = ""
    reason: str = ""
    """Why, as a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffOrder:
    """An order with its people. `left` counts, by line, what still waits for a box."""

    story: OrderStory
    email: str
    language: str
    channel: str
    address: tuple[str, ...]
    phone: str
    sums: Sums
    payments: tuple[PaymentRow, ...]
    messages: tuple[MessageRow, ...]
    history: tuple[Event, ...]
    records: dict[uuid.UUID, ParcelRecord]
    legs: dict[uuid.UUID, list[LegRecord]]
    proofs: dict[uuid.UUID, Proof]
    left: dict[uuid.UUID, int]
    work: Work
    page_path: str
    stands_in_for: tuple[uuid.UUID, str] | None
    """The order that it makes good or is exchanged for something of, with its number; none for one that was bought."""
    sent_instead: tuple[tuple[uuid.UUID, str], ...]
    """The orders that make something of it good, or were exchanged for it, with their numbers."""

    @property
    def steps(self) -> frozenset[Step]:
        """What the warehouse can do now."""
        return frozenset(possible_steps(self.work))


def staff_order(order_id: uuid.UUID, *, today: date) -> StaffOrder | None:
    """Return what the staff may know of the order, or None if there is none."""
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        return None
    story = tell([order_id], today=today)[0]
    work = read_work(order_id)
    address = Address.objects.filter(order_id=order_id).first()
    return StaffOrder(
        story=story,
        email=order.email,
        language=order.language,
        channel=order.channel,
        address=_address_lines(address),
        phone=address.phone if address else "",
        sums=_sums(order),
        payments=_payments(order_id),
        messages=_messages(order_id),
        history=_history(story, picking=picking_of(order_id), parcels=work.parcels),
        records={parcel.id: parcel for parcel in work.parcels},
        legs=legs_of_order(order_id),
        proofs=proofs(order_id),
        left=work.left,
        work=work.work,
        page_path=f"/t/{link_token(order_id, generation=order.link_generation)}",
        stands_in_for=_stands_in_for(order_id),
        sent_instead=tuple((made.order_id, made.number) for made in replacements_of([order_id])),
    )


def _stands_in_for(order_id: uuid.UUID) -> tuple[uuid.UUID, str] | None:
    made = replaces(order_id)
    return (made.original_id, Order.objects.values_list("number", flat=True).get(pk=made.original_id)) if made else None


def _address_lines(address: Address | None) -> tuple[str, ...]:
    if address is None:
        return ()
    town = f"{address.postal_code} {address.city}".strip()
    lines = (address.name, address.company, address.street, address.extra, town, address.region, address.country)
    return tuple(line for line in lines if line)


def _sums(order: Order) -> Sums:
    return Sums(
        items_minor=order.items_minor,
        delivery_minor=order.delivery_minor,
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
        tax_rate_bp=order.tax_rate_bp,
        currency=order.currency,
    )


def _payments(order_id: uuid.UUID) -> tuple[PaymentRow, ...]:
    return tuple(
        PaymentRow(
            is_beside=bool(row.cause),
            state=row.state,
            amount_minor=row.amount_minor,
            currency=row.currency,
            card_hint=row.card_hint,
            decline_code=row.decline_code,
            started_at=row.started_at,
            settled_at=row.settled_at,
        )
        for row in Payment.objects.filter(order_id=order_id).order_by("-started_at")
    )


def _messages(order_id: uuid.UUID) -> tuple[MessageRow, ...]:
    return tuple(
        MessageRow(
            id=row.pk,
            kind=str(row.payload.get("kind", "")),
            parcel=row.payload.get("parcel"),
            created_at=row.created_at,
            done_at=row.done_at,
            failed_at=row.failed_at,
            attempts=row.attempts,
            last_error=row.last_error,
        )
        for row in OutboxEntry.objects.filter(order_id=order_id, topic=MAIL_TOPIC).order_by("created_at", "pk")
    )


def _history(
    story: OrderStory, *, picking: PickingStart | None, parcels: tuple[ParcelRecord, ...]
) -> tuple[Event, ...]:
    order_id = story.order.id
    events = [Event(kind=EventKind.PLACED, at=story.order.placed_at)]
    if picking:
        events.append(Event(kind=EventKind.PICKING_STARTED, at=picking.started_at, by=picking.started_by))
    events += [
        Event(kind=EventKind.EMAIL_CORRECTED, at=row.corrected_at, detail=row.was)
        for row in EmailCorrection.objects.filter(order_id=order_id)
    ]
    events += [
        Event(
            kind=EventKind.CANCELLED,
            at=row.cancelled_at,
            by=_decider(row) or row.cancelled_by,
            detail=f"{row.quantity} × {row.line.name}",
            reason=row.reason,
        )
        for row in Cancellation.objects.filter(line__order_id=order_id).select_related("line", "request__decided_by")
    ]
    events += [
        Event(kind=EventKind.UNPACKED, at=row.unpacked_at, by=_name(row.unpacked_by), detail=str(row.position))
        for row in UnpackedParcel.objects.filter(order_id=order_id).select_related("unpacked_by")
    ]
    events += [
        Event(kind=EventKind.CHANGED, at=edit.made_at, by=edit.made_by, detail=_was_and_is(edit))
        for edit in edits_of(order_id)
    ]
    touched = {parcel.parcel.id: parcel.stage.first_physical_at for parcel in story.parcels}
    for parcel in parcels:
        events += _parcel_events(parcel, touched_at=touched.get(parcel.id))
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _was_and_is(edit: EditRecord) -> str:
    was, now_is = (", ".join(lines_of(edit.kind, values)) for values in (edit.was, edit.becomes))
    return f"{was} → {now_is}"


def _decider(row: Cancellation) -> str:
    return _name(row.request.decided_by) if row.request else ""


def _name(user: object) -> str:
    return str(getattr(user, "name", "") or user or "")


def _parcel_events(parcel: ParcelRecord, *, touched_at: datetime | None) -> list[Event]:
    name = str(parcel.position)
    events = [Event(kind=EventKind.PACKED, at=parcel.packed_at, by=parcel.packed_by, detail=name)]
    if parcel.handed_over_at:
        given = Event(kind=EventKind.HANDED_OVER, at=parcel.handed_over_at, by=parcel.handed_over_by, detail=name)
        events.append(given)
    elif touched_at:
        events.append(Event(kind=EventKind.HANDED_OVER_BY_SCAN, at=touched_at, detail=name))
    return events
