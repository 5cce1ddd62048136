"""What packing and handing over need to know of an order, read under its lock."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from severshop.domain.fulfilment.queries import PackedParcel, packed_by_line, parcels_of, picking_of
from severshop.domain.fulfilment.rules import Step, Work, left_to_pack, possible_steps, work_of
from severshop.domain.orders.models import Cancellation, Order, OrderLine


class UnknownOrderError(LookupError):
    """There is no such order."""


class StepNotPossibleError(Exception):
    """The order is not where this step can be taken: see the table of transitions."""

    def __init__(self, step: Step, *, work: Work) -> None:
        super().__init__(f"{step} is not possible from {work}")
        self.step = step
        self.work = work


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWork:
    """How far the warehouse is with an order; `left` and `skus` are by line."""

    order_id: uuid.UUID
    work: Work
    left: dict[uuid.UUID, int]
    skus: dict[uuid.UUID, str]
    parcels: tuple[PackedParcel, ...]

    def check_step(self, step: Step) -> None:
        """Raise `StepNotPossibleError` unless the step can be taken now."""
        if step not in possible_steps(self.work):
            raise StepNotPossibleError(step, work=self.work)


def lock_orders(order_ids: Collection[uuid.UUID]) -> None:
    """Take the orders' locks in the order of their ids, so that nobody waits in a circle.

    Raises `UnknownOrderError` if one does not exist.
    """
    wanted = set(order_ids)
    rows = Order.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    if len(list(rows.values_list("pk", flat=True))) < len(wanted):
        raise UnknownOrderError("there is no such order")


def read_work(order_id: uuid.UUID) -> OrderWork:
    """Return how far the warehouse is. Whoever will write holds the lock already."""
    lines = list(OrderLine.objects.filter(order_id=order_id).values_list("pk", "sku", "quantity"))
    if not lines:
        raise UnknownOrderError("there is no such order")
    cancelled = Cancellation.objects.filter(line__order_id=order_id).values_list("line_id").annotate(Sum("quantity"))
    left = left_to_pack(
        ordered={line_id: quantity for line_id, _sku, quantity in lines},
        cancelled=dict(cancelled),
        packed=packed_by_line([order_id]),
    )
    parcels = parcels_of([order_id])
    handed_over = sum(1 for parcel in parcels if parcel.handed_over_at)
    work = work_of(
        left=left, is_picking=picking_of(order_id) is not None, parcels=len(parcels), handed_over=handed_over
    )
    return OrderWork(
        order_id=order_id,
        work=work,
        left=left,
        skus={line_id: sku for line_id, sku, _quantity in lines},
        parcels=parcels,
    )
