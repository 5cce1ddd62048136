"""What packing and handing over need to know of an order, read under its lock."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from severshop.domain.fulfilment.queries import ParcelRecord, packed_by_line, parcels_of, picking_of
from severshop.domain.fulfilment.rules import Step, Work, left_to_pack, possible_steps, work_of
from severshop.domain.orders.queries import lock_orders, order_cards


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
    parcels: tuple[ParcelRecord, ...]

    def check_step(self, step: Step) -> None:
        """Raise `StepNotPossibleError` unless the step can be taken now."""
        if step not in possible_steps(self.work):
            raise StepNotPossibleError(step, work=self.work)


def lock_known_orders(order_ids: Collection[uuid.UUID]) -> None:
    """Take the locks of orders that all must exist. Raises `UnknownOrderError`."""
    if set(lock_orders(order_ids)) != set(order_ids):
        raise UnknownOrderError("there is no such order")


def read_work(order_id: uuid.UUID) -> OrderWork:
    """Return how far the warehouse is. Whoever will write holds the lock already. Raises `UnknownOrderError`."""
    card = order_cards([order_id]).get(order_id)
    if card is None:
        raise UnknownOrderError("there is no such order")
    parcels = parcels_of([order_id])
    left = left_to_pack(
        ordered={line.id: line.quantity for line in card.lines},
        cancelled={line.id: line.cancelled for line in card.lines},
        packed=packed_by_line([order_id]),
    )
    return OrderWork(
        order_id=order_id,
        work=work_of(
            left=left,
            is_picking=picking_of(order_id) is not None,
            parcels=len(parcels),
            handed_over=sum(1 for parcel in parcels if parcel.handed_over_at),
        ),
        left=left,
        skus={line.id: line.sku for line in card.lines},
        parcels=parcels,
    )
