"""Requests to cancel, and what came of them. Writes are for callers that hold the order's lock."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from severshop.domain.orders.cancelling import Sale, SoldLine
from severshop.domain.orders.models import (
    Cancellation,
    CancellationRequest,
    CancellationRequestLine,
    Order,
    OrderLine,
)
from severshop.infra.ids import uuid7
from severshop.vocabulary.cancelling import AskedBy, CancelReason, RequestState, WhyRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What is to be cancelled: units by the line's position. `form` names the form that it came from."""

    order_id: uuid.UUID
    units: Mapping[int, int]
    reason: CancelReason
    asked_by: AskedBy
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """A request and its decision. `units` were asked for, `cancelled` came of it, by the line's position."""

    id: uuid.UUID
    order_id: uuid.UUID
    state: RequestState
    reason: CancelReason
    asked_by: AskedBy
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str
    why_refused: WhyRefused | None
    note: str
    units: dict[int, int]
    cancelled: dict[int, int]


def cause_of(request_id: uuid.UUID) -> str:
    """Return what the refund of a cancellation says that it follows from."""
    return f"cancellation:{request_id}"


def sale_of(order_id: uuid.UUID) -> Sale:
    """Return what an order was sold for, with what was cancelled of it until now."""
    order = Order.objects.get(pk=order_id)
    rows = OrderLine.objects.filter(order_id=order_id).prefetch_related("cancellations").order_by("position")
    return Sale(
        lines=tuple(
            SoldLine(
                position=row.position,
                quantity=row.quantity,
                unit_minor=row.unit_minor,
                cancelled=sum(part.quantity for part in row.cancellations.all()),
            )
            for row in rows
        ),
        delivery_minor=order.delivery_minor,
        tax_minor=order.tax_minor,
    )


def request_by_form(form: str) -> RequestRecord | None:
    """Return the request that a form has made."""
    return _first(CancellationRequest.objects.filter(submit_key=form))


def request_by_id(request_id: uuid.UUID) -> RequestRecord | None:
    """Return one request."""
    return _first(CancellationRequest.objects.filter(pk=request_id))


def open_request(order_id: uuid.UUID) -> RequestRecord | None:
    """Return the request of an order that nobody has decided."""
    return _first(CancellationRequest.objects.filter(order_id=order_id, state=RequestState.OPEN))


def with_open_request(order_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the orders that have a request which nobody has decided."""
    rows = CancellationRequest.objects.filter(order_id__in=order_ids, state=RequestState.OPEN)
    return set(rows.values_list("order_id", flat=True))


def open_requests(limit: int) -> tuple[RequestRecord, ...]:
    """Return the requests that nobody has decided, the longest-waiting first."""
    return _records(CancellationRequest.objects.filter(state=RequestState.OPEN), newest_first=False, limit=limit)


def open_request_count() -> int:
    """Return how many there are of them."""
    return CancellationRequest.objects.filter(state=RequestState.OPEN).count()


def requests_of(order_id: uuid.UUID) -> tuple[RequestRecord, ...]:
    """Return an order's requests, the newest first."""
    return _records(CancellationRequest.objects.filter(order_id=order_id))


def write_request(new: NewRequest, *, now: datetime) -> uuid.UUID:
    """Write a request down. Raises `IntegrityError` while another of the order is open."""
    row = CancellationRequest.objects.create(
        id=uuid7(),
        order_id=new.order_id,
        submit_key=new.form,
        asked_at=now,
        asked_by=new.asked_by.value,
        reason=new.reason.value,
    )
    lines = dict(OrderLine.objects.filter(order_id=new.order_id).values_list("position", "pk"))
    CancellationRequestLine.objects.bulk_create(
        CancellationRequestLine(request=row, line_id=lines[position], quantity=quantity)
        for position, quantity in sorted(new.units.items())
    )
    return row.pk


def grant(
    request_id: uuid.UUID, units: Mapping[int, int], *, by: uuid.UUID | None, note: str, now: datetime
) -> dict[str, int]:
    """Cancel units of the order's lines; return how many of each SKU that are."""
    row = CancellationRequest.objects.get(pk=request_id, state=RequestState.OPEN)
    row.state, row.decided_at, row.decided_by_id, row.note = RequestState.GRANTED.value, now, by, note
    row.save()
    lines = {line.position: line for line in OrderLine.objects.filter(order_id=row.order_id)}
    freed: dict[str, int] = {}
    for position, quantity in sorted(units.items()):
        line = lines[position]
        Cancellation.objects.create(
            line=line,
            request=row,
            quantity=quantity,
            cancelled_at=now,
            cancelled_by=row.asked_by,
            reason=row.reason,
        )
        freed[line.sku] = freed.get(line.sku, 0) + quantity
    return freed


def refuse(request_id: uuid.UUID, *, why: WhyRefused, by: uuid.UUID | None, note: str, now: datetime) -> None:
    """Write that a request was not granted."""
    row = CancellationRequest.objects.get(pk=request_id, state=RequestState.OPEN)
    row.state, row.why_refused, row.decided_at = RequestState.REFUSED.value, why.value, now
    row.decided_by_id, row.note = by, note
    row.save()


def _first(rows: QuerySet[CancellationRequest]) -> RequestRecord | None:
    return next(iter(_records(rows)), None)


def _records(
    rows: QuerySet[CancellationRequest], *, newest_first: bool = True, limit: int | None = None
) -> tuple[RequestRecord, ...]:
    order = ("-asked_at", "-id") if newest_first else ("asked_at", "id")
    rows = rows.select_related("decided_by").prefetch_related("lines__line", "cancellations__line")
    return tuple(_record(row) for row in rows.order_by(*order)[:limit])


def _record(row: CancellationRequest) -> RequestRecord:
    decider = row.decided_by
    return RequestRecord(
        id=row.pk,
        order_id=row.order_id,
        state=RequestState(row.state),
        reason=CancelReason(row.reason),
        asked_by=AskedBy(row.asked_by),
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        decided_by=str(getattr(decider, "name", "") or decider or ""),
        why_refused=WhyRefused(row.why_refused) if row.why_refused else None,
        note=row.note,
        units={wanted.line.position: wanted.quantity for wanted in row.lines.all()},
        cancelled={done.line.position: done.quantity for done in row.cancellations.all()},
    )
