"""Writes of legs: under which numbers a parcel travels. The caller holds the order's lock."""

import uuid
from datetime import datetime

from django.db.models import Q

from severshop.domain.tracking.legs import HEARD_AFTER, HEARD_BEFORE, speakers_for
from severshop.domain.tracking.models import (
    Leg,
    LegEnding,
    LegKind,
    LegReport,
    MessageState,
    RawMessage,
    ScanRow,
    UnmatchedNumber,
)
from severshop.domain.tracking.strangers import hold_to_carry


def orders_under(carrier: str, number: str) -> set[uuid.UUID]:
    """Return the orders that a number belonged to. Opening a leg for it may take scans from them: lock them too."""
    legs = Leg.objects.filter(carrier=carrier, number=number).exclude(ending=LegEnding.WRONG)
    return set(legs.values_list("order_id", flat=True))


def open_leg(
    *,
    order_id: uuid.UUID,
    parcel_id: uuid.UUID,
    carrier: str,
    number: str,
    now: datetime,
    kind: LegKind = LegKind.OUTBOUND,
    by: uuid.UUID | None = None,
) -> uuid.UUID:
    """Let a parcel travel under a number, and read again what came for that number before we knew it.

    Raises `IntegrityError` when another parcel travels under it at this moment. One of long ago
    does so no more: the carrier has given its number away again, and what came lately is the new one's.
    """
    hold_to_carry(number)
    same = Leg.objects.filter(carrier=carrier, number=number)
    same.filter(closed_at=None, opened_at__lt=now - HEARD_AFTER).update(closed_at=now, ending=LegEnding.RECYCLED)
    leg = Leg.objects.create(
        order_id=order_id,
        parcel_id=parcel_id,
        carrier=carrier,
        number=number,
        kind=kind,
        opened_at=now,
        opened_by_id=by,
    )
    _let_go(Q(leg__in=same.exclude(id=leg.id), occurred_at__gte=now - HEARD_BEFORE))
    unmatched = RawMessage.objects.filter(state=MessageState.UNMATCHED, carrier__in=speakers_for(carrier))
    unmatched.filter(tracking_number=number).update(state=MessageState.NEW)
    others = UnmatchedNumber.objects.filter(number=number)
    unmatched.filter(id__in=others.values("message_id")).update(state=MessageState.NEW)
    return leg.id


def close_leg(leg_id: uuid.UUID, *, ending: LegEnding, now: datetime) -> None:
    """Let a parcel travel under a number no more.

    What came for a wrong one is dropped, and read again: it may be about another parcel of ours.
    """
    Leg.objects.filter(id=leg_id, closed_at=None).update(closed_at=now, ending=ending)
    if ending == LegEnding.WRONG:
        _let_go(Q(leg_id=leg_id))
        LegReport.objects.filter(leg_id=leg_id).delete()


def _let_go(those: Q) -> None:
    """Drop scans that are not their leg's, and have the messages that told of them read again."""
    scans = ScanRow.objects.filter(those)
    told_by = {message_id for message_id in scans.values_list("message_id", flat=True) if message_id}
    scans.delete()
    RawMessage.objects.filter(id__in=told_by).update(state=MessageState.NEW)
