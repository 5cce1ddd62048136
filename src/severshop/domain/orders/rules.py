"""The one rule that names an order's status: a pure function of its facts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import Attention, OrderStatus


class LineFacts(NamedTuple):
    """A line: how many were bought, and how many of them will not be delivered after all."""

    position: int
    quantity: int
    cancelled: int = 0


class ParcelFacts(NamedTuple):
    """A packed parcel: what is in it by line position, when it left us, where the carrier has it."""

    position: int
    units: dict[int, int]
    packed_at: datetime
    handed_over_at: datetime | None = None
    milestone: Milestone = Milestone.NOT_YET_KNOWN
    reason: Reason = Reason.NONE
    first_physical_at: datetime | None = None
    delivered_at: datetime | None = None

    @property
    def shipped_at(self) -> datetime | None:
        """When it left us: the hand-over, or the carrier's first touch where that came first or nobody clicked."""
        handed_over, touched = self.handed_over_at, self.first_physical_at
        return touched if handed_over is None or (touched is not None and touched < handed_over) else handed_over


class OrderFacts(NamedTuple):
    """All that the status of an order depends on. `promised_until` is the last promised day."""

    placed_at: datetime
    lines: tuple[LineFacts, ...]
    picking_started_at: datetime | None = None
    parcels: tuple[ParcelFacts, ...] = ()
    promised_until: date | None = None
    cancellation_requested: bool = False


class OrderState(NamedTuple):
    """The headline, what stands beside it, and when each of the four words came true."""

    status: OrderStatus
    attention: Attention | None
    received_at: datetime
    in_process_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    parcels_total: int
    parcels_delivered: int
    packed: dict[int, int]


ATTENTION_OF = {
    Milestone.LOST: Attention.LOST,
    Milestone.DISPOSED: Attention.LOST,
    Milestone.DAMAGED: Attention.DAMAGED,
    Milestone.RETURNING: Attention.RETURNING,
    Milestone.RETURNED: Attention.RETURNING,
    Milestone.REFUSED: Attention.RETURNING,
    Milestone.ACTION_REQUIRED: Attention.ACTION_NEEDED,
    Milestone.PICKUP_READY: Attention.PICKUP_READY,
    Milestone.ATTEMPT_FAILED: Attention.ATTEMPT_FAILED,
    Milestone.CUSTOMS: Attention.CUSTOMS_HOLD,
    Milestone.DELAYED: Attention.DELAYED,
}
"""What a parcel's milestone calls for."""

CUSTOMS_HOLDS = frozenset({Reason.HELD, Reason.INSPECTION, Reason.DOCUMENTS, Reason.PAYMENT})

URGENCY = (
    Attention.LOST,
    Attention.DAMAGED,
    Attention.RETURNING,
    Attention.CANCELLATION_REQUESTED,
    Attention.ACTION_NEEDED,
    Attention.PICKUP_READY,
    Attention.ATTEMPT_FAILED,
    Attention.CUSTOMS_HOLD,
    Attention.DELAYED,
)
"""What calls for a look, most urgent first."""


def state_of(facts: OrderFacts, *, today: date) -> OrderState:
    """Return the state of an order; `today` is the date where the shop is, and decides only "delayed".

    The headline is the least that holds for every unit that is not cancelled: an order is
    "Shipped" when its last unit has left and "Delivered" when its last unit has arrived.
    """
    open_units = {line.position: line.quantity - line.cancelled for line in facts.lines}
    shipped = _units(parcel for parcel in facts.parcels if parcel.shipped_at)
    delivered = _units(parcel for parcel in facts.parcels if parcel.delivered_at)
    began_at = _earliest([facts.picking_started_at, *(parcel.packed_at for parcel in facts.parcels)])
    status = _status(open_units, shipped=shipped, delivered=delivered, began=began_at is not None)
    return OrderState(
        status=status,
        attention=_attention(facts, status=status, today=today),
        received_at=facts.placed_at,
        in_process_at=_earliest([began_at, *(parcel.shipped_at for parcel in facts.parcels)]),
        shipped_at=_latest([parcel.shipped_at for parcel in facts.parcels]) if _has_left(status) else None,
        delivered_at=_latest([parcel.delivered_at for parcel in facts.parcels])
        if status is OrderStatus.DELIVERED
        else None,
        parcels_total=len(facts.parcels),
        parcels_delivered=sum(1 for parcel in facts.parcels if parcel.delivered_at),
        packed=_units(facts.parcels),
    )


def with_attention(state: OrderState, attention: Attention) -> OrderState:
    """Return the state with what else calls for attention, unless something more urgent stands there."""
    urgent = next(one for one in URGENCY if one in {state.attention, attention})
    return state._replace(attention=urgent)


def _status(
    open_units: dict[int, int], *, shipped: dict[int, int], delivered: dict[int, int], began: bool
) -> OrderStatus:
    if not any(open_units.values()):
        return OrderStatus.CANCELLED
    if _covers(delivered, open_units):
        return OrderStatus.DELIVERED
    if _covers(shipped, open_units):
        return OrderStatus.SHIPPED
    return OrderStatus.IN_PROCESS if began or shipped else OrderStatus.RECEIVED


def _attention(facts: OrderFacts, *, status: OrderStatus, today: date) -> Attention | None:
    if status in {OrderStatus.CANCELLED, OrderStatus.DELIVERED}:
        # A parcel that came back after its delivery is news even then.
        found = {_calls_for(parcel) for parcel in facts.parcels} & {Attention.RETURNING}
    else:
        found = {_calls_for(parcel) for parcel in facts.parcels}
        if facts.promised_until is not None and today > facts.promised_until:
            found.add(Attention.DELAYED)
        # What has left cannot be cancelled any more: then the request waits for its refusal only.
        if facts.cancellation_requested and status is not OrderStatus.SHIPPED:
            found.add(Attention.CANCELLATION_REQUESTED)
    return next((attention for attention in URGENCY if attention in found), None)


def _calls_for(parcel: ParcelFacts) -> Attention | None:
    # Going through customs is the normal way of a parcel from abroad; being held there is not.
    if parcel.milestone is Milestone.CUSTOMS and parcel.reason not in CUSTOMS_HOLDS:
        return None
    return ATTENTION_OF.get(parcel.milestone)


def _units(parcels: Iterable[ParcelFacts]) -> dict[int, int]:
    total: dict[int, int] = {}
    for parcel in parcels:
        for position, quantity in parcel.units.items():
            total[position] = total.get(position, 0) + quantity
    return total


def _covers(units: dict[int, int], wanted: dict[int, int]) -> bool:
    return all(units.get(position, 0) >= quantity for position, quantity in wanted.items())


def _has_left(status: OrderStatus) -> bool:
    return status in {OrderStatus.SHIPPED, OrderStatus.DELIVERED}


def _earliest(moments: list[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def _latest(moments: list[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)
