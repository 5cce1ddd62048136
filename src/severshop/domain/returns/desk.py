"""Reads of returns for the desk: what is on its way, in the house, or to be looked at."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from severshop.domain.returns.desk_records import DeskLine, DeskReturn, Ended, Found, Receipt, Refused, Stray
from severshop.domain.returns.models import (
    Completion,
    GoodsReceived,
    GoodsRefused,
    Inspection,
    ReceivedLine,
    Return,
    ReturnLine,
    ReturnPhoto,
)
from severshop.vocabulary.policies import RefundWhen
from severshop.vocabulary.returning import (
    AfterRefusal,
    Finding,
    ItemCondition,
    RestockGrade,
    ReturnReason,
    Verdict,
    Wants,
)


def desk_return(return_id: uuid.UUID) -> DeskReturn | None:
    """Return one return."""
    return next(iter(_returns(Return.objects.filter(pk=return_id))), None)


def desk_returns(return_ids: Collection[uuid.UUID]) -> tuple[DeskReturn, ...]:
    """Return those that exist, the longest-announced first."""
    return _returns(Return.objects.filter(pk__in=return_ids))


def to_inspect(limit: int) -> tuple[DeskReturn, ...]:
    """Return what is in the house and waits to be looked at, acted on, or sent back; the longest-announced first."""
    return _returns(_at_the_desk(), limit=limit)


def to_inspect_count() -> int:
    """Return how many wait so."""
    return _at_the_desk().count()


def not_received() -> QuerySet[Return]:
    """Return the returns of which nothing has been taken in, and that are still expected."""
    here = GoodsReceived.objects.filter(case=OuterRef("pk"))
    over = Completion.objects.filter(case=OuterRef("pk"), is_last=True)
    return Return.objects.filter(~Exists(here), ~Exists(over), cancelled_at=None)


def payable_early() -> QuerySet[Return]:
    """Return those in a parcel of which nothing was paid, taken in or called off.

    Only those whose policy knows of paying before it has looked.
    """
    early = Q(policy__refund_when=RefundWhen.FIRST_SCAN.value) | Q(policy__trusted_after_orders__gt=0)
    acted_on = Completion.objects.filter(case=OuterRef("pk"))
    return not_received().filter(early, ~Exists(acted_on), parcel__isnull=False)


def strays(limit: int) -> tuple[Stray, ...]:
    """Return what came and nobody knows whose it is, the longest-waiting first."""
    return _strays(GoodsReceived.objects.filter(case=None).order_by("received_at")[:limit])


def stray_count() -> int:
    """Return how many strays there are."""
    return GoodsReceived.objects.filter(case=None).count()


def stray(stray_id: uuid.UUID) -> Stray | None:
    """Return one of them."""
    return next(iter(_strays(GoodsReceived.objects.filter(pk=stray_id, case=None))), None)


def _strays(rows: QuerySet[GoodsReceived]) -> tuple[Stray, ...]:
    return tuple(
        Stray(row.pk, row.received_at, _name(row.received_by), row.carrier, row.tracking_number, row.note)
        for row in rows.select_related("received_by")
    )


def _at_the_desk() -> QuerySet[Return]:
    """Something was received and not inspected, was inspected and not acted on, or was refused and lies here."""
    received = _sum(ReceivedLine.objects.filter(line__case=OuterRef("pk")), by="line__case")
    counted = Inspection.objects.filter(line__case=OuterRef("pk"))
    inspected = _sum(counted.filter(corrected_by=None), by="line__case")
    inspections = counted.order_by().values("line__case").annotate(n=Count("pk")).values("n")
    last = Completion.objects.filter(case=OuterRef("pk")).order_by("-position")
    refused = counted.filter(corrected_by=None, verdict=Verdict.REFUSED.value)
    rows = Return.objects.annotate(
        came=_or_zero(received),
        looked_at=_or_zero(inspected),
        rows=_or_zero(inspections),
        acted_on=_or_zero(last.values("inspections")[:1]),
    )
    lies_here = Q(Exists(refused), ~Exists(GoodsRefused.objects.filter(case=OuterRef("pk"))))
    return rows.filter(Q(came__gt=F("looked_at")) | Q(rows__gt=F("acted_on")) | lies_here)


def _sum(rows: QuerySet[Any], *, by: str) -> QuerySet[Any]:
    summed: QuerySet[Any] = rows.order_by().values(by).annotate(n=Sum("quantity")).values("n")
    return summed


def _or_zero(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _returns(rows: QuerySet[Return], *, limit: int | None = None) -> tuple[DeskReturn, ...]:
    found = rows.select_related("order").order_by("requested_at", "id")[:limit]
    return tuple(_return(row) for row in found)


def _return(row: Return) -> DeskReturn:
    lines = ReturnLine.objects.filter(case=row).select_related("line").order_by("line__position")
    photos = list(
        ReturnPhoto.objects.filter(line__case=row)
        .order_by("line", "position")
        .values_list("line_id", "pk", "of_inspection")
    )
    inspections = list(
        Inspection.objects.filter(line__case=row).select_related("inspected_by").order_by("inspected_at", "id")
    )
    came = dict(ReceivedLine.objects.filter(line__case=row).values_list("line_id").annotate(Sum("quantity")).order_by())
    ends = list(Completion.objects.filter(case=row).select_related("completed_by").order_by("position"))
    gone = GoodsRefused.objects.filter(case=row).first()
    return DeskReturn(
        id=row.pk,
        order_id=row.order_id,
        order_number=row.order.number,
        currency=row.order.currency,
        position=row.position,
        announced_by=row.announced_by,
        requested_at=row.requested_at,
        cancelled_at=row.cancelled_at,
        policy=row.policy,
        way_back_minor=row.way_back_minor,
        parcel_id=row.parcel_id,
        lines=tuple(_line(line, inspections, came.get(line.pk, 0), photos) for line in lines),
        receipts=_receipts(row),
        completions=tuple(
            Ended(one.completed_at, _name(one.completed_by), one.accepted, one.refused, one.refund_minor, one.is_last)
            for one in ends
        ),
        inspections=len(inspections),
        acted_on=ends[-1].inspections if ends else 0,
        refused=Refused(AfterRefusal(gone.done), gone.carrier, gone.tracking_number, gone.done_at) if gone else None,
    )


def _receipts(row: Return) -> tuple[Receipt, ...]:
    found = GoodsReceived.objects.filter(case=row).select_related("received_by").prefetch_related("lines")
    return tuple(
        Receipt(one.received_at, _name(one.received_by), one.note, sum(line.quantity for line in one.lines.all()))
        for one in found.order_by("received_at", "id")
    )


def _line(
    row: ReturnLine, inspections: list[Inspection], received: int, photos: list[tuple[int, uuid.UUID, bool]]
) -> DeskLine:
    own = {one.pk: one for one in inspections if one.line_id == row.pk}
    corrected = {one.corrects_id for one in own.values()}
    return DeskLine(
        id=row.pk,
        line_id=row.line_id,
        position=row.line.position,
        sku=row.line.sku,
        name=row.line.name,
        variant=row.line.variant,
        unit_minor=row.line.unit_minor,
        quantity=row.quantity,
        reason=ReturnReason(row.reason),
        note=row.note,
        wants=Wants(row.wants),
        received=received,
        found=tuple(_found(one, own) for one in own.values() if one.pk not in corrected),
        photos=tuple(pk for line, pk, ours in photos if line == row.pk and not ours),
        desk_photos=tuple(pk for line, pk, ours in photos if line == row.pk and ours),
    )


def _found(row: Inspection, own: dict[uuid.UUID, Inspection]) -> Found:
    root = row
    while root.corrects_id:
        root = own[root.corrects_id]
    return Found(
        id=row.pk,
        root=root.pk,
        quantity=row.quantity,
        condition=ItemCondition(row.condition),
        grade=RestockGrade(row.grade),
        verdict=Verdict(row.verdict),
        finding=Finding(row.finding) if row.finding else None,
        deduction_minor=row.deduction_minor,
        note=row.note,
        inspected_at=row.inspected_at,
        inspected_by=_name(row.inspected_by),
    )


def _name(user: object) -> str:
    return str(getattr(user, "name", "") or user or "")
