"""What waits for the staff, as lists and counts."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from severshop.domain.carriers.registry import CARRIERS, normalise_number
from severshop.domain.fulfilment.models import ParcelItem
from severshop.domain.orders.models import Cancellation, Order, OrderLine, Replacement
from severshop.domain.orders.queries import OrderCard, order_cards
from severshop.domain.promises.facts import Promised, promised
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.models import Leg
from severshop.infra.ids import read_order_number
from severshop.usecases.reading.staff_parcels import waiting_parcels
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.ways import Way

PAGE_SIZE = 50


class Worklist(StrEnum):
    """A heap of work."""

    TO_PICK = "to-pick"
    TO_PACK = "to-pack"
    IN_TRANSIT = "in-transit"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCounts:
    """How much waits in each list. `to_hand_over` counts parcels, the others orders."""

    to_pick: int
    to_pack: int
    to_hand_over: int
    in_transit: int
    attention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """An order in a list."""

    order: OrderCard
    status: OrderStatus
    attention: str
    promised: Promised | None

    @property
    def units(self) -> int:
        return sum(line.quantity - line.cancelled for line in self.order.lines)

    def is_late(self, today: date) -> bool:
        """Tell whether the order should have left the house, or arrived, before today."""
        if self.promised is None or self.status in {OrderStatus.DELIVERED, OrderStatus.CANCELLED}:
            return False
        has_left = self.status is OrderStatus.SHIPPED
        newest = self.promised.newest.latest
        last_day = newest if has_left else self.promised.newest_ships_by or newest
        return last_day < today


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One page of a list."""

    rows: tuple[OrderRow, ...]
    number: int
    has_next: bool


def work_counts() -> WorkCounts:
    """Return how much waits where."""
    return WorkCounts(
        to_pick=_rows_of(Worklist.TO_PICK).count(),
        to_pack=_rows_of(Worklist.TO_PACK).count(),
        to_hand_over=waiting_parcels().count(),
        in_transit=_rows_of(Worklist.IN_TRANSIT).count(),
        attention=_rows_of(Worklist.ATTENTION).count(),
    )


def worklist(heap: Worklist, *, page: int = 1, size: int = PAGE_SIZE) -> OrderPage:
    """Return a page of a worklist: what makes an order good first, then what has waited longest."""
    rows = _rows_of(heap).annotate(makes_good=Exists(Replacement.objects.filter(order=OuterRef("order_id"))))
    return _page(rows.order_by("-makes_good", "placed_at", "order_id"), page=page, size=size)


def orders(*, status: OrderStatus | None = None, page: int = 1, size: int = PAGE_SIZE) -> OrderPage:
    """Return a page of all orders, or of those with a status, newest first."""
    rows = Snapshot.objects.all() if status is None else Snapshot.objects.filter(status=status)
    return _page(rows.order_by("-placed_at", "-order_id"), page=page, size=size)


def find_orders(text: str) -> OrderPage:
    """Return the orders that somebody means by an order number, an e-mail address or a tracking number."""
    rows = Snapshot.objects.filter(order_id__in=_ids_meant_by(text.strip())).order_by("-placed_at", "-order_id")
    return _page(rows, page=1, size=PAGE_SIZE)


def _ids_meant_by(text: str) -> Collection[uuid.UUID]:
    if number := read_order_number(text):
        return list(Order.objects.filter(number=number).values_list("pk", flat=True))
    if "\x00" in text:
        return []  # no database stores it, and PostgreSQL refuses the very question
    if "@" in text:
        return list(Order.objects.filter(email__iexact=text).values_list("pk", flat=True)[:PAGE_SIZE])
    if tracking_number := normalise_number(text):
        legs = Leg.objects.filter(carrier__in=CARRIERS, number=tracking_number).order_by("-opened_at")
        return list(legs.values_list("order_id", flat=True)[:PAGE_SIZE])
    return []


def _rows_of(heap: Worklist) -> QuerySet[Snapshot]:
    if heap is Worklist.TO_PICK:
        return Snapshot.objects.filter(status=OrderStatus.RECEIVED)
    if heap is Worklist.TO_PACK:
        return _with_units_left(Snapshot.objects.filter(status=OrderStatus.IN_PROCESS))
    if heap is Worklist.IN_TRANSIT:
        return Snapshot.objects.filter(status=OrderStatus.SHIPPED)
    return Snapshot.objects.exclude(attention="")


def _with_units_left(rows: QuerySet[Snapshot]) -> QuerySet[Snapshot]:
    boxed = ParcelItem.objects.filter(line=OuterRef("pk"), parcel__way=Way.OUT)
    packed = boxed.values("line").annotate(n=Sum("quantity")).values("n")
    cancelled = Cancellation.objects.filter(line=OuterRef("pk")).values("line").annotate(n=Sum("quantity")).values("n")
    waiting = OrderLine.objects.filter(order=OuterRef("order_id")).filter(
        quantity__gt=Coalesce(Subquery(packed), 0, output_field=IntegerField())
        + Coalesce(Subquery(cancelled), 0, output_field=IntegerField())
    )
    return rows.filter(Exists(waiting))


def _page(rows: QuerySet[Snapshot], *, page: int, size: int) -> OrderPage:
    start = (page - 1) * size
    found = list(rows.values_list("order_id", "status", "attention")[start : start + size + 1])
    return OrderPage(rows=_order_rows(found[:size]), number=page, has_next=len(found) > size)


def _order_rows(found: Sequence[tuple[uuid.UUID, str, str]]) -> tuple[OrderRow, ...]:
    ids = [order_id for order_id, _status, _attention in found]
    cards, promises = order_cards(ids), promised(ids)
    return tuple(
        OrderRow(
            order=cards[order_id],
            status=OrderStatus(status),
            attention=attention,
            promised=promises.get(order_id),
        )
        for order_id, status, attention in found
    )
