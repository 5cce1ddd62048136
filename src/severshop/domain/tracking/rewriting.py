"""Rewriting the scans of orders from messages that were kept. The caller holds the orders' locks."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from severshop.domain.tracking.actions import TOLD, NewScan, clearest, scan_values
from severshop.domain.tracking.inbox import MESSAGE, WaitingMessage, as_messages
from severshop.domain.tracking.models import LegReport, MessageState, RawMessage, ScanRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which kept messages are read again: all, or a carrier's, those with a code, those since a moment."""

    carrier: str = ""
    code: str = ""
    since: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every message that may have told of a scan is among them: what none tells any more can go."""
        return not self.code and self.since is None


def count_messages(selection: Selection) -> int:
    """Return how many messages will be read again."""
    return len(_ids_with_code(selection)) if selection.code else _kept(selection).count()


def kept_messages(selection: Selection, *, size: int = 500) -> Iterator[list[WaitingMessage]]:
    """Yield the messages in batches, oldest first. Those that wait to be read for the first time are left to that."""
    if selection.code:
        ids = sorted(_ids_with_code(selection))
        for start in range(0, len(ids), size):
            yield messages_by_id(ids[start : start + size])
        return
    last = 0
    while batch := as_messages(_kept(selection).filter(id__gt=last).values_list(*MESSAGE).order_by("id")[:size]):
        yield batch
        last = batch[-1].id


def messages_by_id(ids: Collection[int]) -> list[WaitingMessage]:
    """Return the messages that are still kept, oldest first."""
    return as_messages(RawMessage.objects.filter(id__in=ids).values_list(*MESSAGE).order_by("id"))


def not_read(ids: Collection[int]) -> set[int]:
    """Return those of the messages that were put aside when they came: not understood, or about no parcel of ours."""
    return set(RawMessage.objects.filter(id__in=ids).exclude(state=MessageState.READ).values_list("id", flat=True))


def rewrite_scans(
    order_ids: Collection[uuid.UUID], scans: list[NewScan], *, understood: Collection[int], is_whole: bool
) -> int:
    """Make the orders' scans what the messages say today; return how many rows that changed.

    A scan that one of the `understood` messages told of, and none of them tells of any more, is
    dropped, when the selection is whole. A scan that none of them told of stays as it is.
    """
    wanted = clearest(scans)
    rows = {(row.leg_id, row.fingerprint): row for row in ScanRow.objects.filter(order_id__in=order_ids)}
    changed = [row for key, row in rows.items() if key in wanted and _follow(row, wanted[key], is_whole=is_whole)]
    ScanRow.objects.bulk_update(changed, TOLD, batch_size=100)
    new = [ScanRow(**scan_values(wanted[key], fingerprint=key[1])) for key in wanted.keys() - rows.keys()]
    ScanRow.objects.bulk_create(new, batch_size=100)
    told = set(understood)
    gone = [row.id for key, row in rows.items() if is_whole and row.message_id in told and key not in wanted]
    ScanRow.objects.filter(id__in=gone).delete()
    return len(changed) + len(new) + len(gone)


def forget_reports(order_ids: Collection[uuid.UUID], *, carrier: str, opened_since: datetime) -> None:
    """Drop what carriers said beside scans, before the messages that said it are read again.

    Of legs opened earlier than `opened_since` some messages are gone: what they said stays, until a kept one says more.
    """
    reports = LegReport.objects.filter(order_id__in=order_ids, leg__opened_at__gte=opened_since)
    (reports.filter(leg__carrier=carrier) if carrier else reports).delete()


def _follow(row: ScanRow, new: NewScan, *, is_whole: bool) -> bool:
    """Give a row what its scan says now; tell whether that is another thing."""
    values = scan_values(new, fingerprint=row.fingerprint)
    # Another message, not read this time, may have told of it in fuller words: only the meaning is sure.
    columns = TOLD if is_whole else ("milestone", "reason")
    if not is_whole and values["milestone"] == "unknown":
        return False
    changed = [column for column in columns if getattr(row, column) != values[column]]
    for column in changed:
        setattr(row, column, values[column])
    return bool(changed)


def _kept(selection: Selection) -> QuerySet[RawMessage]:
    found = RawMessage.objects.exclude(state=MessageState.NEW)
    if selection.carrier:
        found = found.filter(carrier=selection.carrier)
    if selection.since:
        found = found.filter(received_at__gte=selection.since)
    return found


def _ids_with_code(selection: Selection) -> set[int]:
    scans = ScanRow.objects.filter(code=selection.code)
    if selection.carrier:
        scans = scans.filter(leg__carrier=selection.carrier)
    if selection.since:
        scans = scans.filter(heard_at__gte=selection.since)
    return {message_id for message_id in scans.values_list("message_id", flat=True) if message_id}
