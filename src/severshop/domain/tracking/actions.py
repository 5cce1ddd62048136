"""Writes of scans, and of what became of the messages that told of them."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F

from severshop.domain.tracking.labels import open_leg
from severshop.domain.tracking.models import (
    MessageState,
    RawMessage,
    ScanRow,
    UnknownCode,
    UnmatchedNumber,
)
from severshop.domain.tracking.rules import clarity, fingerprint, offset_minutes
from severshop.infra.db.bulk import insert, update
from severshop.infra.ids import uuid7
from severshop.vocabulary.scans import Scan

__all__ = [
    "TOLD",
    "NewScan",
    "clearest",
    "count_unknown_code",
    "mark_new",
    "mark_not_understood",
    "mark_read",
    "mark_unmatched",
    "open_leg",
    "scan_values",
    "store_scans",
]

READ = "UPDATE tracking_rawmessage SET state = 'read', read_at = %s WHERE id {among}"
SCAN_COLUMNS = (
    "id",
    "order_id",
    "parcel_id",
    "leg_id",
    "fingerprint",
    "occurred_at",
    "offset_minutes",
    "milestone",
    "reason",
    "code",
    "text",
    "city",
    "region",
    "country",
    "heard_at",
    "message_id",
)
TOLD = ("occurred_at", "offset_minutes", "milestone", "reason", "code", "text", "city", "region", "country")
"""What a scan says. The rest of its row is whose it is, and how we know."""
CLARITY = (
    "(CASE WHEN {row}.milestone = 'unknown' THEN '' ELSE {row}.milestone || ' ' || {row}.reason END || '\t' ||"
    " {row}.text || '\t' || {row}.code || '\t' || {row}.city || '\t' || {row}.region || '\t' ||"
    " coalesce(CAST({row}.offset_minutes AS text), ''))"
)
"""See `rules.clarity`: the same in SQL."""
CLEARER = {
    vendor: "ON CONFLICT (leg_id, fingerprint) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in TOLD)
    + f" WHERE {CLARITY.format(row='excluded')}{collation} > {CLARITY.format(row='tracking_scan')}{collation}"
    for vendor, collation in {"sqlite": "", "postgresql": ' COLLATE "C"'}.items()
}


class NewScan(NamedTuple):
    """A scan with the leg that it belongs to and the raw message that told of it."""

    order_id: uuid.UUID
    parcel_id: uuid.UUID
    leg_id: uuid.UUID
    message_id: int
    scan: Scan
    heard_at: datetime


def store_scans(scans: Iterable[NewScan]) -> None:
    """Keep the scans that are new to their leg.

    Of one event told in two ways the clearer one is kept, whichever came first.
    """
    rows = [_scan_row(new, fingerprint=key[1]) for key, new in clearest(scans).items()]
    insert(ScanRow, SCAN_COLUMNS, rows, then=CLEARER[connection.vendor])


def clearest(scans: Iterable[NewScan]) -> dict[tuple[uuid.UUID, str], NewScan]:
    """Return the scans by leg and fingerprint: of several tellings of one event the clearest."""
    found: dict[tuple[uuid.UUID, str], NewScan] = {}
    for new in scans:
        key = (new.leg_id, fingerprint(new.scan))
        if key not in found or clarity(found[key].scan) < clarity(new.scan):
            found[key] = new
    return found


def scan_values(new: NewScan, *, fingerprint: str) -> dict[str, Any]:
    """Return the row of a scan, by column."""
    return dict(zip(SCAN_COLUMNS, _scan_row(new, fingerprint=fingerprint), strict=True))


def _scan_row(new: NewScan, *, fingerprint: str) -> tuple[object, ...]:
    scan = new.scan
    return (
        uuid7(),
        new.order_id,
        new.parcel_id,
        new.leg_id,
        fingerprint,
        scan.occurred_at,
        offset_minutes(scan),
        scan.milestone,
        scan.reason,
        scan.code[:40],
        scan.text[:200],
        scan.place.city,
        scan.place.region,
        scan.place.country,
        new.heard_at,
        new.message_id,
    )


def count_unknown_code(*, carrier: str, code: str, text: str, now: datetime) -> None:
    """Count a code that no table maps."""
    row, is_first = UnknownCode.objects.get_or_create(
        carrier=carrier, code=code[:40], defaults={"text": text[:200], "times": 1, "first_at": now, "last_at": now}
    )
    if not is_first:
        UnknownCode.objects.filter(id=row.id).update(times=F("times") + 1, last_at=now)


def mark_read(message_ids: Sequence[int], *, now: datetime) -> None:
    """Note that the messages were understood and their scans kept."""
    update(READ, message_ids, values=[now])


def mark_new(message_ids: Sequence[int]) -> None:
    """Have the messages read once more. Reading one again changes nothing that is right already."""
    RawMessage.objects.filter(id__in=message_ids).update(state=MessageState.NEW)


def mark_unmatched(message_id: int, *, numbers: Sequence[str], now: datetime) -> None:
    """Note that no parcel of ours carries the numbers yet."""
    first, *others = numbers
    RawMessage.objects.filter(id=message_id).update(
        state=MessageState.UNMATCHED, tracking_number=first[:60], read_at=now
    )
    if others:
        rows = [UnmatchedNumber(message_id=message_id, number=number[:60]) for number in others]
        UnmatchedNumber.objects.bulk_create(rows, ignore_conflicts=True)


def mark_not_understood(message_id: int, *, error: str, now: datetime) -> None:
    """Note why a message could not be understood, for staff to see."""
    RawMessage.objects.filter(id=message_id).update(state=MessageState.NOT_UNDERSTOOD, error=error[:300], read_at=now)
