"""What can be cancelled of an order, what it pays back, and what became of what was asked before."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from severshop.domain.fulfilment.queries import picking_of
from severshop.domain.orders.cancellations import RequestRecord, cause_of, request_by_id, requests_of, sale_of
from severshop.domain.orders.cancelling import check_units, has_begun, parts_due
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import RefundRecord, order_balance, paid_with, refund_for
from severshop.domain.payments.queries import card_hint
from severshop.domain.payments.refunds import RefundState, back_by
from severshop.usecases.fulfilling.answer_requests import left_to_cancel
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.facts import tell
from severshop.vocabulary.cancelling import RequestState
from severshop.vocabulary.refunds import Part, cut_to


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelLine:
    """A line of the order; `left` of its units can still be cancelled."""

    position: int
    name: str
    variant: str
    silhouette: str
    tint: str
    quantity: int
    unit_minor: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A request, what was cancelled by it, and the refund that follows from it, if any."""

    request: RequestRecord
    refund: RefundRecord | None
    back_on: date | None
    """By when the money is back, while it is on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelView:
    """An order as its owner's page to cancel shows it. Amounts in minor units of `currency`."""

    lines: tuple[CancelLine, ...]
    currency: str
    begun: bool
    """The warehouse has it in hand: a person decides."""
    paid_with: str
    """The card, such as `Visa 4242`; empty where nothing was paid here."""
    is_paid_here: bool
    requests: tuple[Ended, ...]

    @property
    def is_open(self) -> bool:
        """Whether a request waits for its decision."""
        return any(one.request.state is RequestState.OPEN for one in self.requests)

    @property
    def left(self) -> dict[int, int]:
        """What can be cancelled, by the line's position."""
        return {line.position: line.left for line in self.lines if line.left}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What cancelling would pay back."""

    units: dict[int, int]
    parts: tuple[Part, ...]
    back_on: date

    @property
    def amount_minor(self) -> int:
        return sum(part.amount_minor for part in self.parts)


def cancel_view(order_id: uuid.UUID, *, today: date) -> CancelView:
    """Return what the page shows; `today` is the date at the warehouse. Raises `LookupError` for no order."""
    story = next(iter(tell([order_id], today=today)), None)
    order = Order.objects.filter(pk=order_id).first()
    if story is None or order is None:
        raise LookupError(order_id)
    left = left_to_cancel(story)
    picking = picking_of(order_id)
    return CancelView(
        lines=tuple(
            CancelLine(
                position=line.position,
                name=line.name,
                variant=line.variant,
                silhouette=line.silhouette,
                tint=line.tint,
                quantity=line.quantity,
                unit_minor=line.unit_minor,
                left=left.get(line.position, 0),
            )
            for line in story.order.lines
        ),
        currency=order.currency,
        begun=has_begun(
            picking_started_at=picking.started_at if picking else None,
            parcels=[parcel.facts for parcel in story.parcels],
        ),
        paid_with=card_hint(order_id),
        is_paid_here=paid_with(order_id) is not None,
        requests=tuple(_ended(request) for request in requests_of(order_id)),
    )


def preview(order_id: uuid.UUID, units: Mapping[int, int], *, view: CancelView, today: date) -> Preview:
    """Return what cancelling the units would pay back. Raises `NotCancellableError`, `NothingChosenError`."""
    wanted = check_units(units, left=view.left)
    due = parts_due(sale_of(order_id), wanted)
    return Preview(
        units=wanted,
        parts=cut_to(due, order_balance(order_id).left),
        back_on=back_by(RefundState.REQUESTED, day=today),
    )


def request_story(request_id: uuid.UUID) -> Ended | None:
    """Return one request with its refund."""
    request = request_by_id(request_id)
    return _ended(request) if request else None


def back_on(refund: RefundRecord) -> date | None:
    """Return by when the money of a refund is back; None where it will not be, or is not sure to."""
    if refund.state in {RefundState.FAILED, RefundState.REFUSED, RefundState.OVERTAKEN}:
        return None
    return back_by(refund.state, day=refund.changed_at.astimezone(shop_zone()).date())


def _ended(request: RequestRecord) -> Ended:
    refund = refund_for(cause_of(request.id))
    return Ended(request=request, refund=refund, back_on=back_on(refund) if refund else None)
