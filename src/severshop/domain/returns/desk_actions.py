"""Writes of the desk, for callers that hold the order's lock. Nothing is edited: what was wrong gets another row."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from severshop.domain.returns.inspecting import Said
from severshop.domain.returns.models import (
    Completion,
    GoodsReceived,
    GoodsRefused,
    Inspection,
    ReceivedLine,
)
from severshop.infra.ids import uuid7
from severshop.vocabulary.returning import AfterRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceipt:
    """What was taken in: units by the return line's id. `key` names the act: the same key again is the same act.

    `parcel_id` is the parcel that it came in, where we know it and took nothing out of it before.
    """

    case_id: uuid.UUID | None
    key: str
    by: uuid.UUID | None
    units: Mapping[int, int]
    parcel_id: uuid.UUID | None = None
    carrier: str = ""
    tracking_number: str = ""
    note: str = ""


def take_in(new: NewReceipt, *, now: datetime) -> bool:
    """Write that something was taken in; tell whether that is news."""
    if GoodsReceived.objects.filter(submit_key=new.key).exists():
        return False
    is_first = new.parcel_id is not None and not GoodsReceived.objects.filter(parcel_id=new.parcel_id).exists()
    row = GoodsReceived.objects.create(
        id=uuid7(),
        case_id=new.case_id,
        parcel_id=new.parcel_id if is_first else None,
        submit_key=new.key,
        received_at=now,
        received_by_id=new.by,
        carrier=new.carrier,
        tracking_number=new.tracking_number,
        note=new.note,
    )
    _write_units(row.pk, new.units)
    return True


def give_to(stray_id: uuid.UUID, *, case_id: uuid.UUID, units: Mapping[int, int]) -> bool:
    """Write whose a stray is, and what was in it; False where somebody has done so before."""
    if not GoodsReceived.objects.filter(pk=stray_id, case=None).update(case_id=case_id):
        return False
    _write_units(stray_id, units)
    return True


def is_known(line_id: int, *, key: str) -> bool:
    """Tell whether an act was written as an inspection of a line before."""
    return Inspection.objects.filter(line_id=line_id, submit_key=key).exists()


def write_inspection(
    line_id: int, said: Said, *, key: str, by: uuid.UUID | None, corrects: uuid.UUID | None = None, now: datetime
) -> uuid.UUID | None:
    """Write what was found; None where the same act was written before, or somebody corrected the row meanwhile."""
    if is_known(line_id, key=key) or (corrects and Inspection.objects.filter(corrects_id=corrects).exists()):
        return None
    row = Inspection.objects.create(
        id=uuid7(),
        line_id=line_id,
        quantity=said.quantity,
        condition=said.condition.value,
        grade=said.grade.value,
        verdict=said.verdict.value,
        finding=said.finding.value if said.finding else "",
        deduction_minor=said.deduction_minor,
        note=said.note,
        corrects_id=corrects,
        inspected_at=now,
        inspected_by_id=by,
        submit_key=key,
    )
    return row.pk


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCompletion:
    """What was acted on: all inspections until now."""

    case_id: uuid.UUID
    inspections: int
    accepted: int
    refused: int
    refund_minor: int
    is_last: bool
    by: uuid.UUID | None


def write_completion(new: NewCompletion, *, now: datetime) -> int:
    """Write that what was inspected was acted on; return the completion's place."""
    last = Completion.objects.filter(case_id=new.case_id).aggregate(last=Max("position"))["last"] or 0
    Completion.objects.create(
        id=uuid7(),
        case_id=new.case_id,
        position=last + 1,
        inspections=new.inspections,
        accepted=new.accepted,
        refused=new.refused,
        refund_minor=new.refund_minor,
        is_last=new.is_last,
        completed_at=now,
        completed_by_id=new.by,
    )
    return int(last) + 1


def write_refused_goods(
    case_id: uuid.UUID, done: AfterRefusal, *, carrier: str, number: str, by: uuid.UUID, now: datetime
) -> bool:
    """Write where the refused goods went. Kept ones can be sent later; sent ones are gone: tell whether it is news."""
    before = GoodsRefused.objects.filter(pk=case_id).first()
    if before and (before.done == AfterRefusal.SENT or done is AfterRefusal.KEPT):
        return False
    GoodsRefused.objects.update_or_create(
        case_id=case_id,
        defaults={
            "done": done.value,
            "carrier": carrier,
            "tracking_number": number,
            "done_at": now,
            "done_by_id": by,
        },
    )
    return True


def _write_units(received_id: uuid.UUID, units: Mapping[int, int]) -> None:
    ReceivedLine.objects.bulk_create(
        ReceivedLine(received_id=received_id, line_id=line_id, quantity=quantity)
        for line_id, quantity in sorted(units.items())
        if quantity
    )
