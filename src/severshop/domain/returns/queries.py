"""Reads returns with what became of them. What waits for the staff is asked for by `waiting`."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Sum, When

from severshop.domain.returns.desk import to_inspect, to_inspect_count
from severshop.domain.returns.desk_records import DeskReturn
from severshop.domain.returns.exchanges import KeptPair, kept_for
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
from severshop.domain.returns.rules import Units
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import MONEY_INSTEAD, AnnouncedBy, ReturnReason, Verdict, Wants


class ReturnedLine(NamedTuple):
    """A line of a return. `position` is the order line's; `accepted` and `refused` count inspected units."""

    id: int
    line_id: uuid.UUID
    position: int
    quantity: int
    reason: ReturnReason
    note: str
    wants: Wants
    """What is wanted by now: where a pair was let go for money, money."""
    exchange_sku: str
    accepted: int
    refused: int
    inspected_at: datetime | None
    photos: tuple[uuid.UUID, ...]
    exchange: KeptPair | None = None
    deducted_minor: int = 0
    """What is taken off for what it lost in value, in minor units."""

    @property
    def accepted_for_money(self) -> int:
        """Return how many units are to be paid for: none of what is exchanged."""
        if self.wants is Wants.EXCHANGE:
            return 0
        return max(self.accepted - (self.exchange.sent if self.exchange else 0), 0)


class ReturnRecord(NamedTuple):
    """A return. `number` is what people call it; `received_at` is when our people took it in."""

    id: uuid.UUID
    order_id: uuid.UUID
    number: str
    position: int
    requested_at: datetime
    policy_name: str
    policy: Mapping[str, Any]
    way_back_paid_by: Payer
    parcel_id: uuid.UUID | None
    cancelled_at: datetime | None
    received_at: datetime | None
    lines: tuple[ReturnedLine, ...]
    announced_by: AnnouncedBy = AnnouncedBy.SHOPPER
    sent_back_at: datetime | None = None
    """When what was refused was sent to the shopper again."""
    is_kept_here: bool = False
    """What was refused waits here to be collected."""
    missing: int = 0
    """Units that did not come with what was taken in, and are expected still."""
    ended: "Ended | None" = None
    """What the desk has acted on last; none where something was found since."""

    @property
    def units(self) -> Units:
        """Return how many units were announced (or came, where no more are expected), accepted and refused."""
        accepted, refused = sum(line.accepted for line in self.lines), sum(line.refused for line in self.lines)
        is_last = self.ended is not None and self.ended.is_last
        announced = accepted + refused if is_last else sum(line.quantity for line in self.lines)
        return Units(announced=announced, accepted=accepted, refused=refused)

    @property
    def inspected_at(self) -> datetime | None:
        """Return when the last unit was inspected; none while some wait for it."""
        moments = [line.inspected_at for line in self.lines if line.inspected_at]
        return max(moments) if moments and self.units.is_inspected else None


class Ended(NamedTuple):
    """What was acted on: all that was found until then. `paid_minor` was asked for as refunds, in all."""

    at: datetime
    paid_minor: int
    is_last: bool
    """What has not come until then is no longer expected."""


class Photo(NamedTuple):
    """A photo as it is shown; `order_id` says whose it is."""

    order_id: uuid.UUID
    content: bytes


def cause_of(return_id: uuid.UUID) -> str:
    """Return what the refund of a return says that it follows from."""
    return f"return:{return_id}"


def returns_of(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[ReturnRecord, ...]]:
    """Return the orders' returns, the oldest first."""
    found: dict[uuid.UUID, tuple[ReturnRecord, ...]] = {}
    for record in _records(Return.objects.filter(order_id__in=order_ids)):
        found[record.order_id] = (*found.get(record.order_id, ()), record)
    return found


def return_by_id(return_id: uuid.UUID) -> ReturnRecord | None:
    """Return one return."""
    return next(iter(_records(Return.objects.filter(pk=return_id))), None)


def return_by_form(form: str) -> ReturnRecord | None:
    """Return the return that a form has made."""
    return next(iter(_records(Return.objects.filter(submit_key=form))), None)


def return_at(order_id: uuid.UUID, *, position: int) -> ReturnRecord | None:
    """Return an order's return by its place."""
    return next(iter(_records(Return.objects.filter(order_id=order_id, position=position))), None)


def returned_units(order_id: uuid.UUID) -> dict[int, int]:
    """Return how many units of each line came back or are to come, by the line's position.

    What was called off, or did not come and is no longer expected, is not in it.
    """
    rows = ReturnLine.objects.filter(case__order_id=order_id)
    # What was paid for though it never came counts as announced: it is not sent back a second time.
    closed = Q(Exists(Completion.objects.filter(case=OuterRef("case"), is_last=True)))
    is_over = Q(case__cancelled_at__isnull=False) | (
        closed & Q(Exists(GoodsReceived.objects.filter(case=OuterRef("case"))))
    )
    units: Counter[int] = Counter()
    for position, announced, came, counts_what_came in (
        rows.annotate(came=Sum("received__quantity"), over=Case(When(is_over, then=True), default=False))
    ).values_list("line__position", "quantity", "came", "over"):
        units[position] += (came or 0) if counts_what_came else announced
    return {position: count for position, count in units.items() if count}


def waiting(limit: int = 200) -> tuple[DeskReturn, ...]:
    """Return what is in the house and waits for the staff, the longest-announced first.

    It is to be looked at, to be acted on, or it was refused and nobody has said where it goes.
    """
    return to_inspect(limit)


def waiting_count() -> int:
    """Return how many `waiting` would return without a limit."""
    return to_inspect_count()


def without_label(*, before: datetime, limit: int) -> tuple[uuid.UUID, ...]:
    """Return the returns that still wait for a label that the shop pays, announced before a moment."""
    rows = Return.objects.filter(
        cancelled_at=None, parcel=None, way_back_paid_by=Payer.SHOP, requested_at__lt=before
    ).order_by("requested_at")
    return tuple(rows.values_list("pk", flat=True)[:limit])


def photo(photo_id: uuid.UUID) -> Photo | None:
    """Return a photo."""
    row = ReturnPhoto.objects.filter(pk=photo_id).values_list("line__case__order_id", "content").first()
    return Photo(row[0], bytes(row[1])) if row else None


def _records(rows: QuerySet[Return]) -> tuple[ReturnRecord, ...]:
    found = list(
        rows.select_related("order")
        .prefetch_related("lines__line", "lines__exchange", "lines__inspections")
        .order_by("order_id", "position")
    )
    ids = [row.pk for row in found]
    taken: dict[uuid.UUID | None, datetime] = {}
    for case_id, moment in GoodsReceived.objects.filter(case_id__in=ids).values_list("case_id", "received_at"):
        taken[case_id] = min(taken.get(case_id, moment), moment)
    photos: dict[int, list[uuid.UUID]] = {}
    # Without their content, which is large.
    for line_id, pk in (
        ReturnPhoto.objects.filter(line__case_id__in=ids).order_by("line", "position").values_list("line_id", "pk")
    ):
        photos.setdefault(line_id, []).append(pk)
    came = dict(
        ReceivedLine.objects.filter(line__case_id__in=ids).values_list("line__case_id").annotate(Sum("quantity"))
    )
    ended = _ended(ids)
    gone = {row.case_id: row for row in GoodsRefused.objects.filter(case_id__in=ids)}
    records = (
        _record(row, received_at=taken.get(row.pk), photos=photos)._replace(ended=ended.get(row.pk)) for row in found
    )
    return tuple(
        record._replace(
            sent_back_at=gone[record.id].sent_at if record.id in gone else None,
            is_kept_here=record.id in gone and gone[record.id].sent_at is None,
            missing=0 if record.received_at is None else max(record.units.announced - came.get(record.id, 0), 0),
        )
        for record in records
    )


def _ended(ids: list[uuid.UUID]) -> dict[uuid.UUID, Ended]:
    counted = dict(
        Inspection.objects.filter(line__case_id__in=ids).values_list("line__case_id").annotate(Count("pk")).order_by()
    )
    found: dict[uuid.UUID, Ended] = {}
    paid: Counter[uuid.UUID] = Counter()
    closed = set()
    for row in Completion.objects.filter(case_id__in=ids).order_by("position"):
        paid[row.case_id] += row.refund_minor
        closed |= {row.case_id} if row.is_last else set()
        if row.case_id in closed or (row.inspections and row.inspections == counted.get(row.case_id)):
            found[row.case_id] = Ended(row.completed_at, paid[row.case_id], row.case_id in closed)
        else:
            found.pop(row.case_id, None)
    return found


def _record(row: Return, *, received_at: datetime | None, photos: Mapping[int, list[uuid.UUID]]) -> ReturnRecord:
    lines = sorted(row.lines.all(), key=lambda line: line.line.position)
    return ReturnRecord(
        id=row.pk,
        order_id=row.order_id,
        number=f"{row.order.number}-R{row.position}",
        position=row.position,
        requested_at=row.requested_at,
        policy_name=row.policy_name,
        policy=row.policy,
        way_back_paid_by=Payer(row.way_back_paid_by),
        parcel_id=row.parcel_id,
        cancelled_at=row.cancelled_at,
        received_at=received_at,
        lines=tuple(_line(line, photos=tuple(photos.get(line.pk, ()))) for line in lines),
        announced_by=AnnouncedBy(row.announced_by),
    )


def _line(row: ReturnLine, *, photos: tuple[uuid.UUID, ...]) -> ReturnedLine:
    rows = list(row.inspections.all())
    corrected = {one.corrects_id for one in rows}
    inspections = [one for one in rows if one.pk not in corrected]
    by_verdict = {
        verdict: sum(one.quantity for one in inspections if one.verdict == verdict.value) for verdict in Verdict
    }
    exchange = kept_for(row)
    return ReturnedLine(
        id=row.pk,
        line_id=row.line_id,
        position=row.line.position,
        quantity=row.quantity,
        reason=ReturnReason(row.reason),
        note=row.note,
        wants=Wants.REFUND if exchange and exchange.end in MONEY_INSTEAD else Wants(row.wants),
        exchange_sku=row.exchange_sku,
        accepted=by_verdict[Verdict.ACCEPTED],
        refused=by_verdict[Verdict.REFUSED],
        inspected_at=max((one.inspected_at for one in inspections), default=None),
        photos=photos,
        exchange=exchange,
        deducted_minor=sum(one.deduction_minor for one in inspections),
    )
