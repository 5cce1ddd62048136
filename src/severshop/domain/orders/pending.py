"""Changes that wait for their payment. Writes are for callers that hold the order's lock."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from severshop.domain.orders.changing import Prices
from severshop.domain.orders.pending_models import PendingEdit
from severshop.vocabulary.changing import ChangeKind, PendingState, WhyNotChanged
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPending:
    """A dearer change as it was agreed to. `window` and `evidence` are null where the dates stay."""

    order_id: uuid.UUID
    kind: ChangeKind
    was: dict[str, Any]
    becomes: dict[str, Any]
    before: Prices
    after: Prices
    form: str
    by: uuid.UUID | None
    window: DeliveryWindow | None = None
    evidence: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRecord(NewPending):
    """One that was written down, and what became of it."""

    id: uuid.UUID
    begun_at: datetime
    state: PendingState
    why: WhyNotChanged | None

    @property
    def to_pay_minor(self) -> int:
        return self.after.total_minor - self.before.total_minor

    @property
    def cause(self) -> str:
        """What its payment says that it is for, and the refund if it comes to that."""
        return f"{CAUSE}:{self.id}"


CAUSE = "change"


def begin_pending(new: NewPending, *, now: datetime) -> PendingRecord:
    """Write a change down that is to be paid. Raises `IntegrityError` while another of the order is."""
    row = PendingEdit.objects.create(
        order_id=new.order_id,
        submit_key=new.form,
        kind=new.kind.value,
        begun_at=now,
        made_by_id=new.by,
        was=new.was,
        becomes=new.becomes,
        before=new.before._asdict(),
        after=new.after._asdict(),
        earliest=new.window.earliest if new.window else None,
        latest=new.window.latest if new.window else None,
        evidence=new.evidence,
    )
    return _record(row)


def end_pending(pending_id: uuid.UUID, state: PendingState, *, now: datetime, why: WhyNotChanged | None = None) -> None:
    """Write what became of it; what has ended stays as it is."""
    open_ones = PendingEdit.objects.filter(pk=pending_id, state=PendingState.PAYING.value)
    open_ones.update(state=state.value, ended_at=now, why=why.value if why else "")


def pending_by_id(pending_id: uuid.UUID) -> PendingRecord | None:
    """Return one of them."""
    return _first(pk=pending_id)


def pending_by_form(form: str) -> PendingRecord | None:
    """Return the one that a form has begun."""
    return _first(submit_key=form)


def open_pending(order_id: uuid.UUID) -> PendingRecord | None:
    """Return the one of an order that is being paid."""
    return _first(order_id=order_id, state=PendingState.PAYING.value)


def newest_pending(order_id: uuid.UUID) -> PendingRecord | None:
    """Return the latest of an order, whatever became of it."""
    return _first(order_id=order_id)


def _first(**wanted: object) -> PendingRecord | None:
    row = PendingEdit.objects.filter(**wanted).order_by("-begun_at", "-id").first()
    return _record(row) if row else None


def _record(row: PendingEdit) -> PendingRecord:
    return PendingRecord(
        id=row.pk,
        order_id=row.order_id,
        kind=ChangeKind(row.kind),
        was=row.was,
        becomes=row.becomes,
        before=Prices(**row.before),
        after=Prices(**row.after),
        form=row.submit_key,
        by=row.made_by_id,
        window=DeliveryWindow(row.earliest, row.latest) if row.earliest and row.latest else None,
        evidence=row.evidence,
        begun_at=row.begun_at,
        state=PendingState(row.state),
        why=WhyNotChanged(row.why) if row.why else None,
    )
